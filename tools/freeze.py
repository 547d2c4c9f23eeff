"""Write down the hash of every migration, so that none is changed once its version is released.

    .venv/bin/python tools/freeze.py

Run when a version is released. A migration that is on the list and has since changed is refused:
what it does differently belongs in the next migration (docs/decisions/migrations.md).
"""

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "tools" / "migrations.sha256"


def kept() -> dict[str, str]:
    """Read the list: file → hash."""
    lines = KEPT.read_text().splitlines() if KEPT.exists() else []
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def found() -> dict[str, str]:
    """Work out the hashes of the migrations as they are."""
    files = sorted(ROOT.glob("src/cairong/*/migrations/[0-9]*.py"))
    return {
        str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files
    }


def changed() -> list[str]:
    """Name the migrations on the list that are gone or no longer what they were."""
    now = found()
    return [name for name, digest in kept().items() if now.get(name) != digest]


def main() -> int:
    """Write the list, unless a migration on it was changed."""
    if wrong := changed():
        print("released, and changed since:", *wrong, sep="\n  ", file=sys.stderr)
        return 1
    KEPT.write_text("".join(f"{digest}  {name}\n" for name, digest in found().items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
