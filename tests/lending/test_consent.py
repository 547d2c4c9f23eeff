"""Contact data: who may read them, from when to when, and that each reading is on record."""

from datetime import date, timedelta

import pytest
from django.db import connection

from cairong.audit.models import Event
from cairong.clocks.models import Duty
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, NotAllowed, NotFound, WrongState
from cairong.lending.actions.consent import (
    ask_consent,
    give_consent,
    read_contact,
    withdraw_consent,
)
from cairong.lending.actions.decline_offer import withdraw_intent
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.models import Consent
from cairong.lending.steps.contact import masked_contact
from cairong.outreach.sentences import message_of
from cairong.parties.models import Organisation
from lending.ground import Case, stand_award
from support.refusing import stopped
from support.staging import staged
from support.town import at
from support.visitors import organisation_of

CLAUSE = "二(一)-3"
NAME, PHONE = "演示联系人", "13800000000"


@staged
def application(case: Case):
    """An application of an intent sent to everybody: nobody may read the contact data yet."""
    case.shelve("甲银行", "乙银行")
    Organisation.objects.filter(kind="supplier").update(contact_name=NAME, contact_phone=PHONE)
    return case.application(case.intend(100, institution_ids=[]))


def give(case: Case, application, now=None):
    return give_consent(actor=case.supplier, now=now or case.now, application_id=application.pk)


def back(case: Case, application, now=None):
    return withdraw_consent(actor=case.supplier, now=now or case.now, application_id=application.pk)


def read(case: Case, application, now=None, actor=None):
    return read_contact(
        actor=actor or case.officer(), now=now or case.now, application_id=application.pk
    )


def ask(case: Case, application):
    return ask_consent(actor=case.officer(), now=case.now, application_id=application.pk)


def readings() -> list[Event]:
    return list(Event.objects.filter(type="lending.contact.read").order_by("pk"))


def test_without_consent_the_reading_is_refused_and_not_on_record(case: Case, application):
    with pytest.raises(NotAllowed) as refused:
        read(case, application)
    assert (refused.value.findings[0].code, refused.value.obligation) == (
        "lending.no_consent", CLAUSE,
    )  # fmt: skip
    assert readings() == []
    seen = masked_contact(application, on=case.now.date())
    assert (seen.name, seen.phone, seen.readable) == ("演**", "138****00", False)


def test_a_reading_names_who_read_and_tells_the_supplier(case: Case, application):
    give(case, application)
    contact = read(case, application)
    assert (contact.name, contact.phone) == (NAME, PHONE)
    (event,) = readings()
    officer = case.officer()
    assert (event.person_id, event.organisation_id) == (officer.person_id, case.bank().pk)
    assert event.at == case.now
    assert [one["organisation"] for one in event.after["tell"]] == [
        str(application.intent.supplier_id)
    ]
    for word in (NAME, PHONE):
        assert word not in str(event.before) + str(event.after)


def test_every_reading_is_an_event_of_its_own(case: Case, application):
    give(case, application)
    for minutes in range(3):
        read(case, application, case.now + timedelta(minutes=minutes))
    assert len(readings()) == 3


def test_consent_to_one_is_no_consent_to_another(case: Case, application):
    give(case, application)
    other = case.application(application.intent, "乙银行")
    with pytest.raises(NotAllowed):
        read(case, other, actor=case.officer("乙银行"))
    with pytest.raises(NotFound):
        read(case, application, actor=case.officer("乙银行"))
    assert readings() == []


def test_withdrawn_it_ends_at_once_and_may_be_given_again(case: Case, application):
    give(case, application)
    moment = case.now + timedelta(minutes=1)
    back(case, application, moment)
    with pytest.raises(NotAllowed):
        read(case, application, moment)
    give(case, application, moment + timedelta(minutes=1))
    read(case, application, moment + timedelta(minutes=2))
    assert len(readings()) == 1
    assert Consent.objects.filter(withdrawn_at=None).count() == 1
    types = Event.objects.filter(type__startswith="lending.consent").order_by("pk")
    assert [one.type.rpartition(".")[2] for one in types] == ["given", "withdrawn", "given"]


def test_one_whose_days_are_over_may_be_given_again(case: Case, application):
    give(case, application)
    later = at("2026-04-08 09:00")
    with pytest.raises(NotAllowed):
        read(case, application, later)
    give(case, application, later)
    read(case, application, later)
    with pytest.raises(Conflict):
        give(case, application, later)


@pytest.mark.parametrize(
    ("moment", "readable"), [("2026-04-07 23:59", True), ("2026-04-08 00:00", False)]
)
def test_after_180_days_it_has_ended_by_itself(case: Case, application, moment, readable):
    assert give(case, application).until == date(2026, 4, 7)
    if readable:
        read(case, application, at(moment))
    else:
        with pytest.raises(NotAllowed):
            read(case, application, at(moment))
    assert len(readings()) == readable
    assert masked_contact(application, on=at(moment).date()).readable == readable


