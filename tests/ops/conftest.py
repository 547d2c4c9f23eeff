"""Installations: a founded city made once, copied for each test."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ops.disks import mounting
from support.installation import Installation


@pytest.fixture(scope="session")
def founded(tmp_path_factory) -> Path:
    """A data folder with an empty real city in it, nothing running."""
    base = tmp_path_factory.mktemp("founded")
    done = Installation(base / "home").command("init", "--city", "410300", "--operator", "张三")
    assert done.returncode == 0, done.stderr
    assert "洛阳市(410300)已建立,17 个县区" in done.stdout
    return base / "home"


@pytest.fixture
def installation(founded: Path, tmp_path: Path) -> Iterator[Installation]:
    """A copy of the founded city; whatever still runs at the end is killed."""
    subprocess.run(["cp", "-pR", founded, tmp_path / "home"], check=True)
    made = Installation(tmp_path / "home")
    yield made
    made.kill_everything()


@pytest.fixture
def new_installation(tmp_path: Path) -> Iterator[Callable[..., Installation]]:
    """Installations over folders that do not stand yet."""
    made: list[Installation] = []

    def make(home: Path | None = None, **env: str) -> Installation:
        made.append(Installation(home or tmp_path / f"new{len(made)}", **env))
        return made[-1]

    yield make
    for one in made:
        one.kill_everything()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mount a disk of a given size."""
    with mounting(tmp_path / "disk") as mount:
        yield mount
