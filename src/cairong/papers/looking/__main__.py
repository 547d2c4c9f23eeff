"""Look into an uploaded file, in a process of its own that may use little.

`python -I -m cairong.papers.looking OUT FILE...` says what was found as one line of JSON, and
leaves in OUT the paper (`whole`) and pictures of its first pages. Whatever the file does to the
libraries that read it, it does here, for a short time and in little memory.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cairong.papers.looking import limits
from cairong.papers.looking.archives import read_archive
from cairong.papers.looking.documents import LEAST_TEXT, bind_pictures, read_document
from cairong.papers.looking.numbers import MOST, Number, numbers_in
from cairong.papers.looking.refused import UnfitError

PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
PDF, ZIP = b"%PDF-", b"PK\x03\x04"


def look(out: Path, paths: list[Path]) -> dict[str, Any]:
    """Tell what the files are: one document, or pictures that become one. Raises UnfitError."""
    begins = [_begin(path) for path in paths]
    whole = out / "whole"
    if all(begin.startswith(PICTURES) for begin in begins):
        bind_pictures(paths, whole)
        return _pdf(whole, out)
    if len(paths) > 1:
        raise UnfitError("papers.several")
    if begins[0].startswith(PDF):
        shutil.copyfile(paths[0], whole)
        if _is_archive_too(whole):
            raise UnfitError("papers.two_kinds")
        return _pdf(whole, out)
    if begins[0].startswith(ZIP):
        kind, text = read_archive(paths[0])
        shutil.copyfile(paths[0], whole)
        return _said(kind, [text], shown=0, read=[True])
    raise UnfitError("papers.kind")


def _begin(path: Path) -> bytes:
    with path.open("rb") as file:
        begin = file.read(16)
    if not begin:
        raise UnfitError("papers.empty")
    return begin


def _is_archive_too(path: Path) -> bool:
    """Whether the end of a file is that of an archive: it would be another thing to others."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 70_000))
        return b"PK\x05\x06" in file.read()


def _pdf(whole: Path, out: Path) -> dict[str, Any]:
    texts = list(read_document(whole, out))
    read = [len(text.strip()) >= LEAST_TEXT for text in texts]
    return _said("pdf", texts, shown=len(list(out.glob("*.jpg"))), read=read)


def _said(kind: str, texts: list[str], *, shown: int, read: list[bool]) -> dict[str, Any]:
    found = [asdict(each) for each in _numbers(texts)][:MOST]
    unread = [number for number, text in enumerate(read, 1) if not text]
    return {"kind": kind, "pages": len(texts), "shown": shown, "found": found, "unread": unread}


def _numbers(texts: list[str]) -> Iterator[Number]:
    for page, text in enumerate(texts, 1):
        yield from numbers_in(text, page=page)


def main() -> None:
    """Look, and say it."""
    limits.confine()
    out, *paths = (Path(word) for word in sys.argv[1:])
    try:
        said = look(out, paths)
    except UnfitError as unfit:
        said = {"refused": unfit.args[0]}
    except MemoryError:
        said = {"refused": "papers.bomb"}
    sys.stdout.write(f"{json.dumps(said)}\n")


if __name__ == "__main__":
    main()
