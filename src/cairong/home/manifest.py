"""The list of what a backup holds, by which it is verified."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from cairong.home.census import Census
from cairong.home.folder import as_numbers
from cairong.home.state import CityState
from cairong.home.trouble import Trouble

NAME = "manifest.json"


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What was taken, when, by which version; SHA-256 of every file, a census of every table."""

    taken_at: str
    version: str
    postgres: str
    city: str
    files: dict[str, str]
    tables: Census

    def check(self) -> None:
        """Read what is read later, so that nothing is begun. Raises what cannot be read."""
        as_numbers(self.version)
        CityState(self.city)
        self.files.items()
        for table in self.tables.values():
            int(table["rows"])

    @property
    def text(self) -> str:
        """The manifest as it is written into a backup."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def read_manifest(folder: Path) -> Manifest:
    """Read a backup's manifest and verify every file against it."""
    try:
        manifest = Manifest(**json.loads((folder / NAME).read_text()))
        manifest.check()
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise Trouble(
            f"{folder} 不是完整的备份(读不出 {NAME}):请换一份 cairong backup 做成的备份。"
        ) from error
    found = digests(folder, but=NAME)
    broken = sorted(
        name
        for name in manifest.files.keys() | found.keys()
        if manifest.files.get(name) != found.get(name)
    )
    if broken:
        raise Trouble(f"备份 {folder} 已损坏:{broken[0]} 与清单不符(共 {len(broken)} 个文件)。")
    return manifest


def digests(folder: Path, *, but: str) -> dict[str, str]:
    """Work out SHA-256 of every file of a backup but the one that lists them."""
    return {
        str(path.relative_to(folder)): _sha256(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder) != Path(but)
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
