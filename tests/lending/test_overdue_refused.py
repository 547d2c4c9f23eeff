"""What nobody may do to an overdue loan, by role, by state, and with nothing filled in. 二(四)-5"""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from cairong.clocks.models import Duty
from cairong.kernel.errors import Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.contact_overdue import contact_overdue
from cairong.lending.actions.note_overdue import miss_plan, note_overdue
from cairong.lending.actions.plan_repayment import agree_plan, decline_plan, propose_plan
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.write_off_loan import write_off_loan
from cairong.lending.models import Loan, Overdue, RepaymentPlan, WriteOff
from cairong.policy.overdue import MOST_PARTS
from lending.ground import Case, twice
from lending.late import LATER, NOTED, late_case, overdue_of
from support.staging import staged
from support.town import at

WORDS, REASON = "答应货款到账后归还", "企业已经停业,法院终结本次执行"
WHOLE_FEN = 30_000_000
DAY = timedelta(days=1)


@staged
def case(town) -> Case:
    return late_case(town)


@staged
def overdue(case: Case) -> Overdue:
    return overdue_of(case)


def speak(case: Case, overdue_id, who=None, now=LATER, **facts):
    told = {"on": now.date(), "channel": "phone", "words": WORDS, **facts}
    return contact_overdue(actor=who or case.officer(), now=now, overdue_id=overdue_id, **told)


def plan(case: Case, overdue_id, pair=None, now=LATER, **facts):
    told = {
        "days": [date(2026, 6, 8)], "principals_fen": [WHOLE_FEN], "words": WORDS, **facts,
    }  # fmt: skip
    return twice(propose_plan, *(pair or case.pair()), now, overdue_id=overdue_id, **told)


def settle(case: Case, overdue: Overdue) -> None:
    case.by_bank(
        record_repayment, "甲银行", LATER, loan_id=overdue.loan_id,
        amount_fen=WHOLE_FEN + 184 * 2_875, on=LATER.date(), means="供应商转账",
    )  # fmt: skip


class TestWho:
    def test_only_an_officer_of_the_lender_speaks(self, case, overdue):
        for who in (case.approver(), case.supplier, case.who("purchaser-officer")):
            with pytest.raises(NotAllowed):
                speak(case, overdue.pk, who)
        with pytest.raises(NotFound):
            speak(case, overdue.pk, case.officer("乙银行"))
        with pytest.raises(NotFound):
            speak(case, uuid4())
        assert not overdue.contacts.exists()

    def test_only_two_of_the_lender_propose(self, case, overdue):
        with pytest.raises(NotFound):
            plan(case, overdue.pk, case.pair("乙银行"))
        with pytest.raises(NotAllowed):
            plan(case, overdue.pk, (case.officer(), case.officer()))
        with pytest.raises(NotAllowed):
            plan(case, overdue.pk, (case.supplier, case.approver()))
        assert not RepaymentPlan.objects.exists()

    def test_only_the_supplier_answers(self, case, overdue):
        plan(case, overdue.pk)
        for who in (case.officer(), case.approver(), case.who("purchaser-officer")):
            with pytest.raises(NotAllowed):
                agree_plan(actor=who, now=LATER, overdue_id=overdue.pk)
            with pytest.raises(NotAllowed):
                decline_plan(actor=who, now=LATER, overdue_id=overdue.pk, reason=WORDS)
        assert RepaymentPlan.objects.get().state == "proposed"

    def test_nobody_lets_a_plan_fail_but_the_work_of_the_day(self, case, overdue):
        plan(case, overdue.pk)
        agree_plan(actor=case.supplier, now=LATER, overdue_id=overdue.pk)
        with pytest.raises(NotAllowed):
            miss_plan(actor=case.officer(), now=at("2026-06-09 10:00"), overdue_id=overdue.pk)
        with pytest.raises(WrongState):
            miss_plan(actor=case.town.system, now=at("2026-06-08 10:00"), overdue_id=overdue.pk)

    def test_two_of_another_institution_write_nothing_off(self, case, overdue):
        with pytest.raises(NotFound):
            twice(write_off_loan, *case.pair("乙银行"), LATER, overdue_id=overdue.pk, reason=REASON)
        assert not WriteOff.objects.exists()


class TestWhatIsSaid:
    @pytest.mark.parametrize("words", ["", "  ", "没接", "长" * 501])
    def test_of_a_contact(self, case, overdue, words):
        with pytest.raises(Invalid):
            speak(case, overdue.pk, words=words)

    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"days": [], "principals_fen": []}, "lending.plan_parts"),
            ({"principals_fen": [WHOLE_FEN, 1]}, "lending.plan_parts"),
            (
                {"days": [date(2026, 6, 8)] * 25, "principals_fen": [1] * (MOST_PARTS + 1)},
                "lending.plan_parts",
            ),
            ({"words": ""}, "invalid.missing"),
        ],
    )
    def test_of_a_plan(self, case, overdue, facts, code):
        with pytest.raises(Invalid) as refused:
            plan(case, overdue.pk, **facts)
        assert refused.value.findings[0].code == code

    @pytest.mark.parametrize("fen", [WHOLE_FEN - 1, WHOLE_FEN + 1])
    def test_a_plan_is_of_the_principal_to_the_fen(self, case, overdue, fen):
        with pytest.raises(PolicyBreach) as refused:
            plan(case, overdue.pk, principals_fen=[fen])
        found = refused.value.findings[0]
        assert (found.params["planned"], found.params["owed"]) == (fen, WHOLE_FEN)

    def test_a_plan_says_all_that_is_wrong_at_once(self, case, overdue):
        with pytest.raises(PolicyBreach) as refused:
            plan(case, overdue.pk, days=[LATER.date()], principals_fen=[1])
        codes = [each.code for each in refused.value.findings]
        assert codes == ["lending.plan_sum", "lending.plan_days"]

    @pytest.mark.parametrize("reason", ["", "停业"])
    def test_of_a_write_off(self, case, overdue, reason):
        with pytest.raises(Invalid):
            twice(write_off_loan, *case.pair(), LATER, overdue_id=overdue.pk, reason=reason)

    def test_of_a_plan_that_is_declined(self, case, overdue):
        plan(case, overdue.pk)
        with pytest.raises(Invalid):
            decline_plan(actor=case.supplier, now=LATER, overdue_id=overdue.pk, reason="不")


