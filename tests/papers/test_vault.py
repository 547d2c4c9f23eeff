"""A supplier's own papers: kept once in its vault, read by whom it gives them to, and no longer.

二(四)-2, 个人信息保护法§15
"""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from admission.ground import suspend
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.give_papers import give_papers, take_back_paper
from cairong.lending.actions.open_paper import open_paper
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.models import GivenPaper, Intent
from cairong.lending.papers import case_papers, given_on, given_to
from cairong.papers.actions.hand_in_paper import hand_in_paper
from cairong.papers.actions.keep_paper import keep_paper
from cairong.papers.actions.withdraw_paper import withdraw_paper
from cairong.papers.models import Content, Paper, Reading
from cairong.papers.reads import readers_of, vault_for
from lending.ground import Case, stand_case
from papers.ground import SEEN
from support.refusing import stopped
from support.staging import staged
from support.town import Town

pytestmark = pytest.mark.django_db
OTHER = "乙银行"
LAST = date(2025, 10, 12)


@staged
def case(town: Town) -> Case:
    """A case of a supplier with a licence in its vault, and two institutions with a product."""
    made = stand_case(town)
    made.publish()
    made.publish(OTHER)
    keep(made)
    return made


def keep(case: Case, purpose: str = "licence", **facts) -> Paper:
    given = {"actor": case.supplier, "now": case.now, "name": "执照.pdf", "received": SEEN, **facts}
    return keep_paper(purpose=purpose, **given)


def give(case: Case, intent: Intent, *banks: str, papers=None, **facts) -> Intent:
    asked = [case.application(intent, bank).pk for bank in banks or ("甲银行",)]
    papers = vault_for(case.supplier) if papers is None else papers
    given = {"actor": case.supplier, "now": case.now, **facts}
    return give_papers(
        intent_id=intent.pk, paper_ids=[each.pk for each in papers], application_ids=asked, **given
    )


def reads(actor: Actor) -> bool:
    return case_papers(actor).filter(contract=None).exists()


def test_it_is_read_by_the_institution_it_was_given_to_and_nobody_else(case):
    intent = case.intend(300_000, "甲银行", OTHER)
    assert not reads(case.officer())
    give(case, intent)
    other = case.town.actor(case.town.supplier("乙公司", "91410300MA44K3P079"), Role.SUPPLIER)
    rest = [case.officer(OTHER), other, *(case.who(role) for role in (
        Role.PURCHASER_OFFICER, Role.PROCUREMENT_OFFICER, Role.TREASURY_OFFICER))]  # fmt: skip
    assert [reads(each) for each in (case.officer(), case.supplier, *rest)] == [
        True, True, *[False] * len(rest),
    ]  # fmt: skip
    paper = Paper.objects.get()
    open_paper(actor=case.officer(), now=case.now, paper_id=paper.pk)
    assert [(one.name, one.times) for one in readers_of(paper)] == [("甲银行", 1)]
    for actor in rest:
        with pytest.raises(NotFound):
            open_paper(actor=actor, now=case.now, paper_id=paper.pk)


def test_taken_back_it_is_read_no_more_and_may_be_given_again(case):
    intent = case.intend()
    give(case, intent)
    given = GivenPaper.objects.get()
    take_back_paper(actor=case.supplier, now=case.now, given_id=given.pk)
    assert not reads(case.officer())
    with pytest.raises(NotFound):
        take_back_paper(actor=case.supplier, now=case.now, given_id=given.pk)
    give(case, intent)
    assert reads(case.officer())
    (asked,) = given_on(case.supplier, intent)
    assert len(asked.papers) == 1


def withdrawn_intent(case: Case, intent: Intent) -> None:
    case.do("withdraw_intent", intent=intent)


def withdrawn_paper(case: Case, _: Intent) -> None:
    withdraw_paper(actor=case.supplier, now=case.now, paper_id=Paper.objects.get().pk)


def suspended(case: Case, _: Intent) -> None:
    suspend(case.town, case.bank(), case.now)


ENDS: dict[str, Callable[[Case, Intent], None]] = {
    "intent withdrawn": withdrawn_intent, "paper withdrawn": withdrawn_paper,
    "institution suspended": suspended,
}  # fmt: skip


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_what_ends_the_case_or_the_paper_ends_the_reading(case, end):
    intent = case.intend()
    give(case, intent)
    end(case, intent)
    assert not reads(case.officer())
    assert not given_to(case.supplier).exists()


def test_an_institution_reads_while_it_lends_and_not_once_it_was_repaid(case):
    loan = case.draw(case.ready(case.bank().products.get()), 300_000)
    give(case, loan.offer.intent)
    assert reads(case.officer())
    case.by_bank(
        record_repayment, "甲银行", case.now, loan_id=loan.pk, amount_fen=loan.principal_fen,
        on=day_of(case.now), means="自有资金",
    )  # fmt: skip
    assert not reads(case.officer())


