"""Who audits does nothing else: by the rule in words, and by the database."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from cairong.audit.models import Event
from cairong.cases.finding import HOME, trail_of
from cairong.kernel.actor import Channel, Role, public
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, PolicyBreach
from cairong.outreach.sentences import message_of
from cairong.parties import reads
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.desks import appoint_deputy, hand_over, suspend_mandate
from cairong.parties.actions.invite import accept_invitation, invite_person
from cairong.parties.eyes import unproven_colleagues
from cairong.parties.models import Account, Mandate, Person
from cairong.policy.auditing import audits_alone, is_apart
from support.staging import staged
from support.town import CITY, Town, at, found_town
from support.visitors import account_in, signed_in

pytestmark = pytest.mark.django_db
NOW = at("2025-09-15 10:00")
WORD = "correct horse battery"


@staged
def town(db) -> Town:
    return found_town()


@staged
def head(town):
    """A bureau's administrator."""
    account = account_in(town, Role.PROCUREMENT_APPROVER, username="head-one", administrator=True)
    return reads.actor_of(account.mandate, channel=Channel.WEB)


@pytest.mark.parametrize(
    ("role", "other_roles", "administrator", "deputy", "code"),
    [
        ("auditor", [], False, False, None),
        ("auditor", ["auditor"], False, False, None),
        ("auditor", [], True, False, "parties.auditor_plain"),
        ("auditor", [], False, True, "parties.auditor_plain"),
        ("auditor", ["operator"], False, False, "parties.auditor_apart"),
        ("auditor", ["auditor", "treasury-officer"], False, False, "parties.auditor_apart"),
        ("procurement-officer", ["auditor"], False, False, "parties.auditor_apart"),
        ("supplier", ["auditor"], True, False, "parties.auditor_apart"),
        ("operator", ["procurement-officer"], True, True, None),
    ],
)
def test_the_rule(role, other_roles, administrator, deputy, code):
    found = audits_alone(
        role=role, other_roles=other_roles, administrator=administrator, deputy=deputy
    )
    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (None, None),
        (date(2025, 8, 16), None),
        (date(2025, 8, 17), "notary.auditor_lately"),
        (date(2025, 9, 15), "notary.auditor_lately"),
    ],
)
def test_another_desk_lies_thirty_days_back(until, code):
    found = is_apart(seated_until=until, on=date(2025, 9, 15))
    assert (found.code if found else None) == code


def appoint(town: Town, role: Role, **given) -> Mandate:
    kind = "operator" if role is Role.OPERATOR else "bureau"
    return appoint_person(
        actor=town.system, now=NOW, organisation_id=reads.the_only(CITY, kind).pk,
        role=role.value, **given,
    )  # fmt: skip


def test_no_second_desk_beside_it_and_none_before_the_first_ended(town, head):
    auditor = appoint(town, Role.AUDITOR, name="审甲")
    for role in (Role.TREASURY_OFFICER, Role.OPERATOR):
        with pytest.raises(PolicyBreach):
            appoint(town, role, name="", person_id=auditor.person_id)
    keeper = appoint(town, Role.OPERATOR, name="运乙")
    with pytest.raises(PolicyBreach):
        appoint(town, Role.AUDITOR, name="", person_id=keeper.person_id)
    suspend_mandate(actor=head, now=NOW, mandate_id=auditor.pk, reason="转岗")
    appoint(town, Role.TREASURY_OFFICER, name="", person_id=auditor.person_id)


@pytest.mark.parametrize(
    "facts",
    [
        {"role": "operator"},
        {"role": "treasury-approver", "administrator": True},
        {"role": "supplier"},
        {"role": "auditor", "administrator": True, "other": True},
        {"role": "treasury-officer", "ahead": True},
    ],
)
def test_the_database_refuses_it_whoever_writes(town, facts):
    audits = appoint(town, Role.AUDITOR, name="审甲")
    first = day_of(NOW) + timedelta(days=90) if facts.pop("ahead", False) else day_of(NOW)
    person = Person.objects.create(city_id=CITY, name="另一") if facts.pop("other", False) else None
    with (
        pytest.raises(IntegrityError, match=r"parties_auditor_(apart|plain)"),
        transaction.atomic(),
    ):
        Mandate.objects.create(
            organisation=audits.organisation, person=person or audits.person, region=CITY,
            valid_from=first, **facts,
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="parties_auditor_plain"), transaction.atomic():
        Mandate.objects.filter(pk=audits.pk).update(administrator=True)


def test_an_administrator_invites_one_who_is_no_administrator_and_sees_the_whole_city(town, head):
    given = {"actor": head, "now": NOW, "name": "审丙", "role": "auditor"}
    with pytest.raises(PolicyBreach) as refused:
        invite_person(**given, administrator=True)
    assert refused.value.findings[0].code == "parties.auditor_plain"
    with pytest.raises(Invalid) as refused:
        invite_person(**given, region="410327")
    assert refused.value.findings[0].code == "parties.auditor_region"
    issued = invite_person(**given, phone="13800000001")
    made = accept_invitation(
        actor=public(city=CITY),
        now=NOW, token=issued.token, username="audits", password=WORD,
    )  # fmt: skip
    assert made.person.leans_on_id == head.person_id
    second = account_in(town, Role.TREASURY_APPROVER, username="head-two", administrator=True)
    listed = unproven_colleagues(reads.actor_of(second.mandate, channel=Channel.WEB), NOW)
    assert [each.person.name for each in listed] == ["审丙"]


