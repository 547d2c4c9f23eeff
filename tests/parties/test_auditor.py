"""Who audits does nothing else: by the rule in words, and by the database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cairong.kernel.actor import Channel, Role, public
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, PolicyBreach
from cairong.parties import reads
from cairong.parties.actions.appoint import appoint_person
from cairong.parties.actions.desks import appoint_deputy, hand_over, suspend_mandate
from cairong.parties.actions.invite import accept_invitation, invite_person
from cairong.parties.eyes import unproven_colleagues
from cairong.parties.models import Account, Mandate, Person
from cairong.policy.auditing import audits_alone
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
    assert "还没有审计员,请邀请" in client.get("/desk/").content.decode()
    appoint(town, Role.AUDITOR, name="审甲")
    assert "还没有审计员" not in client.get("/desk/").content.decode()
