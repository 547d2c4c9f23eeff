"""Abuse 15, 16: bombs and odd names through the page of imports and the command."""

import io
import zipfile
from pathlib import Path
from time import perf_counter

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from cairong.kernel.actor import Role
from support.staging import staged
from support.town import at, found_town
from support.visitors import browser

SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = (
    b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">%s]><a>&j;</a>"""
    % b"".join(
        b'<!ENTITY %c "%s">' % (one, b"&%c;" % (one - 1) * 10) for one in range(ord("b"), ord("k"))
    )
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
SECONDS = 1.5


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in members.items():
            book.writestr(name, content)
    return out.getvalue()


FILES = {
    "a bomb": lambda: packed(**{SHEET: b"\0" * (300 * 1024 * 1024)}),
    "a bomb that lies": lambda: packed(**{SHEET: b"\0" * (210 * 1024 * 1024)}).replace(
        (210 * 1024 * 1024).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    ),
    "entities": lambda: packed(**{SHEET: ENTITIES}),
    "entities after much": lambda: packed(**{SHEET: b" " * 300_000 + ENTITIES}),
    "an outside entity": lambda: packed(**{"xl/workbook.xml": OUTSIDE, SHEET: OUTSIDE}),
    "entities in UTF-16": lambda: packed(**{SHEET: ENTITIES.decode().encode("utf-16")}),
    "no workbook": lambda: packed(a=b"b"),
    "many members": lambda: packed(**{f"m{n}": b"" for n in range(3000)}),
    "broken": lambda: b"PK\x03\x04" + b"\xff" * 1000,
    "a PDF": lambda: b"%PDF-1.7 /JS (app.alert(1))",
    "two kinds at once": lambda: b"%PDF-1.7\n" + packed(a=b"b"),
    "nothing": lambda: b"",
    "one quote": lambda: b'"' + b"a," * 500_000,
}


@staged
def operator(db):
    return browser(found_town(at("2025-09-01 08:00")), Role.OPERATOR)


def send(client, content: bytes, name: str = "a.xlsx"):
    return client.post("/imports/", {"not_secret": "on", "file": SimpleUploadedFile(name, content)})


def on_disk() -> set[str]:
    folder = Path(settings.FILES_ROOT) / "uploads"
    return {one.name for one in folder.iterdir()} if folder.exists() else set()


@pytest.mark.parametrize("what", FILES)
def test_what_is_no_table_is_refused_soon_and_in_words(operator, what):
    content = FILES[what]()
    kept = on_disk()
    began = perf_counter()
    answer = send(operator, content)
    if answer.status_code == 302:
        answer = operator.get(answer["Location"])
    took = perf_counter() - began
    assert answer.status_code == 422, answer.content.decode()[-3000:]
    assert "form-errors" in answer.content.decode()
    assert took < SECONDS
    assert on_disk() == kept


NAMES = (
    "../../etc/passwd.csv", "CON.csv", "a" * 300 + ".csv", "..\\..\\x.csv", "<script>.csv",
    'a"b.csv', "\u202egpj.csv", "洛阳𠮷.csv", ".csv", "nul", "a\x00b.csv",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_file_lies_under_a_name_of_ours_whatever_it_is_called(operator, name):
    kept = on_disk()
    answer = send(operator, b"src,src_id\n", name)
    assert answer.status_code in {302, 400, 422}
    for one in on_disk() - kept:
        assert one.split(".")[0].replace("-", "").isalnum()
        assert len(one) < 60
    if answer.status_code == 302:
        page = operator.get(answer["Location"]).content.decode()
        assert "<script>.csv" not in page
        assert "\u202e" not in page
