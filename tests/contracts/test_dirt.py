"""A hundred kinds of dirt: each is understood or refused with its row, column and reason."""

from datetime import date, datetime

import pytest

from cairong.contracts.importing.cells import day_of_cell, money_of
from cairong.contracts.importing.reading import read_rows
from cairong.contracts.importing.rows import AwardRow
from cairong.contracts.importing.running import import_file
from cairong.contracts.models import Award
from cairong.kernel.actor import system
from cairong.kernel.errors import Invalid
from contracts.dirt import KINDS, dirty_rows, sheet, table
from contracts.ground import Ground
from support.town import CITY, at

NOW = at("2026-11-24 10:00")


def read(path) -> list[str]:
    """What became of each row: empty where it was taken, else the first reason's code."""
    return [
        "" if isinstance(one, AwardRow) else one[0].code
        for one in read_rows(path, today=NOW.date())
    ]


def test_there_are_a_hundred_kinds():
    assert len({(column, str(value)) for column, value, _ in KINDS}) >= 100


def test_each_kind_of_dirt_in_a_csv_file(tmp_path):
    found = read(table(tmp_path, dirty_rows()))
    assert {KINDS[n]: got for n, got in enumerate(found) if got != KINDS[n][2]} == {}
    assert len(found) == len(KINDS)


def test_each_kind_of_dirt_in_gb18030(tmp_path):
    found = read(table(tmp_path, dirty_rows(), encoding="gb18030"))
    assert {KINDS[n]: got for n, got in enumerate(found) if got != KINDS[n][2]} == {}


def test_most_kinds_of_dirt_in_a_workbook(tmp_path):
    kept = [
        (row, kind)
        for row, kind in zip(dirty_rows(), KINDS, strict=True)
        if str(kind[1]).isprintable() and len(str(kind[1])) < 30_000
    ]
    found = read(sheet(tmp_path, [row for row, _ in kept]))
    assert found == [kind[2] for _, kind in kept]


def test_the_dirty_file_enters_its_good_rows_and_lists_the_rest(ground: Ground, tmp_path):
    path = table(tmp_path, dirty_rows())
    report = import_file(path, actor=system(city=CITY), clock=lambda: NOW)
    good = sum(not code for _, _, code in KINDS)
    assert (report.awards, report.refused) == (good, len(KINDS) - good)
    listed = report.errors_path.read_text(encoding="utf-8-sig")
    assert "Traceback" not in listed
    assert listed.count("\n") >= report.refused
    again = import_file(path, actor=system(city=CITY), clock=lambda: NOW)
    assert (again.awards, again.unchanged) == (0, good)
    assert Award.objects.count() == good


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (datetime(2025, 8, 12, 9, 30), date(2025, 8, 12)),  # noqa: DTZ001 - as workbooks hold it
        (date(2025, 8, 12), date(2025, 8, 12)),
        (45881, date(2025, 8, 12)),
        (45881.0, date(2025, 8, 12)),
        (20250812.0, date(2025, 8, 12)),
    ],
)
def test_days_as_workbooks_hold_them(value, day):
    assert day_of_cell(value, "日期") == day


@pytest.mark.parametrize("value", [1, 2025, True, 1e300, float("nan")])
def test_numbers_that_are_no_days(value):
    with pytest.raises(Invalid):
        day_of_cell(value, "日期")


@pytest.mark.parametrize(
    ("value", "in_wan", "fen"),
    [
        (1000, False, 100_000),
        (1234567.8899999999, False, 123_456_789),
        (30, True, 30_000_000),
        (1362.24, True, 1_362_240_000),
        ("1,362.24", True, 1_362_240_000),
        ("30万", True, 30_000_000),
    ],
)
def test_numbers_as_money(value, in_wan, fen):
    assert money_of(value, "金额", in_wan=in_wan) == fen


@pytest.mark.parametrize("value", [True, date(2025, 1, 1), -1.0, 0.001, float("inf"), 1e20])
def test_numbers_that_are_no_money(value):
    with pytest.raises(Invalid):
        money_of(value, "金额")