def test_what_has_ended_is_not_withdrawn(case: Case, application):
    give(case, application)
    with pytest.raises(NotFound):
        back(case, application, at("2026-04-08 09:00"))
    with pytest.raises(NotFound):
        back(case, case.application(application.intent, "乙银行"))


def test_given_twice_it_stands_once(case: Case, application):
    give(case, application)
    with pytest.raises(Conflict) as refused:
        give(case, application)
    assert refused.value.findings[0].code == "lending.already_consented"
    assert Consent.objects.count() == 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PUBLIC, Role.SYSTEM, Role.SUPPLIER}))
def test_only_the_institutions_own_officers_read(case: Case, application, role):
    give(case, application)
    stranger = case.town.actor(organisation_of(case.town, role), role)
    if role in (Role.INSTITUTION_OFFICER, Role.INSTITUTION_MANAGER):
        assert read(case, application, actor=stranger).phone == PHONE
        return
    with pytest.raises(NotAllowed):
        read(case, application, actor=stranger)
    assert readings() == []


def test_nobody_consents_for_the_supplier(case: Case, application):
    for actor in (case.officer(), case.approver(), case.town.bureau("procurement-officer")):
        with pytest.raises(NotAllowed):
            give_consent(actor=actor, now=case.now, application_id=application.pk)
    rival = case.town.actor(case.town.supplier("别家", uscc=""), "supplier")
    for act in (give_consent, withdraw_consent):
        with pytest.raises(NotFound):
            act(actor=rival, now=case.now, application_id=application.pk)
    assert not Consent.objects.exists()


@pytest.mark.parametrize(("given", "changed"), [
    (True, "withdrawn_at = now()"), (False, "withdrawn_at = NULL"),
])  # fmt: skip
def test_by_hand_nobody_takes_one_back_or_revives_it(case: Case, application, given, changed):
    give(case, application)
    if not given:
        back(case, application)
    with stopped("lending_consent_unsaid"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE lending_consent SET {changed}")  # noqa: S608 - words of our own


@pytest.mark.parametrize("changed", ["until + 1", "until"])
def test_by_hand_none_is_given_for_longer_or_for_more(case: Case, application, changed):
    give(case, application)
    back(case, application)
    scope = "scope" if changed != "until" else "'全部资料'"
    with stopped("lending_consent_unsaid"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO lending_consent (id, intent_id, institution_id, scope, given_at, until)"  # noqa: S608
            f" SELECT gen_random_uuid(), intent_id, institution_id, {scope}, given_at, {changed}"
            " FROM lending_consent"
        )


@pytest.mark.parametrize("column", ["until", "given_at", "institution_id", "scope"])
def test_by_hand_nobody_makes_one_longer(case: Case, application, column):
    give(case, application)
    with stopped("permission denied"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE lending_consent SET {column} = {column}")  # noqa: S608


def test_a_consent_ends_with_the_application(case: Case, application):
    give(case, application)
    case.by_bank(
        reject_application, "甲银行", application_id=application.pk, code="term-mismatch",
        words="预计付款日太晚,请缩短期限后再申请",
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        read(case, application)
    for act in (give, ask):
        with pytest.raises(WrongState):
            act(case, application)


def test_a_consent_ends_with_the_wish(case: Case, application):
    give(case, application)
    withdraw_intent(actor=case.supplier, now=case.now, intent_id=application.intent_id)
    with pytest.raises(NotAllowed):
        read(case, application)


class TestAsked:
    """An intent sent to all leaves a bank one thing to do towards the supplier: ask."""

    def test_asking_is_the_first_contact_and_the_supplier_is_told(self, case: Case, application):
        ask(case, application)
        duty = Duty.objects.get(subject_id=application.pk, kind="first_contact")
        assert duty.state == "done"
        event = Event.objects.get(type="lending.consent.asked")
        assert [one["role"] for one in event.after["tell"]] == [Role.SUPPLIER]
        assert application.intent.no in message_of(event)

    def test_it_opens_nothing_before_the_supplier_consents(self, case: Case, application):
        ask(case, application)
        with pytest.raises(NotAllowed):
            read(case, application)
        give(case, application)
        assert read(case, application).phone == PHONE

    def test_it_can_be_done_before_the_contract(self, case: Case):
        award = stand_award(case.town)
        case.shelve("甲银行")
        intent = case.intend(100, award_id=award.pk, contract_id=None, institution_ids=[])
        application = case.application(intent)
        ask(case, application)
        assert not Duty.objects.filter(subject_id=application.pk, state="running").exists()

    def test_only_once_and_not_where_it_may_read_already(self, case: Case, application):
        ask(case, application)
        with pytest.raises(Conflict) as refused:
            ask(case, application)
        assert refused.value.findings[0].code == "lending.consent_asked"
        named = case.application(case.intend(200))
        with pytest.raises(Conflict) as refused:
            ask(case, named)
        assert refused.value.findings[0].code == "lending.already_consented"
