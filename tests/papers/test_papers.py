"""Papers of a case: kept once, read by whom the case lets read, each reading kept.

二(四)-2, 二(五)-2
"""

import pytest
from django.db import connection

from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.open_paper import open_paper
from cairong.lending.papers import case_papers
from cairong.papers.actions.hand_in_paper import hand_in_paper
from cairong.papers.actions.keep_paper import keep_paper
from cairong.papers.actions.withdraw_paper import withdraw_paper
from cairong.papers.models import Content, Paper
from cairong.papers.reads import bytes_of, readers_of
from cairong.policy.papers import MEGABYTE
from lending.ground import NOW, Case, stand_case
from papers.ground import PLAIN, RESIDENT, pdf, photograph, taken
from support.refusing import stopped
from support.staging import staged
from support.town import Town, at

pytestmark = pytest.mark.django_db
INVOICE = "26412000000012345678"


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path) -> None:
    settings.FILES_ROOT = tmp_path


@staged
def case(town: Town) -> Case:
    return stand_case(town)


def keep(case: Case, role: Role, purpose: str, text: str = PLAIN, **facts) -> Paper:
    actor = facts.pop("actor", None) or case.who(role)
    content = facts.pop("content", None) or pdf(text)
    return keep_paper(
        actor=actor, now=facts.pop("now", NOW), purpose=purpose, name="合同.pdf",
        received=taken(content), contract_id=case.contract.pk, **facts,
    )  # fmt: skip


def refused(kind, code: str, act, *args, **facts) -> None:
    with pytest.raises(kind) as caught:
        act(*args, **facts)
    assert caught.value.findings[0].code == code


def seen_by(case: Case) -> set[str]:
    """Which of a case's sides, and a bank that was not asked, see the one paper there is."""
    sides = {
        "purchaser": case.who(Role.PURCHASER_OFFICER), "supplier": case.supplier,
        "other supplier": case.town.actor(
            case.town.supplier("乙公司", "91410300MA44K3P079"), Role.SUPPLIER
        ),
        "bureau": case.who(Role.PROCUREMENT_OFFICER), "treasury": case.who(Role.TREASURY_OFFICER),
        "institution": case.officer(), "other institution": case.officer("乙银行"),
        "watcher": case.town.actor(case.town.organisation("regulator", "监管"), Role.REGULATOR),
    }  # fmt: skip
    return {name for name, actor in sides.items() if case_papers(actor).exists()}


def test_a_contract_text_without_numbers_is_read_by_the_sides_of_the_case_alone(case):
    paper = keep(case, Role.PURCHASER_OFFICER, "contract")
    assert (paper.state, paper.handed_at) == ("handed", NOW)
    own = {"purchaser", "supplier", "bureau", "treasury"}
    assert seen_by(case) == own
    intent = case.intend()
    assert seen_by(case) == own | {"institution"}
    assert bytes_of(case_papers(case.officer()).get()) == pdf()
    case.do("withdraw_intent", intent=intent)
    assert seen_by(case) == own


def test_what_holds_numbers_or_cannot_be_read_waits_for_its_owners_look(case):
    for content in (pdf(f"联系人 {RESIDENT}"), photograph()):
        paper = keep(case, Role.PURCHASER_OFFICER, "acceptance", content=content)
        assert (paper.state, seen_by(case)) == ("kept", {"purchaser"})
        hand_in_paper(actor=case.who(Role.PURCHASER_OFFICER), now=NOW, paper_id=paper.pk)
        assert "supplier" in seen_by(case)
        withdraw_paper(actor=case.who(Role.PURCHASER_OFFICER), now=NOW, paper_id=paper.pk)
        assert seen_by(case) == {"purchaser"}