class TestWhen:
    def test_nothing_is_done_once_all_is_paid(self, case, overdue):
        plan(case, overdue.pk)
        settle(case, overdue)
        overdue.refresh_from_db()
        assert (overdue.state, overdue.plans.get().state) == ("cleared", "dropped")
        assert Duty.objects.get(kind="contact_overdue").state == "done"
        for act in (speak, plan):
            with pytest.raises(WrongState):
                act(case, overdue.pk)
        with pytest.raises(WrongState):
            agree_plan(actor=case.supplier, now=LATER, overdue_id=overdue.pk)
        with pytest.raises(WrongState):
            twice(write_off_loan, *case.pair(), LATER, overdue_id=overdue.pk, reason=REASON)

    def test_a_plan_answered_too_late_is_no_plan(self, case, overdue):
        plan(case, overdue.pk, days=[date(2026, 5, 8)])
        for now in (at("2026-05-08 09:00"), at("2026-05-20 09:00")):
            with pytest.raises(PolicyBreach, match="plan_days"):
                agree_plan(actor=case.supplier, now=now, overdue_id=overdue.pk)

    def test_a_plan_is_answered_once(self, case, overdue):
        plan(case, overdue.pk)
        decline_plan(actor=case.supplier, now=LATER, overdue_id=overdue.pk, reason=WORDS)
        with pytest.raises(WrongState):
            agree_plan(actor=case.supplier, now=LATER, overdue_id=overdue.pk)
        with pytest.raises(WrongState):
            decline_plan(actor=case.supplier, now=LATER, overdue_id=overdue.pk, reason=WORDS)

    def test_a_further_plan_takes_the_place_of_one_that_waits(self, case, overdue):
        first = plan(case, overdue.pk)
        second = plan(case, overdue.pk, now=LATER + DAY)
        first.refresh_from_db()
        assert (first.state, second.state) == ("dropped", "proposed")
        agree_plan(actor=case.supplier, now=LATER + DAY, overdue_id=overdue.pk)
        with pytest.raises(WrongState):
            plan(case, overdue.pk, now=LATER + 2 * DAY)

    def test_a_write_off_ends_a_plan_that_waits(self, case, overdue):
        waiting = plan(case, overdue.pk)
        twice(write_off_loan, *case.pair(), LATER, overdue_id=overdue.pk, reason=REASON)
        waiting.refresh_from_db()
        assert waiting.state == "dropped"
        with pytest.raises(WrongState):
            plan(case, overdue.pk)

    def test_the_day_before_anything_is_overdue_nothing_is_noted(self, case, overdue):
        settle(case, overdue)
        for day in range(5):
            assert note_overdue(actor=case.town.system, now=NOTED + day * DAY) == 0
        assert Loan.objects.get().state == "settled"


class TestDuty:
    @pytest.mark.parametrize(
        ("spoken_on", "state", "kept"),
        [("2026-04-24", "done", True), ("2026-04-27", "done", False)],
    )
    def test_it_is_kept_by_a_contact_within_three_working_days(
        self, case, overdue, spoken_on, state, kept
    ):
        speak(case, overdue.pk, now=at(f"{spoken_on} 10:00"))
        duty = Duty.objects.get(kind="contact_overdue")
        assert (duty.state, duty.done_on <= duty.due_on) == (state, kept)

    def test_it_is_the_institutions_and_names_the_loan(self, case, overdue):
        duty = Duty.objects.get(kind="contact_overdue")
        assert duty.title == f"供应商 {overdue.loan.no}"
        assert {overdue.pk, overdue.loan_id, case.contract.pk} <= set(duty.about)
        assert duty.holder_role == "institution-officer"

    def test_money_agreement_and_write_off_end_it_too(self, town):
        ways = {
            "欠款已还清": settle,
            "双方同意还款计划": lambda case, overdue: (
                plan(case, overdue.pk),
                agree_plan(actor=case.supplier, now=LATER, overdue_id=overdue.pk),
            ),
            "贷款已核销": lambda case, overdue: twice(
                write_off_loan, *case.pair(), LATER, overdue_id=overdue.pk, reason=REASON
            ),
        }
        for reason, way in ways.items():
            case = late_case(town)
            overdue = overdue_of(case)
            way(case, overdue)
            duty = Duty.objects.get(subject_id=overdue.pk, kind="contact_overdue")
            assert duty.state == "done", reason
            assert duty.marks.order_by("pk").last().reason == reason
