"""Importing files of published rows: what enters, what is refused and why, and twice."""

import csv
import re
import time
import zipfile
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from cairong.audit.models import Event, Outbox
from cairong.clocks.models import Duty
from cairong.contracts.importing.files import MEGABYTE, MOST_MB
from cairong.contracts.importing.packed import look_through
from cairong.contracts.importing.reading import preview
from cairong.contracts.importing.running import import_file
from cairong.contracts.importing.shipped import shipped_file
from cairong.contracts.models import Award, AwardShare, Contract
from cairong.disclosure import reads
from cairong.disclosure.actions.publish_samples import publish_samples
from cairong.disclosure.models import PublicContract
from cairong.kernel.actor import public, system
from cairong.kernel.errors import Invalid
from contracts.dirt import GOOD, HEADER, sheet, table
from contracts.ground import Ground
from support.town import CITY, at

NOW = at("2026-11-24 10:00")
TODAY = NOW.date()


def enter(path: Path, **facts):
    return import_file(path, actor=system(city=CITY), clock=lambda: NOW, **facts)


def publish() -> None:
    for row in Outbox.objects.filter(done_at=None, consumer="disclosure.publish_samples"):
        publish_samples(actor=system(city=CITY), now=NOW, event_id=row.event_id)


def test_the_whole_shipped_file_enters_and_twice_changes_nothing(ground: Ground, tmp_path):
    path = shipped_file(tmp_path)
    started = time.monotonic()
    first = enter(path)
    assert time.monotonic() - started < 20
    assert (first.awards, first.drafts, first.samples, first.refused) == (1976, 188, 1976, 0)
    assert first.errors_path is None
    events = Event.objects.count()
    second = enter(path)
    assert (second.awards, second.drafts, second.unchanged, second.refused) == (0, 0, 1976, 0)
    assert Event.objects.count() == events + 4
    assert not Duty.objects.exists()
    publish()
    assert PublicContract.objects.count() == 1976
    assert AwardShare.objects.filter(share_fen=None).exists()
    assert Contract.objects.filter(state="draft", sample=True).count() == 188


def test_a_sample_shows_only_what_was_published(ground: Ground, tmp_path):
    enter(table(tmp_path, [GOOD]))
    publish()
    page = reads.public_page(CITY, Award.objects.get().no)
    assert page.document["schema"] == "cairong-sample/1"
    assert page.document["source"]["site"] == "宜昌市公共资源交易中心"
    assert page.document["source"]["url"].startswith("https://")
    assert page.document["notice"]["suppliers"] == ["宜昌誉博建设工程有限公司"]


def test_a_row_of_several_suppliers_leaves_its_shares_open(ground: Ground, tmp_path):
    enter(table(tmp_path, [{**GOOD, "suppliers": "甲公司|乙公司|甲公司"}]))
    shares = AwardShare.objects.order_by("position").values_list("supplier_name", "share_fen")
    assert list(shares) == [("甲公司", None), ("乙公司", None)]


def test_good_rows_enter_and_bad_ones_are_listed(ground: Ground, tmp_path):
    rows = [GOOD, {**GOOD, "src_id": "2", "amount_yuan": "面议"}, {**GOOD, "src_id": "3"}]
    report = enter(table(tmp_path, rows))
    assert (report.awards, report.refused, dict(report.reasons)) == (2, 1, {"invalid.money": 1})
    with report.errors_path.open(encoding="utf-8-sig") as file:
        head, *listed = csv.reader(file)
    assert head == ["行", "列", "值", "原因"]
    assert listed[0][:3] == ["3", "amount_yuan", "面议"]
    assert "不是金额" in listed[0][3]


def test_the_list_of_errors_is_safe_to_open(ground: Ground, tmp_path):
    bad = {**GOOD, "amount_yuan": "=1+1"}
    report = enter(table(tmp_path, [bad]), errors_path=tmp_path / "mine.csv")
    text = (tmp_path / "mine.csv").read_text(encoding="utf-8-sig")
    assert report.errors_path == tmp_path / "mine.csv"
    assert ",'=1+1," in text