def test_each_reading_by_others_is_kept_and_shown_to_whose_it_is(case):
    paper = keep(case, Role.PURCHASER_OFFICER, "contract")
    for actor in (case.supplier, case.supplier, case.who(Role.PURCHASER_OFFICER)):
        open_paper(actor=actor, now=NOW, paper_id=paper.pk)
    assert [(one.name, one.times, one.last) for one in readers_of(paper)] == [("供应商", 2, NOW)]
    with stopped("append_only|papers_reading"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM papers_reading")


def test_the_same_is_kept_once_and_again_after_it_was_withdrawn(case):
    paper = keep(case, Role.PURCHASER_OFFICER, "contract")
    refused(Conflict, "papers.twice", keep, case, Role.PURCHASER_OFFICER, "contract")
    keep(case, Role.PURCHASER_OFFICER, "supplement")
    withdraw_paper(actor=case.who(Role.PURCHASER_OFFICER), now=NOW, paper_id=paper.pk)
    keep(case, Role.PURCHASER_OFFICER, "contract")
    assert (Content.objects.count(), Paper.objects.count()) == (1, 3)
    refused(
        WrongState, "state.cannot", withdraw_paper,
        actor=case.who(Role.PURCHASER_OFFICER), now=NOW, paper_id=paper.pk,
    )  # fmt: skip


def test_nobody_keeps_what_is_not_his_to_keep(case):
    refused(Invalid, "papers.purpose", keep, case, Role.SUPPLIER, "contract")
    refused(Invalid, "papers.purpose", keep, case, Role.SUPPLIER, "nothing")
    other = case.town.actor(case.town.supplier("乙公司", "91410300MA44K3P079"), Role.SUPPLIER)
    refused(NotFound, "access.not_found", keep, case, Role.SUPPLIER, "delivery", actor=other)
    paper = keep(case, Role.PURCHASER_OFFICER, "contract")
    for act in (hand_in_paper, withdraw_paper):
        refused(NotFound, "access.not_found", act, actor=case.supplier, now=NOW, paper_id=paper.pk)


def test_an_invoice_is_handed_in_once_under_its_number(case):
    refused(Invalid, "papers.invoice_number", keep, case, Role.SUPPLIER, "invoice")
    refused(
        Invalid, "papers.invoice_number", keep, case, Role.SUPPLIER, "invoice", number="12345678"
    )
    spaced = f" {INVOICE[:10]} {INVOICE[10:]}"
    assert keep(case, Role.SUPPLIER, "invoice", number=spaced).number == INVOICE
    refused(
        PolicyBreach, "papers.invoice_used", keep, case, Role.SUPPLIER, "invoice", "另一张",
        number=INVOICE,
    )  # fmt: skip


def test_what_is_too_much_for_a_day_is_barred_and_the_next_day_not(case):
    most = 200 * MEGABYTE - taken(pdf(f"{PLAIN}又")).size
    Content.objects.create(
        sha256=taken(pdf()).sha256, size=most, kind="pdf", pages=1, shown=1, scanned=False,
        kept_at=NOW,
    )  # fmt: skip
    keep(case, Role.SUPPLIER, "delivery")
    keep(case, Role.SUPPLIER, "delivery", f"{PLAIN}又")
    other = {"text": f"{PLAIN}再", "number": INVOICE}
    refused(PolicyBreach, "papers.day_full", keep, case, Role.SUPPLIER, "invoice", **other)
    keep(case, Role.SUPPLIER, "invoice", now=at("2025-10-10 09:31"), **other)


MADE = """
    INSERT INTO papers_paper (city_id, organisation_id, content_id, contract_id, purpose, name,
        number, state, kept_at)
    SELECT city_id, organisation_id, content_id, contract_id, 'other', name, '', 'kept', kept_at
    FROM papers_paper"""
UNKNOWN = """
    INSERT INTO papers_content
    SELECT 9, repeat('g', 64), 1, 'pdf', 1, 1, '[]', '[]', true, now()"""
BY_HAND = (
    ("papers_steps", "UPDATE papers_paper SET state = 'kept', handed_at = NULL"),
    ("papers_unsaid", "UPDATE papers_paper SET state = 'withdrawn', withdrawn_at = now()"),
    (
        "papers_paper_moments",
        "UPDATE papers_paper SET state = 'withdrawn', withdrawn_at = '2020-01-01'",
    ),
    ("permission denied", "UPDATE papers_paper SET organisation_id = organisation_id"),
    ("permission denied|append_only", "UPDATE papers_content SET found = '[]'"),
    ("papers_unsaid", MADE),
    ("papers_content_whole", UNKNOWN),
)


@pytest.mark.parametrize(("guard", "written"), BY_HAND, ids=[written for _, written in BY_HAND])
def test_by_hand_nobody_moves_or_makes_a_paper(case, guard, written):
    keep(case, Role.PURCHASER_OFFICER, "contract")
    with stopped(guard), connection.cursor() as cursor:
        cursor.execute(written)


def test_the_newest_comes_first(case):
    keep(case, Role.PURCHASER_OFFICER, "contract")
    later = keep(case, Role.PURCHASER_OFFICER, "acceptance", now=at("2025-10-10 10:00"))
    assert case_papers(case.supplier).first() == later
