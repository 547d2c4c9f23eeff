"""The product's settings with one more address: the empty pages it is measured against."""

from pathlib import Path

from cairong.config.settings import *  # noqa: F403 - these are the product's settings
from cairong.config.settings import TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"] = [Path(__file__).parent / "templates"]
