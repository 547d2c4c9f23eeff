"""Who looked at what was not for everybody: each look is an event, each look refused is kept."""

from uuid import uuid4

import pytest
from django.test import Client

from cairong.audit.checking import check_chain
from cairong.audit.models import Event, RefusalRecord
from cairong.contracts.models import Filing
from cairong.doors.clock import now
from cairong.doors.drain import drain
from cairong.driving.demo.facts import CITY
from cairong.kernel.actor import Channel, Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.consent import withdraw_consent
from cairong.lending.models import Application, Consent
from cairong.outreach.models import Letter, Message
from cairong.parties.models import Account, Proposal
from cairong.parties.reads import actor_of
from support.visitors import signed_in

pytestmark = [
    pytest.mark.usefixtures("built", "clock"),
    pytest.mark.xdist_group("demo"),
]
APPLICATION = "/institution/applications/{}/"


def holders(role: Role, **facts):
    found = Account.objects.filter(mandate__role=role, **facts).select_related("mandate")
    return found.order_by("username")


def looks(type_: str, subject) -> list[Event]:
    return list(Event.objects.filter(type=type_, subject_id=str(subject.pk)).order_by("seq"))


@pytest.fixture
def application() -> Application:
    """An application whose supplier lets the institution read its contact data today."""
    running = Consent.objects.filter(withdrawn_at=None, until__gte=day_of(now()))
    consent = running.order_by("-until", "pk").first()
    return Application.objects.get(intent=consent.intent_id, institution=consent.institution_id)


def test_reading_contact_data_is_an_event_each_time_and_the_supplier_is_told(application):
    officer = holders(
        Role.INSTITUTION_OFFICER, mandate__organisation=application.institution_id
    ).first()
    before = len(looks("lending.contact.read", application))
    client, supplier = signed_in(officer), application.intent.supplier
    hidden = client.get(APPLICATION.format(application.pk)).content.decode()
    assert supplier.contact_phone not in hidden
    assert len(looks("lending.contact.read", application)) == before
    for _ in range(2):
        answer = client.post(f"{APPLICATION.format(application.pk)}contact/")
        assert supplier.contact_phone in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"
    found = looks("lending.contact.read", application)[before:]
    assert len(found) == 2
    for one in found:
        assert (one.person_id, one.channel) == (officer.person_id, "web")
        assert one.role == Role.INSTITUTION_OFFICER
        assert supplier.pk in one.visible_to
        assert supplier.contact_phone not in str(one.after)
    drain(clock=now, city=CITY)
    told = Message.objects.filter(event_type="lending.contact.read", organisation=supplier)
    assert {one.pk for one in found} <= set(told.values_list("event", flat=True))


def test_who_may_not_read_contact_data_is_refused_and_the_try_is_kept(application):
    stranger = (
        holders(Role.INSTITUTION_OFFICER)
        .exclude(mandate__organisation=application.institution_id)
        .first()
    )
    before = looks("lending.contact.read", application)
    answer = signed_in(stranger).post(f"{APPLICATION.format(application.pk)}contact/")
    assert answer.status_code == 404
    kept = RefusalRecord.objects.filter(person_id=stranger.person_id).latest("pk")
    assert (kept.act, kept.kind) == ("read_contact", "NotFound")
    nobody = Client().post(f"{APPLICATION.format(application.pk)}contact/")
    assert nobody.status_code in {302, 401}
    assert looks("lending.contact.read", application) == before


def test_a_consent_taken_back_shuts_the_door_at_once(application):
    officer = holders(
        Role.INSTITUTION_OFFICER, mandate__organisation=application.institution_id
    ).first()
    supplier = holders(Role.SUPPLIER, mandate__organisation=application.intent.supplier_id)
    withdraw_consent(
        actor=actor_of(supplier.first().mandate, channel=Channel.WEB),
        now=now(),
        application_id=application.pk,
    )
    answer = signed_in(officer).post(f"{APPLICATION.format(application.pk)}contact/")
    assert answer.status_code == 403
    assert application.intent.supplier.contact_phone not in answer.content.decode()
    kept = RefusalRecord.objects.filter(person_id=officer.person_id).latest("pk")
    assert kept.code == "lending.no_consent"


def test_opening_a_filing_at_the_desk_is_an_event_once_and_the_purchaser_may_see_it():
    waiting = Filing.objects.filter(contract__state="announced", opened_at=None, decided_at=None)
    contract = waiting.order_by("pk").last().contract
    officer = holders(Role.PROCUREMENT_OFFICER, mandate__region=contract.region).first()
    client = signed_in(officer)
    for _ in range(2):
        assert client.get(f"/finance/filings/{contract.pk}/").status_code == 200
    one = looks("filing.contract.opened", contract)[-1]
    assert (one.person_id, one.after["first"]) == (officer.person_id, True)
    assert contract.purchaser_id in one.visible_to
    assert sum(look.after["round"] == one.after["round"] for look in
               looks("filing.contract.opened", contract)) == 1  # fmt: skip


def test_opening_a_proposal_is_an_event_of_the_second_person_and_of_no_other():
    unopened = Proposal.objects.filter(state="waiting", opened_at=None)
    proposal = unopened.filter(
        prepared_by__accounts__isnull=False, organisation__kind="institution"
    ).order_by("pk").first()  # fmt: skip
    preparer = Account.objects.filter(person=proposal.prepared_by_id).first()
    assert signed_in(preparer).get(f"/proposals/{proposal.pk}/").status_code == 200
    assert looks("parties.proposal.opened", proposal) == []
    wanted = holders(
        Role(proposal.approves), mandate__organisation=proposal.organisation_id
    ).first()
    for _ in range(2):
        assert signed_in(wanted).get(f"/proposals/{proposal.pk}/").status_code == 200
    [one] = looks("parties.proposal.opened", proposal)
    assert one.person_id == wanted.person_id


def test_opening_the_letter_is_the_suppliers_event_and_the_desks_look_is_none():
    known = holders(Role.SUPPLIER).values_list("mandate__organisation", flat=True)
    letter = Letter.objects.filter(opened_at=None, supplier__in=known).order_by("pk").first()
    desk = holders(Role.PROCUREMENT_OFFICER, mandate__region=CITY).first()
    supplier = holders(Role.SUPPLIER, mandate__organisation=letter.supplier_id).first()
    signed_in(desk).get(f"/letters/{letter.pk}/")
    assert looks("outreach.letter.opened", letter) == []
    for _ in range(2):
        assert signed_in(supplier).get(f"/letters/{letter.pk}/").status_code == 200
    [one] = looks("outreach.letter.opened", letter)
    assert one.person_id == supplier.person_id
    assert letter.award.purchaser_id in one.visible_to


@pytest.mark.parametrize("path", [APPLICATION, "/proposals/{}/", "/letters/{}/"])
def test_a_guess_at_an_address_is_kept_with_who_guessed(path):
    account = holders(Role.INSTITUTION_OFFICER if path is APPLICATION else Role.SUPPLIER).first()
    before = RefusalRecord.objects.count()
    assert signed_in(account).get(path.format(uuid4())).status_code == 404
    assert RefusalRecord.objects.count() == before + 1
    assert RefusalRecord.objects.latest("pk").person_id == account.person_id


def test_the_chain_holds_after_all_this():
    assert check_chain(CITY).broken is None
