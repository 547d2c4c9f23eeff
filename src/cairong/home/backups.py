"""Which backups were made of a data folder, and where: whoever purges has to find them again."""

from datetime import datetime
from pathlib import Path

from cairong.home.folder import Home


def note_backup(home: Home, folder: Path, now: datetime) -> None:
    """Write down that a backup was made."""
    with _file(home).open("a", encoding="utf-8") as file:
        file.write(f"{now:%Y-%m-%d %H:%M}\t{folder.absolute()}\n")


def backups_made(home: Home) -> list[tuple[str, Path]]:
    """List the backups ever made: when, and where each was put."""
    try:
        lines = _file(home).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [(at, Path(place)) for at, _, place in (line.partition("\t") for line in lines)]


def _file(home: Home) -> Path:
    return home.path / "backups.txt"