def test_a_text_that_looks_like_a_formula_is_kept(ground: Ground, tmp_path):
    enter(table(tmp_path, [{**GOOD, "title": "=HYPERLINK(1)", "agency": "@甲"}]))
    award = Award.objects.get()
    assert (award.title, award.agency) == ("=HYPERLINK(1)", "@甲")


def test_rare_characters_are_kept_and_found(ground: Ground, tmp_path):
    enter(table(tmp_path, [{**GOOD, "title": "𠮷田𬭚处理", "buyer": "𬭚厂"}]))
    publish()
    assert Award.objects.get().title == "𠮷田𬭚处理"
    reader = public(city=CITY)
    assert reads.published(reader).filter(reads.said(reader, NOW, "𠮷田𬭚")).count() == 1


def test_a_changed_row_is_told_and_changes_nothing(ground: Ground, tmp_path):
    enter(table(tmp_path, [GOOD]))
    report = enter(table(tmp_path, [{**GOOD, "title": "别的标题"}]))
    assert (report.refused, dict(report.reasons)) == (1, {"import.differs": 1})
    assert Award.objects.get().title == GOOD["title"]


def test_a_preview_enters_nothing(ground: Ground, tmp_path):
    path = table(tmp_path, [GOOD, {**GOOD, "src_id": "2", "publish_date": "昨天"}])
    found = preview(path, today=TODAY)
    assert (found.good, found.refused, found.errors[0].column) == (1, 1, "publish_date")
    assert not Award.objects.exists()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings(tmp_path, encoding):
    found = preview(table(tmp_path, [GOOD], encoding=encoding), today=TODAY)
    assert found.first[0].purchaser_name == GOOD["buyer"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_delimiters(tmp_path, delimiter):
    assert preview(table(tmp_path, [GOOD], delimiter=delimiter), today=TODAY).good == 1


def test_a_utf8_file_with_one_broken_row_refuses_that_row(tmp_path):
    path = table(
        tmp_path,
        [GOOD, {**GOOD, "src_id": "2", "title": "坏ZZ"}]
        + [{**GOOD, "src_id": f"n{number}"} for number in range(20)],
    )
    path.write_bytes(path.read_bytes().replace(b"ZZ", b"\xb2\xe2"))
    found = preview(path, today=TODAY)
    assert (found.good, [one.code for one in found.errors]) == (21, ["import.bytes"])


def test_chinese_headers_and_wan_yuan(tmp_path):
    names = {"src_id": "来源编号", "notice_type": "公告类型", "publish_date": "发布日期",
             "buyer": "采购人", "suppliers": "供应商", "title": "标题",
             "amount_yuan": "中标金额(万元)"}  # fmt: skip
    rows = [{names[key]: GOOD[key] for key in names} | {names["amount_yuan"]: "1,362.24"}]
    found = preview(table(tmp_path, rows), today=TODAY)
    assert found.first[0].amount_fen == 1_362_240_000


def test_workbooks(tmp_path):
    found = preview(sheet(tmp_path, [GOOD]), today=TODAY)
    assert found.first[0].amount_fen == 362243587


def test_merged_cells_hold_for_every_row_of_theirs(tmp_path):
    rows = [{**GOOD, "src_id": str(number), "buyer": ""} for number in range(3)]
    path = sheet(tmp_path, rows, merged=[("buyer", 0, 2, "并格的采购人")])
    assert {one.purchaser_name for one in preview(path, today=TODAY).first} == {"并格的采购人"}


def test_formula_cells_give_their_kept_result_or_are_listed(tmp_path):
    path = sheet(tmp_path, [GOOD, {**GOOD, "src_id": "2"}, {**GOOD, "src_id": "3"}],
                 formulas={("amount_yuan", 1): 7, ("amount_yuan", 2): ""})  # fmt: skip
    found = preview(path, today=TODAY)
    assert [one.amount_fen for one in found.first] == [362243587, 700]
    assert [(one.line, one.code) for one in found.errors] == [(4, "import.formula")]


def test_a_formula_is_seen_in_a_sheet_with_links_whatever_its_tab_is_called(tmp_path):
    """A sheet with links has a list of them beside it; the first tab may lie in the second file."""
    path = tmp_path / "links.xlsx"
    with Workbook(path) as book:
        for name in ("说明", "公告"):
            page = book.add_worksheet(name)
            page.write_row(0, 0, HEADER)
            page.write_row(1, 0, [GOOD.get(one, "") for one in HEADER])
            page.write_url(5, 0, "https://example.org/")
        page.write_formula(1, HEADER.index("amount_yuan"), "=1+1", None, "")
    assert look_through(_first_tab_last(path)) == {(1, HEADER.index("amount_yuan"))}


def _first_tab_last(path: Path) -> Path:
    """Write a workbook anew whose first tab is its second sheet."""
    other = path.with_name("swapped.xlsx")
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(other, "w") as made:
        for one in packed.infolist():
            data = packed.read(one)
            if one.filename == "xl/workbook.xml":
                tabs = re.findall(rb"<sheet [^>]*/>", data)
                data = data.replace(b"".join(tabs), b"".join(reversed(tabs)))
            made.writestr(one, data)
    return other


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import.unreadable"),
        (b"%PDF-1.7\n", "import.unreadable"),
        (b"\xd0\xcf\x11\xe0old", "import.unreadable"),
        (b"PK\x03\x04broken", "import.unreadable"),
        (b"a,b,c\n1,2,3\n", "import.no_header"),
        (b"src_id,title,buyer\n1,2,3\n", "import.missing_column"),
        (bytes(range(256)) * 40, "import.no_header"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, content, code):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        preview(path, today=TODAY)
    assert refused.value.findings[0].code == code


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Invalid):
        preview(tmp_path / "none.csv", today=TODAY)


