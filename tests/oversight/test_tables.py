"""Filings, payments and kept days: one case counted until one day after the other. 三(一)-1"""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from cairong.clocks.models import Duty
from cairong.kernel.actor import Role
from cairong.oversight.actions.issue_statistic import issue_statistic
from cairong.oversight.coverage import coverage
from cairong.oversight.reads import board_of
from cairong.oversight.spread import summed_up
from cairong.oversight.statistics import Table, table_of
from lending.ground import Case, stand_case
from support.staging import staged
from support.town import COUNTY, at, found_town

pytestmark = pytest.mark.django_db
NOW, CUT = at("2026-03-02 09:00"), date(2025, 12, 31)


@staged
def case(db) -> Case:
    """Signed in September 2025, lent on in October, paid in part in November, in part late."""
    case = stand_case(found_town(at("2025-09-01 08:00")))
    case.draw(case.ready(case.publish(), 10_000), 10_000, now=at("2025-10-21 10:00"))
    case.paid("50000", at("2025-11-12 10:00"), "签订开票")
    return case


def told(case: Case, kind: str, cut_off: date = CUT, **scope) -> Table:
    desk = replace(case.town.bureau(Role.PROCUREMENT_OFFICER), **scope)
    return table_of(
        issue_statistic(actor=desk, now=NOW, kind=kind, year=cut_off.year, cut_off=cut_off)
    )


def line(table: Table, level: str = "西工区") -> dict:
    (found,) = [row for row in table.rows if row["level"] == level]
    return dict(found)


def test_filings_stand_where_they_were_made_and_once(case):
    table = told(case, "filings")
    fen = case.contract.amount_fen
    assert line(table) == {
        "level": "西工区", "signed": 1, "amount": fen, "announced": 1, "filed": 1,
        "filed_amount": fen, "due": 1, "kept": 1,
    }  # fmt: skip
    assert {key: table.total[key] for key in ("signed", "filed", "due")} == {
        "signed": 1, "filed": 1, "due": 1,
    }  # fmt: skip
    desk = case.town.bureau(Role.PROCUREMENT_OFFICER)
    covers = coverage(desk, board_of(desk, 2025, until=CUT))
    assert {row["level"]: row["filed"] for row in table.rows} == {
        each.level.name: each.filed for each in covers
    }


def test_what_happens_after_the_day_is_not_in_it(case):
    before = line(told(case, "filings", date(2025, 9, 1)))
    assert {key: value for key, value in before.items() if value} == {"level": "西工区"}
    unpaid = line(told(case, "payments", date(2025, 11, 11)))
    assert (unpaid["accepted"], unpaid["paid"], unpaid["amount"]) == (0, 0, 0)
    next_year = line(told(case, "payments", date(2026, 3, 1)))
    assert (next_year["paid"], next_year["due"]) == (0, 0)


def test_money_is_counted_as_it_arrived_and_whether_the_account_was_locked(case):
    table = told(case, "payments")
    assert line(table) == {
        "level": "西工区", "accepted": 1, "accepted_amount": 5_000_000, "paid": 1,
        "amount": 5_000_000, "locked": 5_000_000, "returned": 0, "due": 1, "kept": 1,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(amount_fen) FROM treasury_remittance")
        assert table.total["amount"] == cursor.fetchone()[0]


def test_money_under_no_lock_is_not_said_to_be_locked(town):
    case = stand_case(town)
    case.paid("50000", at("2025-11-12 10:00"), "签订开票")
    assert line(told(case, "payments"))["locked"] == 0


def test_what_is_overdue_on_the_day_counts_though_it_is_done_now(case):
    """Accepted and not paid: overdue from its day on, kept by nobody, and done late in the end."""
    with case.at(at("2025-11-20 10:00")):
        part = {"contract": case.contract, "amount_fen": 1_000_000}
        case.do("record_acceptance", milestone="签订开票", on=date(2025, 11, 20), **part)
    duty = Duty.objects.filter(kind="pay").latest("start_on")
    on_the_day = line(told(case, "payments", duty.due_on))
    assert (on_the_day["due"], on_the_day["kept"]) == (2, 1)
    table = told(case, "kept_days", duty.due_on)
    (pay,) = [row for row in table.rows if row["duty"] == "支付合同款"]
    assert (pay["judged"], pay["kept"], pay["late"]) == (2, 1, 1)
    assert table.total["judged"] == table.total["kept"] + table.total["late"]
    assert table.total["late"] == sum(row["late"] for row in table.rows)


def test_a_county_counts_its_own(case):
    assert [row["level"] for row in told(case, "filings", region=COUNTY).rows] == ["西工区"]
    assert told(case, "kept_days", region="410327").rows == ()


def test_the_year_of_outreach_says_the_same_of_who_kept_its_days(case):
    kept = Counter[str]()
    for row in told(case, "kept_days").rows:
        kept[row["holder"]] += row["kept"]
    desk = case.town.bureau(Role.PROCUREMENT_OFFICER)
    said = {
        row["item"]: row["number"]
        for row in summed_up(desk, 2025, CUT)
        if row["group"] == "按期履行职责"
    }
    assert said["采购人"] == kept["采购人经办"] > 0
    assert said["金融机构"] == kept["金融机构经办"] > 0