def test_the_same_file_is_kept_once(case):
    with pytest.raises(Conflict, match=r"papers\.twice"):
        keep(case)
    assert (Paper.objects.count(), Content.objects.count()) == (1, 1)


def test_what_lapses_says_until_when_and_is_neither_kept_nor_given_after(case):
    with pytest.raises(Invalid, match=r"papers\.until"):
        keep(case, "qualification")
    with pytest.raises(PolicyBreach, match=r"papers\.expired"):
        keep(case, "qualification", valid_until=date(2025, 1, 1))
    paper = keep(case, "qualification", valid_until=day_of(case.now))
    intent = case.intend()
    later = case.now.replace(year=2026)
    with pytest.raises(PolicyBreach, match=r"papers\.expired"):
        give(case, intent, papers=[paper], now=later)
    give(case, intent, papers=[paper])


def test_what_waits_for_its_owners_look_is_not_given(case):
    unread = SEEN.__class__(**{**vars(SEEN), "sha256": "1" * 64, "unread": [1]})
    paper, intent = keep(case, "statement", received=unread), case.intend()
    with pytest.raises(WrongState, match=r"papers\.given_ended"):
        give(case, intent, papers=[paper])
    hand_in_paper(actor=case.supplier, now=case.now, paper_id=paper.pk)
    give(case, intent, papers=[paper])


def test_nothing_nobody_and_all_given_before_are_refused(case):
    intent = case.intend()
    with pytest.raises(Invalid, match=r"papers\.nothing_ticked"):
        give(case, intent, papers=[])
    give(case, intent)
    with pytest.raises(Conflict, match=r"papers\.given_before"):
        give(case, intent)


def test_nobody_gives_what_is_not_its_own_or_has_no_place_in_the_vault(case):
    intent = case.intend()
    other = case.town.actor(case.town.supplier("乙公司", "91410300MA44K3P079"), Role.SUPPLIER)
    with pytest.raises(NotFound):
        give(case, intent, actor=other, papers=[Paper.objects.get()])
    with pytest.raises(Invalid, match=r"papers\.purpose"):
        keep(case, "licence", contract_id=case.contract.pk)
    with pytest.raises(Invalid, match=r"papers\.purpose"):
        keep(case, "delivery")
    paper = keep(case, "delivery", contract_id=case.contract.pk)
    with pytest.raises(NotFound):
        give(case, intent, papers=[paper])


COPIED = """
    INSERT INTO papers_paper (city_id, organisation_id, content_id, contract_id, purpose, name,
        number, state, kept_at, valid_until)
    SELECT city_id, organisation_id, content_id, {contract}, {purpose}, name, '', 'kept', kept_at,
        {until} FROM papers_paper"""
AGAIN = """
    INSERT INTO lending_givenpaper (city_id, paper_id, application_id, given_at)
    SELECT g.city_id, g.paper_id, {application}, {at} FROM lending_givenpaper g"""
APART = "(SELECT id FROM lending_application WHERE id <> g.application_id)"
READ = """
    INSERT INTO papers_reading (paper_id, organisation_id, person_id, at)
    SELECT p.id, a.institution_id, (SELECT id FROM parties_person LIMIT 1), now()
    FROM papers_paper p, lending_application a, lending_givenpaper g
    WHERE a.id <> g.application_id"""
BY_HAND = (
    ("papers_placed", COPIED.format(
        contract="(SELECT id FROM contracts_contract)", purpose="'licence'", until="NULL")),
    ("papers_placed", COPIED.format(contract="NULL", purpose="'delivery'", until="NULL")),
    ("papers_placed", COPIED.format(contract="NULL", purpose="'mandate'", until="NULL")),
    ("papers_placed", COPIED.format(
        contract="NULL", purpose="'mandate'", until="'2020-01-01'::date")),
    ("papers_unsaid", COPIED.format(contract="NULL", purpose="'statement'", until="NULL")),
    ("lending_given_unsaid", AGAIN.format(application=APART, at="g.given_at")),
    ("lending_given_unsaid", "UPDATE lending_givenpaper SET withdrawn_at = now()"),
    ("lending_given_steps", AGAIN.format(application=APART, at="'2099-01-01'")
     .replace("g.paper_id", "(SELECT id FROM papers_paper WHERE state = 'kept')")),
    ("lending_given_once", AGAIN.format(application="g.application_id", at="g.given_at")),
    ("lending_given_moments", "UPDATE lending_givenpaper SET withdrawn_at = '2020-01-01'"),
    ("permission denied", "UPDATE lending_givenpaper SET application_id = application_id"),
    ("permission denied", "DELETE FROM lending_givenpaper"),
    ("lending_given_read", READ),
)  # fmt: skip


@pytest.mark.parametrize(("guard", "written"), BY_HAND, ids=range(len(BY_HAND)))
def test_by_hand_nobody_gives_takes_back_or_reads(case, guard, written):
    give(case, case.intend(300_000, "甲银行", OTHER))
    with stopped(guard), connection.cursor() as cursor:
        cursor.execute(written)
    assert not Reading.objects.exists()