def test_a_file_too_large(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate((MOST_MB + 1) * MEGABYTE)
    with pytest.raises(Invalid) as refused:
        preview(path, today=TODAY)
    assert refused.value.findings[0].code == "import.too_large"


def bomb(path: Path, *, lie: bool) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as file:
            for _ in range(300):
                file.write(b"0" * MEGABYTE)
    if lie:
        data = path.read_bytes()
        path.write_bytes(data.replace((300 * MEGABYTE).to_bytes(4, "little"), b"\x10\x00\x00\x00"))
    return path


@pytest.mark.parametrize("lie", [False, True])
def test_a_zip_bomb_is_refused_at_once(tmp_path, lie):
    path = bomb(tmp_path / "bomb.xlsx", lie=lie)
    started = time.monotonic()
    with pytest.raises(Invalid) as refused:
        preview(path, today=TODAY)
    assert time.monotonic() - started < 1
    assert refused.value.findings[0].code in {"import.bomb", "import.unreadable"}


def test_entities_are_refused(tmp_path):
    path = sheet(tmp_path, [GOOD])
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/evil.xml", evil)
    with pytest.raises(Invalid) as refused:
        preview(path, today=TODAY)
    assert refused.value.findings[0].code == "import.unreadable"


def test_fifty_megabytes_are_read_in_bounded_memory(tmp_path):
    path = tmp_path / "fifty.csv"
    line = ",".join(GOOD.get(name, "") for name in HEADER)
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(HEADER) + "\n" + line + "\n")
        waste = ",".join(["x" * 3000] * len(HEADER)) + "\n"
        while file.tell() < 50 * MEGABYTE:
            file.write(waste)
    found = preview(path, today=TODAY)
    assert found.good == 1
    assert len(found.errors) <= 200
