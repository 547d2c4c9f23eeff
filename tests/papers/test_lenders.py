"""Papers of an institution on an application: its own, read by the supplier and by no other side.

二(四)-2, 二(一)-6
"""

import pytest
from django.db import connection

from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach
from cairong.lending.actions.keep_for_case import keep_for_case
from cairong.lending.actions.open_paper import open_paper
from cairong.lending.models import Intent, LenderPaper
from cairong.lending.papers import case_papers, lenders_papers
from cairong.papers.actions.hand_in_paper import hand_in_paper
from cairong.papers.actions.keep_paper import keep_paper
from cairong.papers.actions.withdraw_paper import withdraw_paper
from cairong.papers.models import Paper, Reading
from lending.ground import Case, stand_case
from papers.ground import SEEN
from support.refusing import stopped
from support.staging import staged
from support.town import Town

pytestmark = pytest.mark.django_db
OTHER = "乙银行"


@staged
def case(town: Town) -> Case:
    made = stand_case(town)
    made.publish()
    made.publish(OTHER)
    return made


def keep(case: Case, intent: Intent, purpose: str = "agreement", of: str = "甲银行", **facts):
    given = {"actor": case.officer(), "now": case.now, "name": "合同.pdf", "received": SEEN}
    application_id = case.application(intent, of).pk
    return keep_for_case(**{**given, "application_id": application_id, "purpose": purpose, **facts})


def read(case: Case, actor: Actor, paper: Paper) -> Paper:
    return open_paper(actor=actor, now=case.now, paper_id=paper.pk)


def test_kept_it_is_read_by_the_supplier_and_by_no_other_side(case):
    intent = case.intend(300_000, "甲银行", OTHER)
    paper = keep(case, intent)
    assert read(case, case.supplier, paper) == paper
    assert read(case, case.approver(), paper) == paper
    assert paper in case_papers(case.supplier)
    for stranger in (
        case.officer(OTHER), case.who(Role.PURCHASER_OFFICER), case.who(Role.PROCUREMENT_OFFICER),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            read(case, stranger, paper)
    assert [each.paper for each in lenders_papers(case.supplier)] == [paper]
    assert not lenders_papers(case.officer(OTHER)).exists()
    assert Reading.objects.count() == 1


def test_before_its_owners_look_the_supplier_reads_nothing(case):
    intent = case.intend()
    unread = SEEN.__class__(**{**vars(SEEN), "unread": [1]})
    paper = keep(case, intent, "signed-form", received=unread)
    with pytest.raises(NotFound):
        read(case, case.supplier, paper)
    hand_in_paper(actor=case.officer(), now=case.now, paper_id=paper.pk)
    assert read(case, case.supplier, paper).state == "handed"


def test_what_the_supplier_read_is_not_withdrawn(case):
    paper = keep(case, case.intend())
    read(case, case.supplier, paper)
    with pytest.raises(PolicyBreach) as refused:
        withdraw_paper(actor=case.officer(), now=case.now, paper_id=paper.pk)
    assert refused.value.findings[0].code == "papers.read_already"


def test_unread_it_is_withdrawn_and_kept_anew(case):
    intent = case.intend()
    paper = keep(case, intent)
    with pytest.raises(Conflict):
        keep(case, intent)
    withdraw_paper(actor=case.officer(), now=case.now, paper_id=paper.pk)
    with pytest.raises(NotFound):
        read(case, case.supplier, paper)
    assert keep(case, intent).state == "handed"


@pytest.mark.parametrize("purpose", ["licence", "contract", "nothing"])
def test_an_institution_keeps_nothing_that_is_anothers(case, purpose):
    with pytest.raises(Invalid):
        keep(case, case.intend(), purpose)


def test_on_an_application_that_is_anothers_nothing_is_kept(case):
    intent = case.intend(300_000, OTHER)
    with pytest.raises(NotFound):
        keep(case, intent, of=OTHER)
    with pytest.raises(NotAllowed):
        keep_paper(
            actor=case.officer(), now=case.now, purpose="agreement", name="合同", received=SEEN
        )


COPIED = """
    INSERT INTO papers_paper (city_id, organisation_id, content_id, contract_id, purpose, name,
        number, state, kept_at)
    SELECT city_id, {of}, content_id, {contract}, {purpose}, name, '', 'kept', {at}
    FROM papers_paper"""
HAD = {"of": "organisation_id", "contract": "NULL", "purpose": "'notice'", "at": "kept_at"}
BY_HAND = (
    ("lending_lender_placed", COPIED.format(**HAD)),
    ("lending_lender_placed", COPIED.format(**{**HAD, "at": "now()"})),
    ("papers_placed", COPIED.format(
        **{**HAD, "contract": "(SELECT id FROM contracts_contract)"})),
    ("lending_lender_own", """
        INSERT INTO lending_lenderpaper (city_id, paper_id, application_id)
        SELECT city_id, paper_id, (SELECT a.id FROM lending_application a
            JOIN parties_organisation o ON o.id = a.institution_id AND o.name = '乙银行')
        FROM lending_lenderpaper"""),
    ("permission denied", "UPDATE lending_lenderpaper SET application_id = application_id"),
    ("permission denied", "DELETE FROM lending_lenderpaper"),
    ("lending_given_read", """
        INSERT INTO papers_reading (paper_id, organisation_id, person_id, at)
        SELECT p.id, o.id, (SELECT id FROM parties_person LIMIT 1), now()
        FROM papers_paper p, parties_organisation o WHERE o.name = '乙银行'"""),
)  # fmt: skip


@pytest.mark.parametrize(("guard", "written"), BY_HAND, ids=range(len(BY_HAND)))
def test_by_hand_nobody_places_moves_or_reads_one(case, guard, written):
    keep(case, case.intend(300_000, "甲银行", OTHER))
    with stopped(guard), connection.cursor() as cursor:
        cursor.execute(written)
    assert LenderPaper.objects.count() == 1


def test_by_hand_nobody_withdraws_what_was_read(case):
    paper = keep(case, case.intend())
    read(case, case.supplier, paper)
    with stopped("papers_steps"), connection.cursor() as cursor:
        cursor.execute("UPDATE papers_paper SET state = 'withdrawn', withdrawn_at = now()")
