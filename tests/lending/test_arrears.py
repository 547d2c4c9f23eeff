"""What desks read of overdue loans, and how one stretch ends and another begins. 二(四)-5"""

from datetime import date, timedelta

import pytest

from cairong.cases.loans import statement_of
from cairong.clocks.models import Duty
from cairong.kernel.actor import system
from cairong.kernel.errors import PolicyBreach
from cairong.lending.actions.note_overdue import note_overdue
from cairong.lending.actions.plan_repayment import agree_plan, propose_plan
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.return_payment import return_payment
from cairong.lending.actions.write_off_loan import write_off_loan
from cairong.lending.arrears import days_overdue, lines_of, shown_of, standings
from cairong.lending.checking import books_check
from cairong.lending.models import Loan, Overdue
from cairong.parties.reads import the_only
from cairong.treasury.models import Payment
from lending.elsewhere import ran_before
from lending.ground import Case, stand_case, twice
from lending.late import DRAWN, LATER, NOTED, late_case, overdue_of
from support.refusing import looked_at
from support.slips import came_back
from support.town import CITY, at

SYSTEM = system(city=CITY)
DAILY_FEN = 2_875  # 300,000 yuan at 3.45 %


def noted(day: str) -> int:
    return note_overdue(actor=SYSTEM, now=at(f"{day} 00:05"))


def repaid(case: Case, loan: Loan, fen: int, day: str) -> None:
    case.by_bank(
        record_repayment, "甲银行", at(f"{day} 12:00"), loan_id=loan.pk, amount_fen=fen,
        on=date.fromisoformat(day), means="供应商转账",
    )  # fmt: skip


class TestDesks:
    def test_standings_count_a_loan_where_its_days_are(self, town):
        late, planned, written = late_case(town), late_case(town), late_case(town)
        overdue = overdue_of(planned)
        twice(
            propose_plan, *planned.pair(), LATER, overdue_id=overdue.pk, days=[date(2026, 8, 3)],
            principals_fen=[30_000_000], words="货款八月到账",
        )  # fmt: skip
        agree_plan(actor=planned.supplier, now=LATER, overdue_id=overdue.pk)
        twice(
            write_off_loan, *written.pair(), LATER, overdue_id=overdue_of(written).pk,
            reason="企业已经停业,法院终结本次执行",
        )  # fmt: skip
        watcher = town.actor(the_only(CITY, "regulator"), "regulator")
        for day, buckets in [
            (date(2026, 5, 20), (3, 0, 0)),  # the thirtieth day
            (date(2026, 5, 21), (0, 3, 0)),
            (date(2026, 7, 19), (0, 3, 0)),
            (date(2026, 7, 20), (0, 0, 3)),
        ]:
            (row,) = standings(watcher, at(f"{day} 10:00"), {})
            assert (row.short, row.middle, row.long) == buckets
            assert (row.loans, row.principal_fen) == (3, 90_000_000)
            assert row.short_fen + row.middle_fen + row.long_fen == 90_000_000
            assert (row.planned, row.written_off) == (1, 1)
        repaid(late, overdue_of(late).loan, 30_000_000 + 185 * DAILY_FEN, "2026-04-24")
        (row,) = standings(watcher, at("2026-04-24 13:00"), {})
        assert (row.loans, row.short) == (2, 2)
        assert standings(late.officer("乙银行"), LATER, {}) == []

    def test_a_line_says_how_much_since_when_and_who_paid_late(self, town):
        case = late_case(town)
        with case.at(at("2026-03-02 10:00")):
            case.do(
                "record_acceptance", contract=case.contract, milestone="验收",
                amount_fen=41_112_000, on=date(2026, 3, 2),
            )  # fmt: skip
        (line,) = lines_of(case.officer(), at("2026-04-22 10:00"), {})
        assert (line.due_on, line.days, line.bucket) == (date(2026, 4, 19), 2, "0")
        assert (line.principal_fen, line.interest_fen) == (30_000_000, 183 * DAILY_FEN)
        assert line.whole_fen == line.principal_fen + line.interest_fen
        assert line.cause == "采购人迟付 37 天"

    def test_one_that_ended_keeps_its_days(self, town):
        case = late_case(town)
        overdue = overdue_of(case)
        repaid(case, overdue.loan, 30_000_000 + 185 * DAILY_FEN, "2026-04-24")
        for now in (at("2026-04-24 13:00"), at("2026-09-01 10:00")):
            shown = shown_of(case.supplier, now, overdue.pk)
            assert (shown.arrears, shown.days) == (None, 4)
            assert lines_of(case.officer(), now, {}) == []
        (kept,) = statement_of(case.supplier, overdue.loan_id, on=date(2026, 9, 1)).overdues
        assert (kept.state, days_overdue(kept, date(2026, 9, 1))) == ("cleared", 4)


