"""Abuse 13: every workbook that leaves the house is text and numbers; not one formula, no macro."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook

from abuse.conftest import Busy
from abuse.walking import address_of, patterns, rows
from cairong.doors.export import FORMULA_STARTS
from cairong.kernel.actor import Role
from cairong.parties.models import Organisation, Person
from support.browsing import text

pytestmark = pytest.mark.xdist_group("abuse-exports")  # one city stands for the whole module

RARE = "𠮷祥𬭚业"
NAMES = {
    "supplier": f"=cmd|' /C calc'!A0{RARE}", "purchaser": f"@SUM(1+1){RARE}",
    "institution": f"-2+3{RARE}", "person": f"+49{RARE}",
}  # fmt: skip
Export = tuple[str, str, Client]
UNIT = re.compile(r"\((元|万元|%)\)")
MONEY = re.compile(r"金额|本金|余额|利息|应付|已付|未还|可融资额度")


@pytest.fixture(scope="module")
def ids(standing) -> dict[str, object]:
    """Every record by its kind, found before the names are changed; everybody signed in."""
    for role in Role:
        if role not in {Role.PUBLIC, Role.SYSTEM}:
            standing.as_role(role)
    return {**standing.ids(), "no": standing.case.contract.no}


@pytest.fixture(scope="module")
def evil(standing, ids) -> list[tuple[str, HttpResponse]]:
    """The workbooks of a city in which every name begins like a formula, each fetched once."""
    for kind in ("supplier", "purchaser", "institution"):
        for place, one in enumerate(Organisation.objects.filter(kind=kind)):
            Organisation.objects.filter(pk=one.pk).update(name=f"{NAMES[kind]}{place}")
    Person.objects.update(name=NAMES["person"])
    asked = [(name, client.get(address)) for name, address, client in exports(standing, ids)]
    return [(name, answer) for name, answer in asked if answer.status_code == 200]


def exports(busy: Busy, ids: dict[str, object]) -> Iterator[Export]:
    """Every workbook of the house, for each role that may fetch it; public ones for anybody."""
    matrix = {row["route"]: row for row in rows()}
    for pattern in patterns():
        row, address = matrix[pattern.name], address_of(pattern, ids)
        if address is None or "export" not in pattern.name:
            continue
        readers = [role for role in list(row)[3:] if row[role] in {"200", "404"}]
        for role in readers[:1] if "public" in readers else readers:
            yield pattern.name, address, Client() if role == "public" else busy.as_role(role)


def members(answer) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def cells(answer) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_no_workbook_holds_a_formula_a_link_or_a_macro(evil):
    wrong, seen, neutral = [], set(), 0
    for name, answer in evil:
        found = []
        for member, content in members(answer).items():
            if b"<f>" in content or b"<f " in content or b"<hyperlink" in content:
                found.append(f"{member} holds a formula or a link")
            if member.endswith((".bin", ".vml")) or "externalLinks" in member:
                found.append(f"{member} is more than a table")
        for cell in (str(one) for row in cells(answer) for one in row if isinstance(one, str)):
            neutral += cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS)
            if cell.startswith(FORMULA_STARTS) and not cell.lstrip("-").replace(".", "").isdigit():
                found.append(f"cell {cell[:30]}")
        seen.add(name)
        wrong += [f"{name}: {one}" for one in found]
    assert wrong == []
    assert len(seen) > 20
    assert neutral > 20


def test_rare_characters_of_names_stand_in_the_workbooks(evil):
    found = {
        name
        for name, answer in evil
        if any(RARE in str(one) for row in cells(answer) for one in row)
    }
    assert len(found) > 8, found


def test_sums_name_their_unit_and_are_numbers_and_account_numbers_are_text(evil):
    wrong, sums = [], 0
    for name, answer in evil:
        table = cells(answer)
        head = next(n for n, row in enumerate(table) if n >= 3 and any(row))
        for place, word in enumerate(map(str, table[head])):
            values = [row[place] for row in table[head + 1 :] if row[place] not in ("", None)]
            if UNIT.search(word):
                sums += sum(isinstance(one, float | int) for one in values)
                wrong += [f"{name} {word}: {one}" for one in values if isinstance(one, str)]
            elif MONEY.search(word) and any(isinstance(one, float) for one in values):
                wrong.append(f"{name} {word} is a sum without a unit")
            if "账号" in word:
                wrong += [f"{name} {word}: {one}" for one in values if not isinstance(one, str)]
    assert wrong == []
    assert sums > 20


def test_what_is_asked_of_a_list_is_answered_alike_by_its_workbook(standing, ids):
    wrong, seen = [], set()
    for name, address, client in exports(standing, ids):
        if name in seen or any(str(one) in address for one in ids.values()):
            continue
        seen.add(name)
        page = address.replace("export.xlsx", "").replace("export/", "")
        for query in ("?evil=1", "?sort=nothing", "?words=%00", "?words=x", "?sort=-"):
            asked = client.get(page + query).status_code, client.get(address + query).status_code
            if asked[0] != asked[1] or asked[0] not in {200, 400, 422}:
                wrong.append(f"{name}{query}: {asked}")
    assert wrong == []
    assert len(seen) > 20


def test_a_workbook_is_a_file_of_its_own_name_and_is_not_kept_by_browsers(evil):
    wrong = []
    for name, answer in evil:
        said = answer.headers.get("Content-Disposition", "")
        if not said.startswith("attachment;") or answer.headers["Cache-Control"] != "no-store":
            wrong.append(f"{name}: {said}")
        if "\n" in said or "/" in said.split("''")[-1]:
            wrong.append(f"{name}: {said}")
    assert wrong == []


def test_the_list_of_import_errors_is_neutral_too(standing, tmp_path):
    place = tmp_path / "rows.csv"
    head = "src_id,notice_type,publish_date,buyer,suppliers,title,amount_yuan\n"
    place.write_text(head + "1,中标,=1+1,@甲,-乙,+丙,=2*3\n", encoding="utf-8")
    client = standing.as_role(Role.OPERATOR)
    with place.open("rb") as file:
        led = client.post("/imports/", {"not_secret": "on", "file": file})["Location"]
    assert "=1+1" in text(client.get(led))
    assert client.post(f"{led}run/").status_code == 302
    listed = b"".join(client.get(f"{led}errors.csv").streaming_content).decode("utf-8-sig")
    assert not re.search(r"(?m)(^|,)[=+@-]", listed)
    assert "'=1+1" in listed
    assert "'=2*3" in listed
