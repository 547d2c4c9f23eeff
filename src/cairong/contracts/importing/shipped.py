"""The published awards and contracts that ship with the project (made by tools/restate_awards)."""

import gzip
import shutil
from pathlib import Path

SHIPPED = Path(__file__).parent.parent / "data" / "awards.csv.gz"


def shipped_file(folder: Path) -> Path:
    """Unpack the shipped rows into a folder, as a file that can be imported."""
    target = folder / "awards.csv"
    with gzip.open(SHIPPED) as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return target
