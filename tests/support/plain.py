"""The tool that recounts an evaluation, run by the plain interpreter alone."""

import subprocess
import sys
from pathlib import Path

TOOL = Path(__file__).parents[2] / "tools" / "evaluate.py"


def recounted(facts: str, folder: Path) -> bytes:
    """Recount exported facts as another machine would: no environment, no package at all."""
    file = folder / "facts.json"
    file.write_text(facts, encoding="utf-8")
    # -I: no environment, no user's packages; -S: no site-packages at all
    command = [sys.executable, "-I", "-S", "-B", TOOL, file]
    return subprocess.run(command, capture_output=True, check=True).stdout
