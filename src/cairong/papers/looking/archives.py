"""Office and OFD files: zip archives whose text is read without unpacking anything to disk."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from cairong.papers.looking.refused import UnfitError

MEGABYTE = 1024 * 1024
MOST_ENTRIES, MOST_WHOLE, MOST_ENTRY, MOST_RATIO = 3000, 200 * MEGABYTE, 40 * MEGABYTE, 200
MARKS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
TEXTS = {
    "docx": re.compile(r"word/(document|header\d*|footer\d*|footnotes|comments)\.xml"),
    "xlsx": re.compile(r"xl/(sharedStrings|comments\d*|worksheets/[^/]+)\.xml"),
    "ofd": re.compile(r"(.*/)?(Content|Template|Page)[^/]*\.xml|(.*/)?Tpls/.*\.xml"),
}
ENDS = {"docx": re.compile(r"</w:p>|<w:tab/>|<w:br/>"), "xlsx": re.compile(r"</(t|v|si|f)>"),
        "ofd": re.compile(r"</[\w:]*TextCode>")}  # fmt: skip
PROGRAMS = re.compile(
    r"vbaProject\.bin$|\.(exe|dll|js|vbs|bat|cmd|ps1|jar|hta|html?)$", re.IGNORECASE
)


def read_archive(path: Path) -> tuple[str, str]:
    """Tell which kind of archive a file is, and read its text. Raises UnfitError."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _require_small(entries)
            names = {each.filename for each in entries}
            kinds = [kind for mark, kind in MARKS.items() if mark in names]
            if len(kinds) != 1:
                raise UnfitError("papers.kind")
            if any(PROGRAMS.search(name) for name in names):
                raise UnfitError("papers.programs")
            return kinds[0], "\n".join(_texts(archive, entries, kinds[0]))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError):
        raise UnfitError("papers.broken") from None
    except RuntimeError:  # an entry with a password
        raise UnfitError("papers.locked") from None


def _require_small(entries: list[zipfile.ZipInfo]) -> None:
    whole = sum(each.file_size for each in entries)
    if len(entries) > MOST_ENTRIES or whole > MOST_WHOLE:
        raise UnfitError("papers.bomb")
    for each in entries:
        place = PurePosixPath(each.filename.replace("\\", "/"))
        if place.is_absolute() or ".." in place.parts or "\0" in each.orig_filename[:-1]:
            raise UnfitError("papers.broken")
        if each.file_size > MEGABYTE and each.file_size > MOST_RATIO * max(each.compress_size, 1):
            raise UnfitError("papers.bomb")


def _texts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], kind: str) -> Iterator[str]:
    for each in entries:
        if not TEXTS[kind].fullmatch(each.filename):
            continue
        with archive.open(each) as part:
            content = part.read(MOST_ENTRY + 1)
        if len(content) > MOST_ENTRY:
            raise UnfitError("papers.bomb")
        text = ENDS[kind].sub("\n", content.decode(errors="replace"))
        yield re.sub(r"<[^>]*>", "", text)
