"""Who sees a loan of elsewhere, where it shows, and what its lock may come to."""

from datetime import date

import pytest

from cairong.cases.case import case_for
from cairong.cases.desk import all_waiting
from cairong.cases.loans import statement_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Invalid, NotAllowed, NotFound
from cairong.lending.actions.answer_outside import agree_outside
from cairong.lending.actions.enter_outside import enter_outside, withdraw_outside
from cairong.lending.elsewhere import outside_for, outsides_of, outsides_under, running_on
from cairong.lending.models import Loan
from cairong.spreading.stories import loans_to_tell
from cairong.treasury.models import Lock, LockOperation
from lending.elsewhere import TERMS, Ran, ran_before
from support.staging import staged
from support.town import at

SEES = {
    Role.SUPPLIER: True,
    Role.PURCHASER_OFFICER: True,
    Role.PURCHASER_APPROVER: True,
    Role.INSTITUTION_OFFICER: True,
    Role.INSTITUTION_APPROVER: True,
    Role.PROCUREMENT_OFFICER: True,
    Role.TREASURY_OFFICER: True,
    Role.TREASURY_APPROVER: True,
}


@staged
def ran(db) -> Ran:
    return ran_before()


def others(ran: Ran) -> dict[str, Actor]:
    """Those of the same kinds who have nothing to do with it."""
    town = ran.case.town
    return {
        "another bank": ran.case.officer("丙银行"),
        "another purchaser": town.actor(town.purchaser("别的采购人"), Role.PURCHASER_OFFICER),
        "another firm": town.actor(
            town.supplier("别的供应商", "91410300MA44K3P079"), Role.SUPPLIER
        ),
    }


@pytest.mark.parametrize("role", sorted(SEES))
def test_its_sides_see_it(ran, role):
    outside = ran.entered()
    assert outside_for(ran.case.who(role), outside.pk) == outside


def test_nobody_else_does(ran):
    outside = ran.stands()
    for who, actor in others(ran).items():
        assert not outsides_of(actor).exists(), who
        with pytest.raises(NotFound):
            outside_for(actor, outside.pk)


def test_only_its_own_sides_act_on_it(ran):
    case, outside = ran.case, ran.entered()
    strangers = others(ran)
    with pytest.raises(NotFound):
        agree_outside(actor=strangers["another firm"], now=case.now, outside_id=outside.pk)
    with pytest.raises(NotFound):
        withdraw_outside(
            actor=strangers["another bank"], now=case.now, outside_id=outside.pk, reason="不是我的"
        )
    with pytest.raises(NotAllowed):
        agree_outside(actor=case.officer(), now=case.now, outside_id=outside.pk)


def test_one_person_alone_enters_nothing(ran):
    case = ran.case
    told = {**TERMS, "contract_id": case.contract.pk}
    proposal = enter_outside.propose(actor=case.officer(), now=case.now, **told)
    with pytest.raises(NotAllowed):
        enter_outside.approve(actor=case.officer(), now=case.now, proposal_id=proposal.pk)
    assert not outsides_of(case.officer()).exists()


def test_what_the_form_of_the_act_does_not_take(ran):
    for wrong in ({"rate_bp": 0}, {"rate_bp": 3601}, {"day_count": 366}, {"outstanding_fen": 0}):
        with pytest.raises(Invalid):
            ran.entered(**wrong)


def test_a_contract_has_one_receivable_or_the_supplier_is_named(ran):
    case = ran.case
    found = running_on(case.officer(), case.contract.pk)
    assert found.receivable == ran.book
    assert found.opening is not None
    named = running_on(case.officer(), case.contract.pk, ran.book.supplier_id)
    assert named.receivable == ran.book
    with pytest.raises(NotFound):
        running_on(case.officer(), case.contract.pk, case.bank().pk)


def test_whose_turn_it_is_from_the_entry_to_the_lock(ran):
    """To the supplier, to the institution, then as with any lock; nobody's once it is locked."""
    case, outside = ran.case, ran.entered()

    def waits(actor: Actor) -> bool:
        return outside.pk in {ball.subject_id for ball in all_waiting(actor, now=case.now)}

    assert (waits(case.supplier), waits(case.officer())) == (True, False)
    ran.said(agree_outside, outside)
    assert (waits(case.supplier), waits(case.officer())) == (False, True)
    outside.refresh_from_db()
    lock = ran.asks(outside)
    assert [each.pk for each in outsides_under(case.supplier, lock)] == [outside.pk]
    assert not waits(case.officer())
    case.do("refuse_lock", lock=lock, reasons="先把余额对清楚")
    assert waits(case.officer())
    again = ran.asks(outside)
    case.do("recall_lock", lock=again, reasons="账号写错")
    assert waits(case.officer())
    ran.locked(outside)
    assert not waits(case.officer())
    assert LockOperation.objects.filter(state="open").count() == 1
    assert sorted(Lock.objects.values_list("state", flat=True)) == [
        "active", "recalled", "refused",
    ]  # fmt: skip


def test_its_case_and_its_statement_say_where_it_comes_from(ran):
    case, outside = ran.case, ran.stands()
    loan = Loan.objects.get()
    for actor in (case.supplier, case.officer()):
        shown = case_for(actor, case.contract.pk, now=case.now)
        assert [each.no for each in shown.loans] == [loan.no]
        assert "平台外贷款" in " ".join(moment.what for moment in shown.moments)
    assert loan.no.startswith("平台外")
    statement = statement_of(case.supplier, loan.pk, on=date(2025, 11, 7))
    assert [each.what for each in statement.movements] == ["平台外余额入账"]
    assert statement.movements[0].on == outside.counted_on
    (row,) = statement.plan
    # 100,000.00 × 4.35 % × 174 days (8 October to 31 March) ÷ 360 = 2,102.50
    assert (row.principal_fen, row.interest_fen, row.left_fen) == (10_000_000, 210_250, 0)
    assert statement.owed.whole_interest_fen == 36_250  # 30 days


def test_the_way_of_its_purchaser_names_no_loan_of_it(ran):
    """Between supplier and institution: the purchaser reads the fact, not the way."""
    ran.stands()
    shown = case_for(ran.case.who(Role.PURCHASER_OFFICER), ran.case.contract.pk, now=ran.case.now)
    assert "放款" not in {step.word for step in shown.steps}
    assert any(act.act == "see_outside" for act in shown.acts)


def test_no_story_is_told_of_it(ran):
    ran.stands()
    assert not loans_to_tell(ran.case.who(Role.PROCUREMENT_OFFICER)).exists()


def test_one_that_is_overdue_already_is_entered_and_misses_no_duty(ran):
    case, outside = ran.case, ran.stands(due_on=date(2025, 10, 7))
    loan = Loan.objects.get()
    statement = statement_of(case.officer(), loan.pk, on=date(2025, 10, 9))
    assert statement.owed.due_principal_fen == 10_000_000
    assert statement.plan[0].interest_fen == 0
    shown = case_for(case.officer(), case.contract.pk, now=case.now)
    assert [each for each in shown.duties if each.deadline.word.startswith("放款")] == []
    with case.at(at("2025-10-10 09:30")):
        ran.locked(outside)
    case.paid(120_000, at("2025-10-13 09:30"))
    loan.refresh_from_db()
    assert loan.state == "settled"
