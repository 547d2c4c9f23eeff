"""What an agency sees of its purchaser, and what it never does: not yours is not there. 条例§16"""

import pytest
from django.urls import resolve

from agencies.ground import OWN
from cairong.agencies.actions.answer_engagement import (
    accept_engagement,
    decline_engagement,
    return_engagement,
)
from cairong.agencies.actions.record_engagement import record_engagement
from cairong.agencies.reads import engagements_of, files_of
from cairong.audit.models import Event
from cairong.cases.desk import waiting_for
from cairong.contracts.models import Award, AwardShare, Contract, ContractSupplier
from cairong.contracts.reads import awards_of, contracts_of, secret_counts
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import NotAllowed, NotFound, WrongState
from cairong.lending.models import Application, Intent, Loan, Offer
from cairong.lending.reads import intents_of, loans_of, offers_of
from cairong.outreach.models import Letter
from cairong.outreach.reads import inbox, letters_of
from cairong.treasury.models import Acceptance, Lock, Payment, Receivable
from cairong.treasury.reads import locks_for, payments_for, receivables_for
from house.test_routes import rows
from lending.ground import NOW, Case, stand_case, twice
from support.browsing import read
from support.staging import staged
from support.town import at, found_town
from support.visitors import browser

pytestmark = pytest.mark.django_db
ZEROS = "00000000-0000-7000-8000-000000000000"
RECORDS = {
    "award_id": Award, "share_id": AwardShare, "contract_id": Contract, "part_id": ContractSupplier,
    "intent_id": Intent, "application_id": Application, "offer_id": Offer, "loan_id": Loan,
    "lock_id": Lock, "receivable_id": Receivable, "payment_id": Payment,
    "acceptance_id": Acceptance, "letter_id": Letter, "record_id": Contract,
}  # fmt: skip
SECRETS = ("甲银行", "甲贷", "6217", "548160", "300,000", "DK20", "SD20")


@staged
def case() -> Case:
    """A contract with a loan drawn and paid in part; its purchaser has engaged an agency since."""
    case = stand_case(found_town(at("2025-09-01 08:00")))
    product = case.publish()
    case.draw(case.ready(product), 100_000, now=at("2025-10-21 10:00"))
    case.paid("50000", at("2025-11-12 10:00"), "签订开票")
    town = case.town
    agency = town.organisation("agency", "甲代理", uscc=OWN)
    officer = town.actor(town.purchaser(), Role.PURCHASER_OFFICER)
    approver = town.actor(town.purchaser(), Role.PURCHASER_APPROVER)
    made = twice(
        record_engagement, officer, approver, NOW, agency_id=agency.pk, no="洛代2025-1",
        paper="原件存档", valid_from=NOW.date(), valid_to=at("2026-12-31 08:00").date(),
    )  # fmt: skip
    accept_engagement(actor=town.actor(agency, Role.AGENCY_CLERK), now=NOW, engagement_id=made.pk)
    return case


@pytest.fixture
def clerk(case: Case) -> Actor:
    return case.town.actor(case.town.organisation("agency", "甲代理"), Role.AGENCY_CLERK)


def test_nothing_of_the_purchasers_money_is_read(case: Case, clerk: Actor):
    assert Loan.objects.exists()
    for found in (
        awards_of(clerk), contracts_of(clerk), intents_of(clerk), offers_of(clerk),
        loans_of(clerk), locks_for(clerk), payments_for(clerk), receivables_for(clerk),
        letters_of(clerk), files_of(clerk), inbox(clerk).exclude(event_type__startswith="agenc"),
    ):  # fmt: skip
        assert not found.exists(), found.model
    assert engagements_of(clerk).count() == 1
    assert waiting_for(clerk, now=NOW).balls == []


def test_no_event_of_the_case_is_shown_to_it(case: Case, clerk: Actor):
    shown = Event.objects.filter(visible_to__contains=[clerk.organisation_id])
    kinds = set(shown.values_list("type", flat=True))
    assert all(kind.startswith(("agencies.", "parties.")) for kind in kinds), kinds


def test_no_page_leads_it_to_a_record_of_the_case(case: Case):
    client = browser(case.town, Role.AGENCY_CLERK)
    told, opened = [], 0
    for row in rows():
        named = [name for name in resolve(row["address"]).kwargs if name in RECORDS]
        if not named or row["method"] != "GET":
            continue
        pk = RECORDS[named[0]].objects.values_list("pk", flat=True).first()
        answer = client.get(row["address"].replace(ZEROS, str(pk)))
        opened += 1
        if answer.status_code not in {403, 404}:
            told.append((row["route"], answer.status_code))
    assert told == []
    assert opened > 40


def test_its_own_pages_name_no_loan_account_or_institution(case: Case):
    client = browser(case.town, Role.AGENCY_CLERK)
    own = ("/desk/", "/agencies/engagements/", "/agencies/files/", "/agencies/awards/", "/letters/",
           "/messages/", "/desk/done/", "/desk/started/")  # fmt: skip
    known = {row["address"] for row in rows()}
    for place in own:
        if place in known:
            page = read(client, place)
            assert [each for each in SECRETS if each in page.split("</header>")[-1]] == [], place


class TestSteps:
    def test_an_agreement_is_answered_once_and_over_once(self, case: Case, clerk: Actor):
        made = engagements_of(clerk).get()
        given = {"actor": clerk, "now": NOW, "engagement_id": made.pk}
        with pytest.raises(WrongState):
            accept_engagement(**given)
        with pytest.raises(WrongState):
            decline_engagement(**given, reason="太晚了")
        return_engagement(**given, reason="项目负责人离职")
        for act in (accept_engagement, return_engagement):
            more = {"reason": "再来"} if act is return_engagement else {}
            with pytest.raises(WrongState):
                act(**given, **more)
        made.refresh_from_db()
        assert (made.state, made.ended_on, made.ended_reason) == (
            "returned", NOW.date(), "项目负责人离职",
        )  # fmt: skip

    @pytest.mark.parametrize("role", [Role.SUPPLIER, Role.PROCUREMENT_OFFICER, Role.OPERATOR])
    def test_nobody_else_answers_for_an_agency(self, case: Case, clerk: Actor, role):
        made = engagements_of(clerk).get()
        town = case.town
        seat = town.supplier() if role is Role.SUPPLIER else None
        if role is Role.OPERATOR:
            seat = town.organisation("operator", "采融平台运维中心")
        actor = town.actor(seat, role) if seat else town.bureau(role)
        with pytest.raises(NotAllowed):
            return_engagement(actor=actor, now=NOW, engagement_id=made.pk, reason="代为退回")
        assert not engagements_of(actor).exists()

    def test_a_forged_id_is_not_there(self, case: Case, clerk: Actor):
        for model in RECORDS.values():
            pk = model.objects.values_list("pk", flat=True).first() or ZEROS
            with pytest.raises(NotFound):
                return_engagement(actor=clerk, now=NOW, engagement_id=pk, reason="试试看")

    def test_what_was_secret_is_counted_for_no_agency(self, case: Case, clerk: Actor):
        assert not secret_counts(clerk).exists()
