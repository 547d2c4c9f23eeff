"""The overseers' tables of overdue loans, as pages and as workbooks. 二(四)-5, 三(一)-3"""

import io

import pytest
from python_calamine import CalamineWorkbook

from cairong.doors import actors
from cairong.parties.reads import the_only
from lending.late import LATER, late_case, overdue_of
from support.browsing import read
from support.town import CITY, at, found_town
from support.visitors import account_in, signed_in

WATCHERS = ("regulator", "pboc")


@pytest.fixture
def case(db, monkeypatch):
    town = found_town(at("2025-09-01 08:00"))
    monkeypatch.setattr(actors, "now", lambda: LATER)
    return late_case(town)


def sheet(client, address: str) -> list[list[object]]:
    answer = client.get(address)
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("role", WATCHERS)
def test_every_authority_reads_what_is_overdue_by_institution(case, role):
    watcher = signed_in(account_in(case.town, role, organisation=the_only(CITY, role)))
    page = read(watcher, "/overseer/overdues/")
    for words in ("甲银行", "1 / 0 / 0", "¥300,000.00", "1–30 天", "31–90 天", "90 天以上"):
        assert words in page, words
    rows = sheet(watcher, "/overseer/overdues/export/")
    assert any("甲银行" in row and 300_000 in row for row in rows)


def test_loan_by_loan_with_its_place_and_bucket_in_the_workbook(case):
    watcher = signed_in(account_in(case.town, "procurement-officer"))
    overdue = overdue_of(case)
    page = read(watcher, "/overdues/")
    assert f'href="/overdues/{overdue.pk}/"' in page
    assert "待联系供应商" in page
    (row,) = [each for each in sheet(watcher, "/overdues/export/") if overdue.loan.no in each]
    assert "1–30 天" in row
    assert 300_000 in row
    assert 3 in row
    for words, found in (("供应商", True), ("没有这家", False)):
        assert (overdue.loan.no in read(watcher, f"/overdues/?words={words}")) == found


def test_the_overseer_looks_and_does_nothing(case):
    watcher = signed_in(account_in(case.town, "procurement-officer"))
    page = read(watcher, f"/overdues/{overdue_of(case).pk}/")
    assert "已逾期 3 天" in page
    for words in ("登记联系情况", "提出还款计划", "核销这笔贷款", "同意还款计划"):
        assert words not in page, words
