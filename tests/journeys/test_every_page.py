"""Every page of the house as each of the eighteen roles that may open it, wide and narrow."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import resolve

from cairong.agencies.models import Engagement, ProcurementFile
from cairong.alerts.models import Alert
from cairong.board.models import Minutes, Task
from cairong.complaints.models import Complaint
from cairong.contracts.models import Award, Contract, ContractSupplier
from cairong.driving.stories.parsing import read_story
from cairong.driving.stories.running import play
from cairong.guidance.models import Guidance, Guided, RosterPush, Shortage
from cairong.kernel.actor import Role
from cairong.lending.models import (
    Application,
    Intent,
    Loan,
    Offer,
    Overdue,
    PaperForm,
    StartDispute,
    Verification,
)
from cairong.outreach.models import Letter, Message
from cairong.oversight.actions.issue_statistic import issue_statistic
from cairong.oversight.models import Statistic, Urging
from cairong.papers.models import Paper
from cairong.parties.models import Account, Claim, Mandate, Organisation, Proposal
from cairong.products.models import Product
from cairong.promotion.models import OutreachEvent, Question
from cairong.recommending.models import Ask, Recommendation
from cairong.secrecy.actions.freeze_case import freeze_case
from cairong.secrecy.models import Freeze
from cairong.sizing.models import Dispute
from cairong.spreading.models import CaseStory, Survey
from cairong.treasury.models import Acceptance, Lock, Payment, Receivable
from contracts.ground import Ground
from house.test_routes import ROLES, rows
from support.journey_house import House
from support.journey_looks import LEFT
from support.journey_people import DESK, PHONE, Crowd, Person
from support.town import Town
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

ZEROS = "00000000-0000-7000-8000-000000000000"
OWN_LAYOUT = {"desk", "case"}
# Nothing of the city stands at these; each has tests of its own.
NOT_HERE = {
    "evaluation-scheme-file", "evaluation-result", "evaluation-grade-pack", "evaluation-pack",
    "evaluation-appeal", "evaluation-paper", "evaluation-facts-file",
    "assessment-scheme", "assessment-scheme-file", "assessment-year", "assessment-facts-file",
    "assessment-result", "assessment-own", "assessment-institution", "assessment-objection",
    "account-accept", "account-renewal-link", "account-register", "account-register-invited",
    "account-second-factor", "account-spare-codes", "account-leave", "account-come-back",
    "account-link",
    "supplier-change", "purchaser-change", "change-decline", "finance-change", "payee-change",
    "import-preview", "import-errors", "supermarket-compare", "message",
    "account-claim", "account-word", "account-invitation", "account-unproven-person",
    "offer-preview", "finance-change-decline", "rulebook-parameter",
    "operator-dispatch", "log-break", "auditor-alarm", "finance-payment-slip",
    "overseer-outside-paper", "progress-month", "complaint-paper", "urging-paper",
    "overseer-county", "overseer-delegation-ended",
    "opening-new", "purchaser-opening", "supplier-opening", "supplier-opening-object",
    "finance-opening", "finance-opening-return",
    "outside-new", "institution-outside", "institution-outside-withdraw", "supplier-outside",
    "supplier-outside-decline", "purchaser-outside", "finance-outside",
    "finance-shared", "recommend-preview", "recommendation-paper", "rulebook-whatif-case",
    "inspection", "inspected-case", "inspection-bundle", "sheet-preview",
    "board-task-paper", "board-minutes-paper", "board-document", "board-document-correct",
    "policy-document", "policy-document-file", "board-agreement", "board-agreement-renew",
    "size-pdf", "size-paper", "case-story", "case-story-new",
    "event-enter", "event-strike", "event-paper", "event-door",
    "letter-linked", "letter-code", "answer-defects", "answer-question", "start",
    "overdue",
}  # fmt: skip
OF_ADMINISTRATORS = {
    "account-own", "account-people", "account-people-export", "account-invite", "account-person",
    "account-accesses", "account-accesses-export", "account-left",
}  # fmt: skip
DRAWN = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(done)))"""
THINGS: dict[str, Any] = {
    "award_id": Award, "contract_id": Contract, "intent_id": Intent, "offer_id": Offer,
    "application_id": Application, "loan_id": Loan, "lock_id": Lock, "payment_id": Payment,
    "receivable_id": Receivable, "product_id": Product, "proposal_id": Proposal,
    "letter_id": Letter, "claim_id": Claim, "organisation_id": Organisation,
    "institution_id": Organisation,
    "mandate_id": Mandate, "verification_id": Verification, "message_id": Message,
    "record_id": Contract, "acceptance_id": Acceptance, "freeze_id": Freeze,
    "part_id": ContractSupplier, "recommendation_id": Recommendation, "ask_id": Ask,
    "urging_id": Urging, "guidance_id": Guidance, "guided_id": Guided,
    "shortage_id": Shortage, "push_id": RosterPush, "event_id": OutreachEvent,
    "question_id": Question, "statistic_id": Statistic, "task_id": Task,
    "minutes_id": Minutes, "alert_id": Alert, "survey_id": Survey, "dispute_id": Dispute,
    "engagement_id": Engagement, "paper_id": Paper, "file_id": ProcurementFile,
    "story_id": CaseStory, "start_id": StartDispute, "form_id": PaperForm,
    "overdue_id": Overdue, "complaint_id": Complaint,
}  # fmt: skip


