"""What the database refuses of what is overdue, written by hand as the app role; and races."""

from datetime import date
from functools import partial

import pytest
from django.db import connection

from cairong.kernel.errors import PolicyBreach, Refusal
from cairong.lending.actions.note_overdue import begin_overdue
from cairong.lending.actions.plan_repayment import agree_plan, propose_plan
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.write_off_loan import write_off_loan
from cairong.lending.models import Loan, Overdue, RepaymentPlan, WriteOff
from lending.ground import Case, stand_case, twice
from lending.late import DRAWN, LATER, NOTED, late_case, overdue_of
from support.racing import FEWER, hands, split
from support.refusing import looked_at, stopped
from support.staging import staged
from support.town import at, found_town

REASON = "企业已经停业,没有财产可供执行"


@staged
def case(town) -> Case:
    return late_case(town)


def planned(case: Case) -> RepaymentPlan:
    return twice(
        propose_plan, *case.pair(), LATER, overdue_id=overdue_of(case).pk,
        days=[date(2026, 5, 8), date(2026, 6, 8)], principals_fen=[10_000_000, 20_000_000],
        words="货款分两次到",
    )  # fmt: skip


NEW = """
    INSERT INTO lending_overdue (id, city_id, loan_id, due_on, last_on, begun_at, state)
    SELECT gen_random_uuid(), city_id, loan_id, {}, last_on, {}, 'open' FROM lending_overdue"""
PLANNED = """
    INSERT INTO lending_repaymentplan
        (id, city_id, overdue_id, parts, paid_fen, words, proposed_at, state, reason)
    SELECT gen_random_uuid(), city_id, id, '{parts}', {paid}, '', '2026-04-23 10:00+08',
        '{state}', '' FROM lending_overdue"""
HALVES = """[{"on": "2026-05-08", "principal_fen": 10000000},
    {"on": "2026-06-08", "principal_fen": 20000000}]"""
SHORT = HALVES.replace("20000000", "19999999")
BACK = HALVES.replace("2026-05-08", "2026-06-09")
PAST = HALVES.replace("2026-05-08", "2026-04-23")
WRITTEN = """
    INSERT INTO lending_writeoff
        (id, city_id, overdue_id, loan_id, principal_fen, interest_fen, reason, at)
    SELECT gen_random_uuid(), city_id, id, loan_id, {fen}, 0, '写', now() FROM lending_overdue"""
SPOKEN = """
    INSERT INTO lending_overduecontact (id, overdue_id, "on", channel, words, at)
    SELECT gen_random_uuid(), id, '2026-04-22', 'phone', '说过', '2026-04-23 10:00+08'
    FROM lending_overdue"""
BY_HAND = {
    "cleared at once": (
        "lending_overdue_undecided",
        "UPDATE lending_overdue SET state = 'cleared', ended_at = '2026-04-23 10:00+08'",
    ),
    "cleared without a day": (
        "lending_overdue_days",
        "UPDATE lending_overdue SET state = 'cleared'",
    ),
    "contacted without a contact": (
        "lending_overdue_undecided",
        "UPDATE lending_overdue SET state = 'contacted'",
    ),
    "planned without a plan": (
        "lending_overdue_undecided",
        "UPDATE lending_overdue SET state = 'planned'",
    ),
    "written off without two": (
        "lending_overdue_undecided",
        "UPDATE lending_overdue SET state = 'written_off'",
    ),
    "back to open": (
        "lending_overdue_steps",
        ("UPDATE lending_overdue SET state = 'contacted';"
        " UPDATE lending_overdue SET state = 'open'"),
    ),
    "another day": ("permission denied", "UPDATE lending_overdue SET last_on = last_on + 30"),
    "gone": ("permission denied", "DELETE FROM lending_overdue"),
    "twice": (
        "lending_overdue_once",
        NEW.format("due_on", "begun_at"),
    ),
    "before it was due": (
        "lending_overdue_steps",
        NEW.format("due_on", "'2026-04-20'"),
    ),
    "of a day that is in no schedule": (
        "lending_overdue_steps",
        NEW.format("due_on - 9", "begun_at"),
    ),
    "contact that nobody says": ("lending_contact_unsaid", SPOKEN),
    "contact turned": ("permission denied", "UPDATE lending_overduecontact SET words = '没说'"),
    "plan that nobody decided": (
        "lending_plan_undecided",
        PLANNED.format(parts=HALVES, paid=0, state="proposed"),
    ),
    "plan agreed at once": (
        "lending_plan_steps",
        PLANNED.format(parts=HALVES, paid=0, state="agreed"),
    ),
    "plan of less than is owed": (
        "lending_plan_steps",
        PLANNED.format(parts=SHORT, paid=0, state="proposed"),
    ),
    "plan of days out of order": (
        "lending_plan_steps",
        PLANNED.format(parts=BACK, paid=0, state="proposed"),
    ),
    "plan of a day that passed": (
        "lending_plan_steps",
        PLANNED.format(parts=PAST, paid=0, state="proposed"),
    ),
    "plan of nothing": (
        "lending_plan_steps",
        PLANNED.format(parts="[]", paid=0, state="proposed"),
    ),
    "plan on money that never came": (
        "lending_plan_steps",
        PLANNED.format(parts=HALVES, paid=5, state="proposed"),
    ),
    "write-off by nobody": ("lending_write_off_undecided", WRITTEN.format(fen=30_000_000)),
    "write-off below nothing": ("lending_written_off", WRITTEN.format(fen=-1)),
    "write-off undone": ("permission denied", "UPDATE lending_writeoff SET reason = '不写'"),
}  # fmt: skip
OF_PLANS = {
    "agreed by nobody": (
        "lending_plan_undecided",
        "UPDATE lending_repaymentplan SET state = 'agreed', answered_at = '2026-04-23 11:00+08'",
    ),
    "declined by nobody": (
        "lending_plan_undecided",
        (
            "UPDATE lending_repaymentplan SET state = 'declined', reason = '不行',"
            " answered_at = '2026-04-23 11:00+08'"
        ),
    ),
    "declined without a word": (
        "lending_plan_reasoned",
        "UPDATE lending_repaymentplan SET state = 'declined'",
    ),
    "kept before it was agreed to": (
        "lending_plan_steps",
        "UPDATE lending_repaymentplan SET state = 'kept', ended_at = '2026-04-23 11:00+08'",
    ),
    "other parts": ("permission denied", "UPDATE lending_repaymentplan SET parts = '[]'"),
    "a second": (
        "lending_plan_once",
        PLANNED.format(parts=HALVES, paid=0, state="proposed"),
    ),
}
OF_AGREED = {
    "kept without money": (
        "lending_plan_undecided",
        "UPDATE lending_repaymentplan SET state = 'kept', ended_at = '2026-04-23 12:00+08'",
    ),
    "missed before its day": (
        "lending_plan_undecided",
        "UPDATE lending_repaymentplan SET state = 'missed', ended_at = '2026-05-08 12:00+08'",
    ),
    "overdue again under a plan": (
        "lending_overdue_undecided",
        "UPDATE lending_overdue SET state = 'open'",
    ),
}


