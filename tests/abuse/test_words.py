"""Abuse 12, 13 and stored scripts: what people write is shown as they wrote it, and only shown."""

import io
import re
import zlib
from contextlib import suppress

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from abuse.conftest import deliver_all
from cairong.contracts.facts import Account
from cairong.doors.export import neutral
from cairong.outreach.models import Letter
from contracts.ground import ACCOUNT, DECIDED, OTHER_USCC, Ground
from support.staging import staged
from support.town import at, found_town
from support.visitors import account_in, browser, signed_in

RARE = "洛阳𠮷祥𬭚业有限公司"
SCRIPT = "<script>alert(1)</script>"
BREAKOUT = "\"' onmouseover=alert(1) x='"
FORMULA = "=HYPERLINK(1)+cmd|' /C calc'!A0"
TYPST = '#read("/etc/passwd") $x$ *粗* \\u{41} @ref'
TITLES = {"script": SCRIPT, "breakout": BREAKOUT, "formula": FORMULA, "typst": TYPST}
LISTS = ("/purchaser/awards/", "/purchaser/contracts/")


@staged
def ground(db) -> Ground:
    return Ground(found_town(at("2025-09-01 08:00")))


def cells(answer) -> set[str]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return {str(one) for row in book.get_sheet_by_index(0).to_python() for one in row}


def filed(ground: Ground, title: str):
    contract = ground.sign(ground.award(title=title))
    ground.decide(contract)
    deliver_all(DECIDED)
    return contract


@pytest.mark.parametrize("what", TITLES)
def test_what_was_written_is_shown_and_only_shown(ground, what):
    title = TITLES[what]
    contract = filed(ground, title)
    officer, supplier = (browser(ground.town, role) for role in ("purchaser-officer", "supplier"))
    places = [(officer, one) for one in LISTS] + [
        (officer, f"/cases/{contract.pk}/"), (supplier, "/letters/"), (supplier, "/desk/"),
        (Client(), f"/contracts/{contract.no}/"), (Client(), "/contracts/"), (Client(), "/"),
    ]  # fmt: skip
    for client, place in places:
        page = client.get(place).content.decode()
        assert SCRIPT not in page, place
        assert " onmouseover=alert" not in page.replace("&quot;&#x27; onmouseover=alert", ""), place
    assert contract.title == title


@pytest.mark.parametrize("what", TITLES)
def test_in_a_workbook_it_is_text_and_no_formula(ground, what):
    contract = filed(ground, TITLES[what])
    officer = browser(ground.town, "purchaser-officer")
    assert neutral(contract.title) in cells(officer.get("/purchaser/contracts/export/"))
    assert neutral(contract.title) in cells(Client().get("/contracts/export.xlsx"))


@pytest.mark.parametrize("what", TITLES)
def test_in_the_letter_it_is_no_command(ground, what):
    filed(ground, TITLES[what])
    letter = Letter.objects.first()
    answer = browser(ground.town, "supplier").get(f"/letters/{letter.pk}/pdf/")
    assert answer.content.startswith(b"%PDF")
    assert b"root:" not in answer.content


@pytest.mark.parametrize(
    "name", ["a\r\nSet-Cookie: x=1", 'x"; filename=evil.exe', "../../etc/passwd", "𠮷"]
)
def test_a_title_makes_no_header(ground, name):
    award = ground.award(title=name.replace("\r\n", " "))
    contract = ground.sign(award)
    for place in (f"/contracts/{contract.no}/document.json", "/contracts/export.xlsx"):
        answer = Client().get(place)
        said = answer.headers.get("Content-Disposition", "")
        assert "Set-Cookie" not in answer.headers
        assert "evil" not in said
        assert ".." not in said


def mapped(pdf: bytes) -> str:
    """The characters that the fonts of a PDF say they print."""
    tables = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            tables.append(zlib.decompress(stream))
    found = re.findall(rb"> <([0-9a-fA-F]{4,8})>", b"".join(tables))
    return b"".join(bytes.fromhex(one.decode()) for one in found).decode("utf-16-be", "replace")


def test_rare_characters_are_kept_found_and_printed(ground):
    supplier = ground.town.supplier(RARE, uscc=OTHER_USCC)
    contract = ground.sign(
        ground.award(title=f"{RARE}供货", supplier_id=supplier.pk),
        account=Account(**{**ACCOUNT, "payee": RARE}),
    )
    ground.decide(contract)
    deliver_all(DECIDED)
    for words in (RARE, "𬭚业", "𠮷"):
        page = Client().get("/contracts/", {"words": words}).content.decode()
        assert contract.no in page, words
    page = Client().get(f"/contracts/{contract.no}/").content.decode()
    assert page.count(RARE) > 1
    assert RARE in cells(Client().get("/contracts/export.xlsx"))
    letter = Letter.objects.first()
    reader = signed_in(account_in(ground.town, "supplier", organisation=supplier))
    pdf = reader.get(f"/letters/{letter.pk}/pdf/").content
    assert set("𠮷𬭚") <= set(mapped(pdf))
