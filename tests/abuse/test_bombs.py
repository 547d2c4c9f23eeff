"""Abuse 14, 15: files that hide something are refused in words, soon, and in little memory."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import thread_time

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from cairong.contracts.importing.reading import preview
from cairong.kernel.actor import Role
from cairong.kernel.errors import Invalid
from contracts.bombs import BOOKS, MEGABYTE, TEXTS, book, cell, csv, worksheet
from contracts.dirt import GOOD, HEADER
from support.browsing import text
from support.seeds import SEED
from support.staging import staged
from support.town import at, found_town
from support.visitors import browser

ALL = BOOKS | TEXTS
SECONDS = 1.0
MEMORY_MB = 120
ROUNDS = 150
VALUE = re.compile(rb'(?<=[">])[A-Z0-9:]+(?=["<])')
ODD = (b"", b"0", b"-1", b"A0", b"a1", b"A1:B", b"B9:A3", b"99999999", b"1e400", "中".encode())
TODAY = at("2026-11-24 10:00").date()
PROBE = """
import json, resource, sys
from datetime import date
from pathlib import Path
from cairong.contracts.importing.reading import preview
from cairong.kernel.errors import Invalid
for path in sys.argv[1:]:
    try:
        preview(Path(path), today=date(2026, 11, 24))
    except Invalid:
        pass
    print(json.dumps([path, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024]))
"""


@staged
def operator(db):
    return browser(found_town(at("2025-09-01 08:00")), Role.OPERATOR)


@pytest.fixture
def soon() -> Iterator[None]:
    """Fail what goes on reading long after its time, rather than wait for its end."""

    def stop(*_: object) -> None:
        raise AssertionError("it goes on reading")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 20 * SECONDS)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


def uploads() -> set[str]:
    folder = Path(settings.FILES_ROOT) / "uploads"
    return {one.name for one in folder.iterdir()} if folder.exists() else set()


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("what", ALL)
def test_through_the_page_it_is_told_soon_and_what_is_no_table_is_not_kept(
    operator, tmp_path, what
):
    build, said = ALL[what]
    file = SimpleUploadedFile("a.xlsx", build(tmp_path))
    operator.get("/imports/")  # what is loaded once in a process is not its time
    kept, began = uploads(), thread_time()
    answer = operator.post("/imports/", {"not_secret": "on", "file": file})
    page = text(operator.get(answer["Location"]) if answer.status_code == 302 else answer)
    assert thread_time() - began < SECONDS
    assert said in page
    assert "root:" not in page
    assert answer.status_code in {302, 422}
    assert (answer.status_code == 302) == (uploads() != kept)


def test_none_of_them_takes_memory(tmp_path):
    """Read one after the other by a process of its own, whose greatest size is asked for."""
    plain = tmp_path / "plain"
    plain.write_bytes(csv())
    paths = [plain]
    for place, (build, _) in enumerate(ALL.values()):
        (tmp_path / str(place)).write_bytes(build(tmp_path))
        paths.append(tmp_path / str(place))
    said = subprocess.run(
        [sys.executable, "-c", PROBE, *map(str, paths)], capture_output=True, text=True, check=True
    )
    (_, least), *others = [json.loads(line) for line in said.stdout.splitlines()]
    assert len(others) == len(ALL)
    grown = {what: most - least for what, (_, most) in zip(ALL, others, strict=True)}
    assert {what: most for what, most in grown.items() if most > MEMORY_MB} == {}


def code_of(path: Path) -> str:
    """What reading a file ends with: nothing, or the code of its refusal."""
    try:
        preview(path, today=TODAY)
    except Invalid as refusal:
        return refusal.findings[0].code
    return ""


def mutated(dice: Random, content: bytes) -> bytes:
    """A sheet with a value nobody expects, or with bytes changed, taken out, or written twice."""
    if dice.random() < 0.5:
        place = dice.choice(list(VALUE.finditer(content)))
        return content[: place.start()] + dice.choice(ODD) + content[place.end() :]
    signs = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        place = dice.randrange(len(signs))
        length = dice.randint(1, 30)
        piece = bytes(signs[place : place + length])
        new = dice.choice([b"", piece * 3, bytes([dice.randrange(256)]), b"<c", b"99999999", b'"'])
        signs[place : place + length] = new
    return bytes(signs)


def test_a_workbook_with_broken_bytes_is_read_or_refused_never_worse(tmp_path):
    dice = Random(SEED)  # noqa: S311 - to be drawn again
    rows = "".join(cell(f"{chr(65 + n % 20)}{n + 2}") for n in range(40))
    content = worksheet(rows, '<mergeCells><mergeCell ref="A3:B9"/></mergeCells>')
    path = tmp_path / "broken.xlsx"
    codes = set()
    for _ in range(ROUNDS):
        path.write_bytes(book(tmp_path, sheet=mutated(dice, content)))
        codes.add(code_of(path))
    assert {"", "import.unreadable"} <= codes


def test_a_damaged_archive_is_refused_never_worse(tmp_path):
    dice = Random(7)  # noqa: S311
    whole = book(tmp_path)
    path = tmp_path / "damaged.xlsx"
    for _ in range(ROUNDS):
        signs = bytearray(whole)
        for _ in range(dice.randint(1, 5)):
            signs[dice.randrange(len(signs))] = dice.randrange(256)
        path.write_bytes(signs)
        assert code_of(path) in {"", "import.unreadable", "import.bomb"}


@pytest.mark.parametrize("name", ["a.ods", "a.xlsb", "a.xls", "a.xlsx", "a"])
def test_by_whatever_name_a_workbook_is_known_by_its_content(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(book(tmp_path))
    assert code_of(path) in ({""} if name in {"a", "a.xlsx"} else {"", "import.unreadable"})


def test_a_sheet_just_inside_the_bounds_is_read(tmp_path):
    line = ",".join(str(GOOD.get(name, "")) for name in HEADER)
    path = tmp_path / "table.csv"
    path.write_bytes(csv(line, *[""] * 150_000))
    assert preview(path, today=TODAY).good == 1
    path.write_bytes(book(tmp_path, sheet=worksheet(cell("A40000"))))
    found = preview(path, today=TODAY)
    assert (found.good, found.refused) == (0, 1)
    assert found.errors[0].line == 40_000


def test_what_comes_after_a_line_without_end_is_read(tmp_path):
    line = ",".join(str(GOOD.get(name, "")) for name in HEADER)
    path = tmp_path / "table.csv"
    path.write_bytes(csv("x" * (2 * MEGABYTE), line))
    found = preview(path, today=TODAY)
    assert (found.good, found.refused) == (1, 1)
    assert [(one.line, one.code) for one in found.errors] == [(2, "import.row_size")]
