"""Invite a person to act for an organisation; take an invitation back; accept one (D22)."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Value

from cairong.audit.recording import record
from cairong.audit.rows import fetch
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid
from cairong.parties import reads
from cairong.parties.models import Account, Invitation, Mandate, Person
from cairong.parties.people import (
    administrators,
    free_username,
    invitation_of,
    own_organisation_id,
    require_administrator,
    within,
)
from cairong.parties.steps.accounts import own_account, set_password
from cairong.parties.steps.desks import at_desk, check_role, of_whole_organisation
from cairong.parties.steps.invitations import Issued, stand_invitation


@use_case(word="邀请人员")
def invite_person(
    *,
    actor: Actor,
    now: datetime,
    name: str,
    role: str,
    region: str = "",
    phone: str = "",
    administrator: bool = False,
) -> Issued[Invitation]:
    """Invite a colleague, as an administrator of one's own organisation.

    Raises NotAllowed for others, Invalid for a role or region that does not fit or is not theirs.
    Writes: parties.Invitation. Source: D22.
    """
    own = require_administrator(actor, now)
    wanted = check_role(own.organisation, role, region or actor.region, day_of(now))
    if not actor.whole_city and wanted != actor.region:
        raise Invalid("parties.no_region", field="region", value=wanted)
    issued = stand_invitation(
        actor=actor,
        now=now,
        organisation=own.organisation,
        role=role,
        region=wanted,
        name=name,
        phone=phone,
        administrator=administrator,
    )
    _recorded(actor, now, "parties.person.invited", issued.record)
    return issued


@use_case(Role.OPERATOR, Role.SYSTEM, word="邀请单位管理员")
def invite_administrator(
    *,
    actor: Actor,
    now: datetime,
    organisation_id: UUID,
    name: str,
    role: str,
    papers: str,
    phone: str = "",
) -> Issued[Invitation]:
    """Invite an organisation's first administrator on papers, as the operator.

    `papers` names what was looked at. Raises Invalid for a role that does not fit, Conflict
    where the organisation already has one for all of it. Writes: parties.Invitation. Source: D22.
    """
    organisation = reads.organisation(actor.city, organisation_id)
    region = check_role(organisation, role, "", day_of(now))
    if of_whole_organisation(organisation, administrators(organisation, day_of(now))).exists():
        raise Conflict("parties.has_administrator", organisation=organisation.name)
    issued = stand_invitation(
        actor=actor,
        now=now,
        organisation=organisation,
        role=role,
        region=region,
        name=name,
        phone=phone,
        administrator=True,
    )
    _recorded(actor, now, "parties.administrator.invited", issued.record, papers=papers)
    return issued


@use_case(word="撤回邀请")
def withdraw_invitation(*, actor: Actor, now: datetime, invitation_id: UUID) -> Invitation:
    """Take back an invitation nobody has accepted yet. Writes: parties.Invitation."""
    require_administrator(actor, now)
    invitation = _open_invitation(actor, invitation_id)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    _recorded(actor, now, "parties.invitation.withdrawn", invitation)
    return invitation


@use_case(word="再次发出邀请")
def invite_again(*, actor: Actor, now: datetime, invitation_id: UUID) -> Issued[Invitation]:
    """Invite somebody anew whose invitation lapsed or whose link was lost; the old one ends.

    Raises NotFound, Conflict for one accepted or taken back. Writes: parties.Invitation.
    """
    own = require_administrator(actor, now)
    old = _open_invitation(actor, invitation_id)
    old.withdrawn_at = now
    old.save(update_fields=["withdrawn_at"])
    issued = stand_invitation(
        actor=actor,
        now=now,
        organisation=own.organisation,
        role=old.role,
        region=old.region,
        name=old.name,
        phone=old.phone,
        administrator=old.administrator,
    )
    _recorded(actor, now, "parties.person.invited", issued.record, instead_of=str(old.pk))
    return issued


@use_case(word="接受邀请")
def accept_invitation(
    *, actor: Actor, now: datetime, token: str, username: str = "", password: str = ""
) -> Account:
    """Accept an invitation: with a new account, or as the signed-in person.

    Raises NotFound for a token that is no longer open, Invalid for user name or password,
    Conflict where the person already holds the mandate, or has an account in the organisation.
    Writes: parties.Person, parties.Mandate, parties.Account, parties.Invitation. Source: D22.
    """
    invitation = invitation_of(token, now, lock=True)
    account = _account(actor, now, invitation, username, password)
    desk = at_desk(invitation, account.person.pk)
    if Mandate.objects.filter(**desk, valid_to=None).exists():
        raise Conflict("parties.mandate_held", role=invitation.role)
    mandate = Mandate.objects.create(
        **desk, administrator=invitation.administrator, valid_from=day_of(now)
    )
    account.mandate = mandate
    account.save(update_fields=["mandate"] if account.pk else None)
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    record(
        actor=actor,
        now=now,
        type="parties.invitation.accepted",
        subject=invitation,
        about=[invitation.organisation_id, mandate.pk],
        visible_to=[invitation.organisation_id],
        after={"person": account.person.name, "role": invitation.role, "region": mandate.region},
        basis=["三(一)-1"],
    )
    return account


def _open_invitation(actor: Actor, invitation_id: UUID) -> Invitation:
    """Fetch and lock an open invitation of the actor's organisation."""
    own = own_organisation_id(actor)
    rows = Invitation.objects.filter(organisation_id=own, city_id=actor.city)
    invitation = fetch(within(actor, rows), invitation_id, "邀请", lock=True)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise Conflict("parties.invitation_over")
    return invitation


def _account(
    actor: Actor, now: datetime, invitation: Invitation, username: str, password: str
) -> Account:
    if actor.person_id is not None:
        held = Account.objects.filter(person_id=actor.person_id, is_active=True).order_by("pk")
        return own_account(held[0].pk)
    _refuse_twin(invitation, day_of(now))
    account = Account(username=free_username(username))
    person = Person(city_id=actor.city, name=invitation.name, phone=invitation.phone)
    set_password(account, password)
    person.save()
    account.person = person
    return account


def _refuse_twin(invitation: Invitation, on: date) -> None:
    """Refuse a second person of one name whom no telephone tells apart. Raises Conflict.

    Whoever is invited to a further desk takes it with the account they have: four eyes are counted
    by person (D19).
    """
    same = reads.same_person(Value(invitation.name), Value(invitation.phone), of="person__")
    known = Mandate.objects.lasting(on).filter(
        same, organisation_id=invitation.organisation_id, person__accounts__is_active=True
    )
    if known.exists():
        raise Conflict("parties.person_known", person=invitation.name)


def _recorded(actor: Actor, now: datetime, type_: str, invitation: Invitation, **more: str) -> None:
    record(
        actor=actor,
        now=now,
        type=type_,
        subject=invitation,
        about=[invitation.organisation_id],
        visible_to=[invitation.organisation_id],
        after={
            "name": invitation.name,
            "role": invitation.role,
            "region": invitation.region,
            "administrator": invitation.administrator,
            **more,
        },
        basis=["三(一)-1"],
    )