class TestStretches:
    def test_a_payment_that_comes_back_begins_another(self, town):
        case = late_case(town)
        case.paid("411120", at("2026-05-06 10:00"))
        first = overdue_of(case)
        assert (first.state, first.loan.state) == ("cleared", "settled")
        looked_at()
        payment = Payment.objects.get()
        case.by_treasury(return_payment, at("2026-05-08 10:00"), **came_back(payment))
        assert noted("2026-05-09") == 1
        first, second = Overdue.objects.order_by("begun_at")
        assert (first.state, second.state) == ("cleared", "open")
        assert first.due_on == second.due_on == date(2026, 4, 19)
        assert days_overdue(second, date(2026, 5, 9)) == 19
        assert Duty.objects.filter(kind="contact_overdue", state="running").count() == 1
        assert books_check(CITY)["balanced"]

    def test_money_of_the_contract_keeps_a_plan_at_once(self, town):
        case = late_case(town)
        overdue = overdue_of(case)
        days = [date(2026, 5, 8), date(2026, 6, 8)]
        twice(
            propose_plan, *case.pair(), LATER, overdue_id=overdue.pk, days=days,
            principals_fen=[10_000_000, 20_000_000], words="货款分两次到",
        )  # fmt: skip
        agree_plan(actor=case.supplier, now=LATER, overdue_id=overdue.pk)
        case.paid("411120", at("2026-05-06 10:00"))
        overdue.refresh_from_db()
        assert (overdue.state, overdue.plans.get().state) == ("cleared", "kept")
        assert [noted(day) for day in ("2026-05-09", "2026-06-09")] == [0, 0]

    def test_interest_alone_is_overdue_and_cannot_be_planned(self, case):
        case.now = at("2025-10-15 10:30")
        product = case.publish(methods=["interest-monthly"])
        terms = {"method": "interest-monthly", "instalments": 6}
        loan = case.draw(case.ready(product, **terms), 300_000, now=DRAWN)
        days = [row.due_on for row in loan.instalments.all()]
        assert days[:2] == [date(2025, 11, 20), date(2025, 12, 20)]
        assert [noted(f"2025-11-{day}") for day in (20, 21, 22)] == [0, 1, 0]
        overdue = Overdue.objects.get()
        assert overdue.due_on == days[0]
        with pytest.raises(PolicyBreach, match="plan_nothing"):
            twice(
                propose_plan, *case.pair(), at("2025-11-24 10:00"), overdue_id=overdue.pk,
                days=[date(2025, 12, 1)], principals_fen=[1], words="下月再付",
            )  # fmt: skip
        # The next payment, due on a Saturday and missed too, belongs to the same stretch.
        assert noted("2025-12-23") == 0
        shown = shown_of(case.officer(), at("2025-12-23 10:00"), overdue.pk)
        assert (shown.arrears.principal_fen, shown.arrears.interest_fen) == (0, 60 * DAILY_FEN)
        assert shown.days == 33
        repaid(case, loan, 63 * DAILY_FEN, "2025-12-23")
        overdue.refresh_from_db()
        assert overdue.state == "cleared"
        third = days[2]
        assert noted(str(third + timedelta(days=1))) == 1
        assert Overdue.objects.order_by("begun_at").last().due_on == third

    def test_a_loan_of_elsewhere_is_noted_too(self, db):
        ran = ran_before()
        outside = ran.stands()
        assert [noted(day) for day in ("2026-03-31", "2026-04-01")] == [0, 1]
        overdue = Overdue.objects.get()
        assert overdue.loan.outside_id == outside.pk
        (line,) = lines_of(ran.case.officer(), at("2026-04-02 10:00"), {})
        assert line.principal_fen == 10_000_000

    def test_who_pays_in_time_is_never_noted(self, town):
        case = stand_case(town)
        case.now = at("2025-10-15 10:30")
        loan = case.draw(case.ready(case.publish()), 300_000, now=DRAWN)
        repaid(case, loan, 30_000_000 + 181 * DAILY_FEN, "2026-04-20")
        assert note_overdue(actor=SYSTEM, now=NOTED) == 0
        assert not Duty.objects.filter(kind="contact_overdue").exists()