@pytest.fixture(scope="module")
def people(house: House) -> dict[str, Account]:
    """A city in which several cases stand at different steps, and one account for each role."""
    with house.resting():
        played = play(read_story(Path(__file__).with_name("city.yaml")))
        town = Town(house.goes_to("2025-11-25 16:00"))
        award = Ground(town).award(now=house.now, title="要冻结的一件")
        issue_statistic(
            actor=town.bureau(Role.PROCUREMENT_OFFICER), now=house.now, kind="lenders",
            year=2025, cut_off=date(2025, 11, 24),
        )  # fmt: skip
        freeze_case(actor=town.bureau(Role.TREASURY_OFFICER), now=house.now, number=award.no)
    assert [one.said for one in played.outcomes if not one.ok] == []
    names = {"purchaser": "采购人", "supplier": "供应商", "institution": "甲银行"}
    names["agency"] = "甲代理"
    parties = {kind: Organisation.objects.get(kind=kind, name=name) for kind, name in names.items()}
    seats = {role: parties.get(role.split("-")[0]) for role in ROLES}
    return {
        role: account_in(town, role, organisation=seats[role], username=role, administrator=True)
        for role in ROLES
    }


def addresses(row: dict[str, str]) -> Iterator[str]:
    """Give an address with every record of the city it could name."""
    address, match = row["address"], resolve(row["address"])
    names = [name for name in match.kwargs if name in THINGS]
    if "no" in match.kwargs:
        known = Contract.objects.exclude(no="").values_list("no", flat=True)
        yield from (address.replace("HT1999-000001", no) for no in known)
    elif "verification_id" in names:
        for one in Verification.objects.all():
            yield f"/institution/applications/{one.application_id}/receipts/{one.pk}/"
    elif names:
        for pk in THINGS[names[0]].objects.values_list("pk", flat=True):
            yield address.replace(ZEROS, str(pk)).replace("999999999", str(pk))
    else:
        yield address


def may_open(row: dict[str, str], role: str) -> bool:
    if row["route"] in OF_ADMINISTRATORS:
        return True
    return row["method"] == "GET" and row[role] not in {"403", "302"}


def test_every_page_of_every_role(crowd: Crowd, house: House, people: dict[str, Account]):
    opened: set[str] = set()
    wrong: list[str] = []
    for role in ROLES:
        visitor = Person(crowd, people[role].username, WORD)
        visitor.opens("/desk/")
        for row in rows():
            if may_open(row, role):
                wrong += visit(visitor, row, role, opened)
        visitor.leaves()
    assert wrong == []
    shut = {row["route"] for row in rows() if row["method"] == "GET"} - opened - NOT_HERE
    assert shut == set(), "nobody could open these"
    crowd.is_content()


def visit(visitor: Person, row: dict[str, str], role: str, opened: set[str]) -> list[str]:
    """Ask for an address; look at its page in the browser where its like was not seen yet."""
    kind = f"{row['route']} {role if row['route'] in OWN_LAYOUT else role == Role.SUPPLIER}"
    if row["route"] in NOT_HERE or (row["public"] == "200" and kind in opened):
        return []
    found = None
    for address in addresses(row):
        answer = visitor.page.request.get(visitor.crowd.house.address + address)
        if answer.status < 400:
            found = address, answer
            break
        if answer.status >= 500:
            return [f"{role} {address}: {answer.status}"]
    if found is None:
        return []
    address, answer = found
    first, _ = kind not in opened, opened.update({row["route"], kind})
    kind_of = answer.headers.get("content-type", "")
    if answer.status != 200 or not kind_of.startswith("text/html"):
        return []
    if not first:
        return [f"{role} {address}: {one}" for one in left_in_source(answer.text())]
    visitor.width = DESK
    visitor.opens(address)
    visitor.width = PHONE
    visitor.page.set_viewport_size({"width": PHONE, "height": 900})
    visitor.page.evaluate(DRAWN)
    visitor.looks()
    visitor.page.set_viewport_size({"width": DESK, "height": 900})
    return []


def left_in_source(source: str) -> list[str]:
    """List what a template left behind, and tables that have no caption."""
    plain = re.sub(r"<script.*?</script>|<[^>]+>", " ", source, flags=re.DOTALL)
    found = [one for one in LEFT if one in plain and not one.startswith("&")]
    if source.count("<table") > source.count("<caption"):
        found.append("a table without caption")
    return found
