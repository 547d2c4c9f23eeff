"""The `cairong` command as it is typed, in this process."""

import signal
import sys
from collections.abc import Callable, Iterator

import click
import pytest

from cairong.cli.main import main


@pytest.fixture
def typed(monkeypatch, capsys, tmp_path) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Type a command that comes to nothing: its exit code, what it said; no folder is made."""
    monkeypatch.setenv("CAIRONG_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(click.Context, "formatter_class", click.HelpFormatter)
    before = signal.getsignal(signal.SIGTERM)

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["cairong", *words])
        try:
            code = main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        return code, *capsys.readouterr()

    yield run
    signal.signal(signal.SIGTERM, before)
    assert not (tmp_path / "home").exists()
