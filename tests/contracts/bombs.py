"""Files that are not what they seem: bombs, entities, two kinds at once, sheets without end."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from contracts.dirt import GOOD, HEADER, sheet

MEGABYTE = 1024 * 1024
SHEET, STRINGS, RELS = (
    "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels",
)  # fmt: skip
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAUGHS = "".join(
    f'<!ENTITY {chr(one)} "{f"&{chr(one - 1)};" * 10}">' for one in range(ord("b"), ord("k"))
)
ENTITIES = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">{LAUGHS}]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
REMOTE = '<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://example.invalid/a.dtd">'
PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n"


def worksheet(rows: str, after: str = "", head: str = "") -> bytes:
    """A sheet of these rows behind the header's."""
    first = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEADER)
    cells = f"<sheetData><row>{first}</row>{rows}</sheetData>"
    return f"{head}<worksheet {SPACE}>{cells}{after}</worksheet>".encode()


def shared(head: str, text: str) -> bytes:
    """A table of shared strings with one string."""
    return f"{head}<sst {SPACE}><si><t>{text}</t></si></sst>".encode()


def book(folder: Path, **changed: bytes) -> bytes:
    """A good workbook of one row, with some of its members changed (named by the letters above)."""
    names = {"sheet": SHEET, "strings": STRINGS, "rels": RELS, "content": "content.xml",
             "picture": "xl/media/a.png"}  # fmt: skip
    given = {names[key]: value for key, value in changed.items()}
    out = io.BytesIO()
    source = sheet(folder, [GOOD])
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *given}:
            new.writestr(name, given[name] if name in given else old.read(name))
    return out.getvalue()


def cell(place: str) -> str:
    return f'<row><c r="{place}"><v>1</v></c></row>'


def csv(*rows: str) -> bytes:
    return "\n".join([",".join(HEADER), *rows]).encode()


def hidden_sheet(folder: Path) -> bytes:
    """A workbook whose first sheet lies behind the start of a picture."""
    behind = b"\x89PNG" + worksheet(cell("XFD1048576"))
    plain = zipfile.ZipFile(io.BytesIO(book(folder))).read(RELS)
    rels = plain.replace(b"worksheets/sheet1.xml", b"media/a.png")
    return book(folder, rels=rels, picture=behind)


def directory(entries: int, comment: bytes = b"", said: int | None = None) -> bytes:
    """One member and a directory that names it again and again, or says that it does so seldom."""
    name = b"a"
    facts = 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0
    member = b"PK\x03\x04" + struct.pack("<5H3I2H", *facts) + name
    place = len(comment), 0, 0, 0, 0
    entry = b"PK\x01\x02" + struct.pack("<6H3I5H2I", 20, *facts, *place) + name + comment
    length = entries * len(entry)
    count = entries if said is None else said
    sums = count, count, length, len(member)
    end = b"PK\x06\x06" + struct.pack("<Q2H2I4Q", 44, 45, 45, 0, 0, *sums)
    end += b"PK\x06\x07" + struct.pack("<IQI", 0, len(member) + length, 1)
    end += b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, *[0xFFFF] * 2, *[0xFFFFFFFF] * 2, 0)
    return member + entry * entries + end


BOOKS: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "a cell at the end of the world": (
        lambda f: book(f, sheet=worksheet(cell("XFD1048576"))), "铺得太开"),
    "the same in small letters": (
        lambda f: book(f, sheet=worksheet(cell("xfd1048576"))), "铺得太开"),
    "a row number without cell numbers": (
        lambda f: book(f, sheet=worksheet('<row r="1048576"><c><v>1</v></c></row>')), "铺得太开"),
    "behind a prefix": (
        lambda f: book(f, sheet=worksheet(cell("XFD1048576")).replace(b"<c ", b"<x:c ").replace(
            b"</c>", b"</x:c>").replace(b"<worksheet ", b'<worksheet xmlns:x="y" ')), "铺得太开"),
    "a very tall sheet": (
        lambda f: book(f, sheet=worksheet(cell("C900000"))), "铺得太开"),
    "a very large number of cells": (
        lambda f: book(f, sheet=worksheet("<row><c><v>1</v></c></row>" * 2_100_000)), "铺得太开"),
    "empty cells without end": (
        lambda f: book(f, sheet=worksheet(f"<row>{'<c/>' * 9_000_000}</row>")), "铺得太开"),
    "everything merged": (
        lambda f: book(f, sheet=worksheet("", '<mergeCells><mergeCell ref="A1:XFD1048576"/>'
                                              "</mergeCells>")), "合并单元格"),
    "merged a thousand times": (
        lambda f: book(f, sheet=worksheet("", "<mergeCells>" + '<mergeCell ref="A1:A9000"/>' * 1000
                                          + "</mergeCells>")), "合并单元格"),
    "entities in the sheet": (
        lambda f: book(f, sheet=worksheet("<row><c><v>&j;</v></c></row>", head=ENTITIES)), "实体"),
    "entities in the strings": (lambda f: book(f, strings=shared(ENTITIES, "&j;")), "实体"),
    "entities behind much white": (
        lambda f: book(f, strings=shared(ENTITIES.replace("?>", "?>" + " " * 300_000), "&j;")),
        "实体"),
    "entities in UTF-16": (
        lambda f: book(f, strings=shared(ENTITIES, "&j;").decode().encode("utf-16")), "实体"),
    "an entity from outside": (lambda f: book(f, strings=shared(OUTSIDE, "&j;")), "实体"),
    "a type from outside": (lambda f: book(f, strings=shared(REMOTE, "x")), "实体"),
    "formulas in comments": (
        lambda f: book(f, sheet=worksheet("<!--" + '<c r="A1"><f ' * 200_000 + "-->")), ""),
    "a sheet behind a picture": (hidden_sheet, "已损坏"),
    "a sheet cut off": (
        lambda f: book(f, sheet=worksheet(cell("A2"))[:-30] + b"<<<"), "已损坏"),
    "entries without end": (lambda _: directory(600_000), "解压后超过"),
    "entries without end, said to be few": (lambda _: directory(600_000, said=9), "解压后超过"),
    "few entries of many words": (lambda _: directory(900, b"x" * 0xFFFF), "解压后超过"),
    "a table of another office": (
        lambda f: book(f, content=b"<office:document-content/>"), "不是 CSV 或 XLSX"),
    "a workbook behind a PDF": (lambda f: PDF + book(f), "两种文件"),
    "a workbook behind a table": (lambda f: csv() + b"\n" + book(f), "两种文件"),
    "a PDF inside its first bytes": (
        lambda f: book(f).replace(b"PK\x03\x04", b"PK\x03\x04" + PDF, 1), "两种文件"),
}  # fmt: skip
TEXTS: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "a table with a PDF in it": (lambda _: csv() + b"\n" + PDF, "两种文件"),
    "blank lines without end": (lambda _: csv() + b"\n" * 5_000_000, "超过 200000 行"),
    "commas without end": (lambda _: csv("," * 20_000_000), "超过 262144 字"),
    "a line without end": (lambda _: csv("x" * 20_000_000), "超过 262144 字"),
    "quotes over lines without end": (lambda _: csv('"ab\n",' * 45_000), "超过 262144 字"),
    "one quote": (lambda _: csv('"' + "a," * 500_000), "引号"),
    "NUL after NUL": (lambda _: csv("\0" * 300_000), ""),
    "returns alone": (lambda _: csv().replace(b"\n", b"\r") + b"\r" * 5_000_000, "超过 200000 行"),
}
