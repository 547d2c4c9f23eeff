"""What is done once, when the web server starts, and not for its first visitor."""

import subprocess
import sys

from cairong.web.public.forms import AccountForm, NumberForm

SEEN = """
import sys, cairong.config.wsgi
from django.urls import get_resolver
before = len(sys.modules)
get_resolver().resolve("/contracts/")
assert len(sys.modules) == before, set(list(sys.modules)[before:])
"""


def test_every_page_is_read_before_the_first_visitor_comes(tmp_path):
    env = {"CAIRONG_HOME": str(tmp_path), "PATH": ""}
    started = subprocess.run(
        [sys.executable, "-c", SEEN], env=env, capture_output=True, text=True, check=False
    )
    assert started.returncode == 0, started.stderr


def test_forms_share_the_templates_they_are_drawn_by():
    assert NumberForm().renderer.engine is AccountForm().renderer.engine
