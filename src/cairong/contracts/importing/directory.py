"""Open an archive whose directory is bounded: `zipfile` reads all of it before anybody can look."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cairong.kernel.errors import Invalid

MEGABYTE = 1024 * 1024
MOST_UNPACKED_MB = 200
MOST_MEMBERS = 2000
MOST_DIRECTORY = MOST_MEMBERS * 1024
ENTRY = b"PK\x01\x02"


class Bounded(io.BufferedReader):
    """A file that is read in pieces of at most `most` bytes, as long as that is given."""

    most: int | None = MOST_DIRECTORY

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on. Raises Invalid for a piece that is too long."""
        if self.most is not None and size is not None and size > self.most:
            raise bomb()
        return super().read(size)


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive of at most MOST_MEMBERS entries and MOST_DIRECTORY bytes about them.

    Neither is taken from what its end says of it: one reader goes by the count, another by the
    length. Raises Invalid.
    """
    _refuse_many_entries(path)
    with Bounded(io.FileIO(path)) as file, zipfile.ZipFile(file) as packed:
        file.most = None
        yield packed


def bomb() -> Invalid:
    """Refuse a file that grows too far once it is opened."""
    return Invalid("import.bomb", field="file", most_mb=MOST_UNPACKED_MB)


def _refuse_many_entries(path: Path) -> None:
    """Count what every entry begins with: no reader can find more entries than that."""
    found, end = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(MEGABYTE):
            found += (end + chunk).count(ENTRY)
            end = chunk[1 - len(ENTRY) :]
            if found > MOST_MEMBERS:
                raise bomb()
