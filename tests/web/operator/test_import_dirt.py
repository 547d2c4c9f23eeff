"""A hundred kinds of dirt and 50 MB through the page: every cell told, nothing entered twice."""

import csv
import io
import re
from pathlib import Path
from time import thread_time

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairong.audit.models import Event
from cairong.contracts.models import Award
from cairong.doors.uploads import MEGABYTE
from cairong.kernel.actor import Role
from contracts.dirt import GOOD, HEADER, KINDS, dirty_rows, sheet, table
from support.browsing import read, text
from support.town import found_town
from support.visitors import browser

pytestmark = pytest.mark.django_db
CODES = ("import.", "invalid.", "Traceback", "Error(", "None", "{", "}")
TOKEN = re.compile(r'value="[^"]{20,}"')
GOOD_KINDS = sum(not code for _, _, code in KINDS)


@pytest.fixture
def operator() -> Client:
    return browser(found_town(), Role.OPERATOR)


def look(client: Client, content: bytes) -> str:
    """Send a file; return the address of its preview."""
    answer = client.post(
        "/imports/", {"not_secret": "on", "file": SimpleUploadedFile("公告.csv", content)}
    )
    assert answer.status_code == 302, text(answer)[:3000]
    return answer["Location"]


def run(client: Client, content: bytes) -> tuple[str, list[list[str]]]:
    """Enter a file; return the page that follows and the rows of the list of errors."""
    place = look(client, content)
    assert client.post(f"{place}run/").status_code == 302
    page = read(client, place)
    answer = client.get(f"{place}errors.csv")
    if answer.status_code == 404:
        return page, []
    listed = b"".join(answer.streaming_content).decode("utf-8-sig")
    return page, list(csv.reader(io.StringIO(listed)))


@pytest.fixture
def dirty(tmp_path) -> bytes:
    return table(tmp_path, dirty_rows()).read_bytes()


def test_every_dirty_cell_is_listed_with_row_column_value_and_reason(operator, dirty):
    _, (head, *listed) = run(operator, dirty)
    assert head == ["行", "列", "值", "原因"]
    told = {int(row[0]): row[1:] for row in listed}
    wrong = []
    for line, (column, value, code) in enumerate(KINDS, start=2):
        if bool(code) != (line in told):
            wrong.append(f"row {line}: {column} {str(value)[:30]!r}")
        elif code:
            named, shown, reason = told[line]
            same = shown.lstrip("'")[:20] == "".join(
                one if one.isprintable() else "\ufffd" for one in str(value)
            )[:20].strip("'")
            if named != column or not reason.endswith("。") or not (same or not str(value).strip()):
                wrong.append(f"row {line}: {named} {shown[:30]!r} {reason}")
            wrong += [f"row {line} says {one}: {reason}" for one in CODES if one in reason]
    assert wrong == []


def test_the_preview_says_the_same_before_anything_is_entered(operator, dirty):
    place = look(operator, dirty)
    page = read(operator, place)
    assert f"<dd>{GOOD_KINDS} <small>行" in page
    assert f"<dd>{len(KINDS) - GOOD_KINDS} <small>行" in page
    assert not Award.objects.exists()
    assert "<script>alert(1)</script>" not in operator.get(place).content.decode()
    assert not any(one in page for one in ("import.", "invalid.", "Traceback"))


def test_the_same_file_twice_changes_nothing(operator, dirty):
    first, listed = run(operator, dirty)
    assert f"新录入 {GOOD_KINDS} 条" in first
    facts = list(Award.objects.order_by("pk").values())
    batches = Event.objects.filter(type="contracts.awards.imported").count()
    again, listed_again = run(operator, dirty)
    assert f"新录入 0 条(其中外地样本 0 条),合同草稿 0 份;没有变化 {GOOD_KINDS} 条" in again
    assert listed_again == listed
    assert list(Award.objects.order_by("pk").values()) == facts
    assert Event.objects.filter(type="contracts.awards.imported").count() == batches + 1


def test_a_workbook_of_the_same_rows_is_the_same_file(operator, tmp_path):
    rows = [{**GOOD, "src_id": f"w{number}"} for number in range(5)]
    run(operator, table(tmp_path, rows).read_bytes())
    page, listed = run(operator, sheet(tmp_path, rows).read_bytes())
    assert "没有变化 5 条" in page
    assert listed == []


def test_a_row_changed_since_is_told_by_its_number_and_stays_as_it_was(operator, tmp_path):
    run(operator, table(tmp_path, [GOOD]).read_bytes())
    changed = table(tmp_path, [{**GOOD, "amount_yuan": "1.00"}]).read_bytes()
    place = look(operator, changed)
    assert "已录入,内容不同,不录" in read(operator, place)
    page, (_, row) = run(operator, changed)
    assert "未录入 1 条" in page
    assert (row[0], row[2]) == ("2", GOOD["src_id"])
    assert "内容不同" in row[3]
    assert Award.objects.get().amount_fen == 362_243_587


def test_the_page_after_the_first_is_not_read_from_the_file_again(operator, dirty):
    """What a large file costs is paid when it is sent, and when it is entered."""
    place = look(operator, dirty)
    before = read(operator, place)
    key = place.strip("/").rsplit("/", maxsplit=1)[-1]
    (Path(settings.FILES_ROOT) / "uploads" / f"{key}.data").write_bytes(b"something else")
    assert TOKEN.sub("", read(operator, place)) == TOKEN.sub("", before)


def test_fifty_megabytes_are_looked_at_entered_and_listed_in_bounded_time(operator, dirty):
    waste = ",".join(["x" * 3000] * len(HEADER)) + "\n"
    content = dirty + waste.encode() * (50 * MEGABYTE // len(waste))
    assert 49 * MEGABYTE < len(content) < 60 * MEGABYTE
    began = thread_time()
    page, listed = run(operator, content)
    assert thread_time() - began < 30
    assert f"新录入 {GOOD_KINDS} 条" in page
    wasted = len(content.splitlines()) - len(dirty.splitlines())
    assert len({row[0] for row in listed[1:]}) == len(KINDS) - GOOD_KINDS + wasted
    assert "没有变化" in run(operator, content)[0]
    assert Award.objects.count() == GOOD_KINDS


def test_a_file_of_nothing_but_dirt_offers_nothing_to_enter(operator, tmp_path):
    bad = [{**GOOD, "src_id": str(number), "amount_yuan": "面议"} for number in range(60)]
    place = look(operator, table(tmp_path, bad).read_bytes())
    page = read(operator, place)
    assert "录入能读懂的行" not in page
    assert "没有可以录入的行" in page
    assert page.count("不是金额") == 50
    assert "最多列 50 处" in page