def refused(guard: str, statement: str) -> None:
    """Run statements to the end of a transaction; the guard of that name refuses them."""
    looked_at()
    with stopped(guard), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(("guard", "statement"), BY_HAND.values(), ids=BY_HAND)
def test_by_hand(case, guard, statement):
    refused(guard, statement)


@pytest.mark.parametrize(("guard", "statement"), OF_PLANS.values(), ids=OF_PLANS)
def test_by_hand_of_a_plan(case, guard, statement):
    planned(case)
    refused(guard, statement)


@pytest.mark.parametrize(("guard", "statement"), OF_AGREED.values(), ids=OF_AGREED)
def test_by_hand_of_an_agreed_plan(case, guard, statement):
    planned(case)
    agree_plan(actor=case.supplier, now=LATER, overdue_id=overdue_of(case).pk)
    refused(guard, statement)


class TestRaces:
    """Real threads on committed rows."""

    pytestmark = pytest.mark.soak

    @pytest.fixture
    def town(self, committed_db):
        return found_town(at("2025-09-01 08:00"))

    def test_a_plan_agreed_to_and_money_at_once(self, town):
        with hands(2) as pair:
            for _ in range(FEWER):
                case = late_case(town)
                overdue, plan = overdue_of(case), planned(case)
                order = record_repayment.propose(
                    actor=case.officer(), now=LATER, loan_id=overdue.loan_id,
                    amount_fen=5_000_000, on=LATER.date(), means="转账",
                )  # fmt: skip
                agreed = partial(agree_plan, actor=case.supplier, now=LATER, overdue_id=overdue.pk)
                paid = partial(
                    record_repayment.approve, actor=case.approver(), now=LATER,
                    proposal_id=order.pk,
                )  # fmt: skip
                outcomes = pair.race(agreed, paid)
                plan.refresh_from_db()
                overdue.refresh_from_db()
                first = "planned" if not isinstance(outcomes[0], Refusal) else "open"
                assert overdue.state == first
                assert (plan.state == "agreed") == (first == "planned")

    def test_two_write_it_off_at_once_and_it_is_noted_once(self, town):
        with hands(2) as pair:
            for _ in range(FEWER):
                case = late_case(town)
                overdue = overdue_of(case)
                order = write_off_loan.propose(
                    actor=case.officer(), now=LATER, overdue_id=overdue.pk, reason=REASON
                )
                act = partial(
                    write_off_loan.approve, actor=case.approver(), now=LATER, proposal_id=order.pk
                )
                done, barred = split(pair.race(act, act))
                assert (len(done), len(barred)) == (1, 1)
                assert WriteOff.objects.filter(loan=overdue.loan_id).count() == 1

    def test_noted_by_two_at_once(self, town):
        case = stand_case(town)
        case.now = at("2025-10-15 10:30")
        loan = case.draw(case.ready(case.publish()), 300_000, now=DRAWN)
        note = partial(begin_overdue, actor=case.town.system, now=NOTED, loan_id=loan.pk)
        with hands(2) as pair:
            done, barred = split(pair.race(note, note))
        assert (len(done), len(barred), Overdue.objects.count()) == (1, 1, 1)

    def test_money_that_settles_a_loan_and_leaves_it_overdue(self, town, monkeypatch):
        monkeypatch.setattr(
            "cairong.lending.actions.record_repayment.clear_overdues", lambda *_, **__: []
        )
        case = late_case(town)
        with pytest.raises(PolicyBreach, match="overdue_barred"):
            case.by_bank(
                record_repayment, "甲银行", LATER, loan_id=Loan.objects.get().pk,
                amount_fen=30_000_000 + 184 * 2_875, on=LATER.date(), means="转账",
            )  # fmt: skip
        assert Loan.objects.get().state == "repaying"
