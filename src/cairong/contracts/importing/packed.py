"""Look through a workbook before anything opens it: bombs refused, open formulas found."""

import posixpath
import re
import zipfile
import zlib
from pathlib import Path
from xml.parsers import expat

from cairong.contracts.importing.directory import MEGABYTE, MOST_UNPACKED_MB, bomb, opened
from cairong.kernel.errors import Invalid

MOST_CELLS = 1_000_000
MOST_MERGED = 200_000
MOST_TAGS = 8 * MOST_CELLS
CHUNK = 256 * 1024
PDF_WITHIN = 1024  # a reader of PDF looks for its sign so far into a file
START = b"PK\x03\x04"
WORKBOOK, PARTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
OTHER_BOOKS = frozenset({"content.xml", "xl/workbook.bin"})
HIDDEN_SHEET = (b"sheetData", b"mergeCell")
REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
SPREAD = re.compile(r"([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})")
LETTERS = 26
DAMAGED = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError,
)  # fmt: skip
Place = tuple[int, int]


def look_through(path: Path) -> set[Place]:
    """Return the formulas of the first sheet whose result the file does not hold.

    Raises Invalid for an archive that grows too far, is no workbook, is a second kind of file at
    the same time, declares entities, or spreads its cells over more than MOST_CELLS.
    """
    try:
        _refuse_second_kind(path)
        with opened(path) as packed:
            members = packed.infolist()
            _refuse_outside(members)
            _refuse_bombs(packed, members)
            formulas = {member.filename: _formulas(packed, member) for member in members}
            return formulas.get(_first_sheet(packed), set())
    except DAMAGED as error:
        raise unreadable("压缩包已损坏或有密码") from error


def unreadable(reason: str) -> Invalid:
    """Refuse a whole file for one reason."""
    return Invalid("import.unreadable", field="file", reason=reason)


def column_number(letters: str) -> int:
    """Number a column as cells are numbered here: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def _refuse_second_kind(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(PDF_WITHIN)
    if not start.startswith(START) or b"%PDF-" in start:
        raise unreadable("它同时是两种文件")


def _refuse_outside(members: list[zipfile.ZipInfo]) -> None:
    names = {member.filename for member in members}
    most = MOST_UNPACKED_MB * MEGABYTE
    if sum(member.file_size for member in members) > most:
        raise bomb()
    if WORKBOOK not in names or names & OTHER_BOOKS:
        raise unreadable("它不是 CSV 或 XLSX")


def _refuse_bombs(packed: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Unpack everything once, keeping nothing: by what it says is not enough."""
    size = tags = 0
    for member in members:
        with packed.open(member) as file:
            while chunk := file.read(CHUNK):
                size += len(chunk)
                tags += chunk.count(b"<")
                if size > MOST_UNPACKED_MB * MEGABYTE:
                    raise bomb()
                if tags > MOST_TAGS:
                    raise Invalid("import.cells", field="file", most=MOST_CELLS)