def test_who_has_a_desk_takes_no_invitation_to_audit(town, head):
    officer = account_in(town, Role.TREASURY_OFFICER, username="has-desk")
    issued = invite_person(actor=head, now=NOW, name="国丁", role="auditor")
    with pytest.raises(PolicyBreach) as refused:
        accept_invitation(
            actor=reads.actor_of(officer.mandate, channel=Channel.WEB), now=NOW, token=issued.token
        )
    assert refused.value.findings[0].code == "parties.auditor_apart"


def test_nor_a_twin_of_an_operator(town, head):
    keeper = appoint(town, Role.OPERATOR, name="运戊", phone="13800000002", username="keeps")
    assert Account.objects.filter(person=keeper.person).exists()
    issued = invite_person(actor=head, now=NOW, name="运戊", role="auditor", phone="13800000002")
    with pytest.raises(Conflict) as refused:
        accept_invitation(
            actor=public(city=CITY), now=NOW, token=issued.token, username="twin-of", password=WORD
        )
    assert refused.value.findings[0].code == "parties.person_known"


def test_no_deputy_and_no_handing_over_to_who_has_a_desk(town, head):
    auditor = appoint(town, Role.AUDITOR, name="审甲")
    officer = appoint(town, Role.TREASURY_OFFICER, name="国丁")
    first, last = day_of(NOW), day_of(NOW) + timedelta(days=3)
    with pytest.raises(PolicyBreach):
        appoint_deputy(
            actor=head, now=NOW, mandate_id=auditor.pk, deputy_id=officer.pk,
            valid_from=first, valid_to=last,
        )  # fmt: skip
    with pytest.raises(PolicyBreach):
        appoint_deputy(
            actor=head, now=NOW, mandate_id=officer.pk, deputy_id=auditor.pk,
            valid_from=first, valid_to=last,
        )  # fmt: skip
    with pytest.raises(PolicyBreach):
        hand_over(
            actor=head, now=NOW, mandate_id=auditor.pk, successor_id=officer.pk, reason="调动"
        )


def test_the_bureaus_administrators_are_asked_for_one_until_there_is(town, head):
    client = signed_in(Account.objects.get(username="head-one"))
    assert "还没有经两人证实的审计员" in client.get("/desk/").content.decode()
    audits = appoint(town, Role.AUDITOR, name="审甲")
    Person.objects.filter(pk=audits.person_id).update(leans_on=head.person_id)
    assert "还没有经两人证实的审计员" in client.get("/desk/").content.decode()
    second = account_in(town, Role.TREASURY_APPROVER, username="head-two").person
    Person.objects.filter(pk=audits.person_id).update(
        leans_on=None, proven_by=second, proven_at=NOW
    )
    assert "还没有经两人证实的审计员" not in client.get("/desk/").content.decode()


def invited_back(head, person: Person) -> Account:
    """Somebody known ends at their desk, and comes to audit by the same administrator."""
    seat = Mandate.objects.get(person=person)
    suspend_mandate(actor=head, now=NOW, mandate_id=seat.pk, reason="转任审计")
    issued = invite_person(actor=head, now=NOW, name=person.name, role="auditor")
    return accept_invitation(
        actor=reads.actor_of(seat, channel=Channel.WEB), now=NOW, token=issued.token
    )


def test_whoever_comes_to_audit_leans_on_who_invited_them_however_known(town, head):
    known = account_in(town, Role.TREASURY_OFFICER, username="known-one").person
    assert known.leans_on_id is None
    assert invited_back(head, known).person.leans_on_id == head.person_id


def test_who_leans_on_another_comes_to_lean_on_who_invited_them(town, head):
    other = account_in(town, Role.TREASURY_APPROVER, username="head-two", administrator=True).person
    known = account_in(town, Role.TREASURY_OFFICER, username="known-one").person
    Person.objects.filter(pk=known.pk).update(leans_on=other)
    assert invited_back(head, known).person.leans_on_id == head.person_id


def test_none_audits_by_whom_they_have_brought_in(town, head):
    known = account_in(town, Role.TREASURY_OFFICER, username="known-one").person
    Person.objects.filter(pk=head.person_id).update(leans_on=known)
    with pytest.raises(Conflict) as refused:
        invited_back(head, known)
    assert refused.value.findings[0].code == "parties.auditor_same_hands"
    assert known.name in str(refused.value.findings[0].params)


def test_of_an_auditors_end_the_other_administrators_and_the_peoples_bank_hear(town, head):
    auditor = appoint(town, Role.AUDITOR, name="审甲")
    officer = appoint(town, Role.TREASURY_OFFICER, name="国丁")
    account_in(town, Role.TREASURY_APPROVER, username="head-two", administrator=True)
    for each in (auditor, officer):
        suspend_mandate(actor=head, now=NOW, mandate_id=each.pk, reason="转岗")
    heard, unheard = (
        Event.objects.get(type="parties.mandate.ended", subject_id=str(each.pk))
        for each in (auditor, officer)
    )
    assert [each["role"] for each in heard.after["tell"]] == ["treasury-approver", "pboc"]
    assert "tell" not in unheard.after
    assert message_of(heard).endswith("终止了审甲的审计员授权:转岗。请核对理由,另请审计员。")
    bank = account_in(town, Role.PBOC, username="bank-one")
    assert trail_of(reads.actor_of(bank.mandate, channel=Channel.WEB), auditor.pk) == HOME