def _formulas(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> set[Place]:
    part = Part()
    with packed.open(member) as file:
        while chunk := file.read(CHUNK):
            part.feed(chunk)
    return part.open_formulas


def _first_sheet(packed: zipfile.ZipFile) -> str:
    """Name the member of the first tab: tabs need not stand in the order of their files' names."""
    try:
        tab = _elements(packed, WORKBOOK, "sheet")[0]
        key = next(value for name, value in tab.items() if name.rpartition(":")[2] == "id")
        parts = {
            element["Id"]: element["Target"] for element in _elements(packed, PARTS, "Relationship")
        }
        return posixpath.join("xl", parts[key]).lstrip("/")
    except (expat.ExpatError, LookupError, StopIteration) as error:
        raise unreadable("工作簿已损坏或有密码") from error


def _elements(packed: zipfile.ZipFile, member: str, named: str) -> list[dict[str, str]]:
    """List what the elements of a name say of themselves, in a member looked through before."""
    found: list[dict[str, str]] = []

    def begin(name: str, given: dict[str, str]) -> None:
        if name.rpartition(":")[2] == named:
            found.append(given)

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.Parse(packed.read(member), True)  # noqa: FBT003 - the signature of expat
    return found


class Part:
    """One member of a workbook as it is unpacked: how far its cells reach, what is left open."""

    def __init__(self) -> None:
        self.open_formulas: set[Place] = set()
        self.cells = self.merged = 0
        self.row = self.column = -1
        self.top: Place | None = None
        self.bottom: Place = (0, 0)
        self.is_sheet = self.is_text = False
        self.has_result = False
        self.end = b""
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.begin
        self.parser.StartDoctypeDeclHandler = self.refuse_entities

    def feed(self, chunk: bytes) -> None:
        """Read on. Raises Invalid as soon as a bound is passed."""
        if not self.is_text:
            try:
                self.parser.Parse(chunk)
            except expat.ExpatError as error:
                if self.is_sheet:
                    raise unreadable("工作簿已损坏或有密码") from error
                self.is_text = True
        if self.is_text:
            seen = self.end + chunk
            if any(each in seen for each in HIDDEN_SHEET):
                raise unreadable("工作簿已损坏或有密码")
            self.end = seen[-16:]

    def refuse_entities(self, *_: object) -> None:
        """Refuse a document that declares types or entities of its own."""
        raise unreadable("其中声明了外部实体")

    def begin(self, name: str, given: dict[str, str]) -> None:
        """Take one element; only those of a sheet's cells matter."""
        match name.rpartition(":")[2]:
            case "c":
                self.column += 1
                self.cells += 1
                if "r" in given:
                    self.row, self.column = _place(given["r"])
            case "v" | "is":
                self.reach()
            case "f":
                self.has_result = False
                self.parser.EndElementHandler = self.finish
            case "row":
                self.row, self.column = _number(given.get("r"), self.row + 1), -1
            case "sheetData":
                self.is_sheet = True
            case "mergeCell":
                self.merge(given.get("ref", ""))

    def finish(self, name: str) -> None:
        """End an element of a cell with a formula; its result is what stands in `v`."""
        self.parser.CharacterDataHandler = None
        match name.rpartition(":")[2]:
            case "f":
                self.parser.CharacterDataHandler = self.result
            case "c":
                if not self.has_result:
                    self.open_formulas.add((self.row, self.column))
                self.parser.EndElementHandler = None

    def result(self, text: str) -> None:
        """Note that a formula has a result that is more than blanks."""
        self.has_result = self.has_result or bool(text.strip())

    def reach(self) -> None:
        """Take a cell that holds something into the rectangle of the sheet."""
        at = self.row, self.column
        top = self.top or at
        self.top = min(top[0], at[0]), min(top[1], at[1])
        self.bottom = max(self.bottom[0], at[0]), max(self.bottom[1], at[1])
        rows, columns = self.bottom[0] - self.top[0] + 1, self.bottom[1] - self.top[1] + 1
        if self.cells > MOST_CELLS or rows * columns > MOST_CELLS:
            raise Invalid("import.cells", field="file", most=MOST_CELLS)

    def merge(self, spread: str) -> None:
        """Count the cells that are merged."""
        match = SPREAD.fullmatch(spread)
        if match is None:
            return
        rows = int(match[4]) - int(match[2]) + 1
        columns = column_number(match[3]) - column_number(match[1]) + 1
        self.merged += max(0, rows) * max(0, columns)
        if self.merged > MOST_MERGED:
            raise Invalid("import.merged", field="file", most=MOST_MERGED)


def _place(reference: str) -> Place:
    match = REFERENCE.fullmatch(reference)
    if match is None:
        raise unreadable("工作簿已损坏或有密码")
    return int(match[2]) - 1, column_number(match[1])


def _number(text: str | None, otherwise: int) -> int:
    return int(text) - 1 if text and text.isascii() and text.isdigit() else otherwise
