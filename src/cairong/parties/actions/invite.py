"""Invite a person to act for an organisation; take an invitation back; accept one (D22)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, Value

from cairong.audit.recording import Tell, record
from cairong.audit.rows import fetch
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotAllowed
from cairong.kernel.text import clean_text
from cairong.parties import reads
from cairong.parties.eyes import OF_TWO, apart, lean_on, same_hands
from cairong.parties.models import Account, Invitation, Mandate, Organisation, Person
from cairong.parties.people import (
    administrators,
    bureau_decides,
    free_username,
    has_had_people,
    invitation_of,
    most_invited,
    own_organisation_id,
    require_administrator,
    require_agreeing,
    still_to_agree,
    to_agree,
    within,
)
from cairong.parties.steps.accounts import own_account, set_password
from cairong.parties.steps.auditing import lean_auditor, require_audit_apart
from cairong.parties.steps.desks import at_desk, check_role, of_whole_organisation
from cairong.parties.steps.invitations import Issued, hashed, new_code, stand_invitation
from cairong.parties.steps.second_factor import plain_digits


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
    require_audit_apart(None, role, day_of(now), administrator=administrator)
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


@use_case(Role.OPERATOR, word="邀请单位管理员")
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

    The link leads nowhere until the bureau's procurement approver has agreed (`agree`), and whoever
    takes it needs the word given there. `papers` names what was looked at. A bureau with a single
    administrator takes a second one likewise, so that one can confirm whom the other brought in.
    Raises Invalid for a role that does not fit, Conflict where the organisation already has its
    administrators. Writes: parties.Invitation. Source: D22.
    """
    organisation = reads.organisation(actor.city, organisation_id)
    region = check_role(organisation, role, "", day_of(now))
    require_audit_apart(None, role, day_of(now), administrator=True)
    held = of_whole_organisation(organisation, administrators(organisation, day_of(now)))
    if held.values("person_id").distinct().count() > most_invited(organisation):
        raise Conflict("parties.has_administrator", organisation=organisation.name)
    if organisation.kind == Organisation.Kind.BUREAU and not has_had_people(actor.city):
        raise Conflict("parties.no_officials")
    issued = stand_invitation(
        actor=actor,
        now=now,
        organisation=organisation,
        role=role,
        region=region,
        name=name,
        phone=phone,
        administrator=True,
        papers=clean_text(papers, field="papers", least=1, most=200),
        asks_second=True,
    )
    _recorded(
        actor, now, "parties.administrator.invited", issued.record, tell=_told_second(actor, now),
        papers=papers, organisation_name=organisation.name,
    )  # fmt: skip
    return issued


@use_case(Role.PROCUREMENT_APPROVER, Role.PBOC, word="同意邀请单位管理员")
def agree(*, actor: Actor, now: datetime, invited_id: UUID) -> Issued[Invitation]:
    """Agree to the invitation of an organisation's administrator, as the second authority.

    The word it makes is told once, to be handed to the person invited by another way than the
    link. The People's Bank agrees where the bureau has nobody who could. Raises NotFound,
    NotAllowed for who stands in the same hands as the operator, Conflict where it is over.
    Writes: parties.Invitation. Source: D19, D22.
    """
    invitation = fetch(still_to_agree(actor, now), invited_id, "邀请", lock=True)
    require_agreeing(actor, now)
    if same_hands(actor.person_id, invitation.invited_by_id):
        raise NotAllowed("parties.word_same_hands", "三(一)-1")
    word = new_code()
    invitation.agreed_by_id, invitation.agreed_at = actor.person_id, now
    invitation.word_hash = hashed(word)
    invitation.save(update_fields=["agreed_by", "agreed_at", "word_hash"])
    _recorded(actor, now, "parties.administrator.agreed", invitation, papers=invitation.papers)
    return Issued(record=invitation, token=word)


@use_case(Role.PROCUREMENT_APPROVER, Role.PBOC, word="不同意邀请单位管理员")
def decline(*, actor: Actor, now: datetime, invited_id: UUID, reason: str) -> Invitation:
    """Turn the invitation of an administrator down. Raises NotFound. Writes: parties.Invitation."""
    invitation = fetch(to_agree(actor), invited_id, "邀请", lock=True)
    require_agreeing(actor, now)
    words = clean_text(reason, field="reason", least=1, most=200)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    _recorded(actor, now, "parties.administrator.declined", invitation, reason=words)
    return invitation


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
    *,
    actor: Actor,
    now: datetime,
    token: str,
    username: str = "",
    password: str = "",
    word: str = "",
) -> Account:
    """Accept an invitation: with a new account, or as the signed-in person.

    Whoever is new stands in the hands of who invited them, and so does who was known as a
    supplier's person alone, or comes to audit; two authorities proved whom both invited (`word`).
    Raises NotFound for a token no longer open, Invalid for user name or password, Conflict where
    the person holds the mandate or has an account there. Writes: parties.Person … Invitation.
    """
    invitation = invitation_of(token, now, lock=True)
    _require_word(invitation, word)
    account = _account(actor, now, invitation, username, password)
    desk = at_desk(invitation, account.person.pk)
    require_audit_apart(account.person.pk, invitation.role, day_of(now))
    if Mandate.objects.filter(**desk, valid_to=None).exists():
        raise Conflict("parties.mandate_held", role=invitation.role)
    mandate = Mandate.objects.create(
        **desk, administrator=invitation.administrator, valid_from=day_of(now),
        papers=invitation.papers,
    )  # fmt: skip
    account.mandate = mandate
    account.save(update_fields=["mandate"] if account.pk else None)
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    brought = account.person.leans_on
    record(
        actor=actor,
        now=now,
        type="parties.invitation.accepted",
        subject=invitation,
        about=[invitation.organisation_id, mandate.pk],
        visible_to=[invitation.organisation_id],
        after={
            "person": account.person.name,
            "role": invitation.role,
            "region": mandate.region,
            "organisation_name": invitation.organisation.name,
            "brought": brought.name if brought else "",
        },
        basis=["三(一)-1"],
        tell=_told_unproven(account.person, mandate, day_of(now)) if brought else [],
    )
    return account


def _require_word(invitation: Invitation, word: str) -> None:
    """Refuse an invitation that nobody agreed to, or a wrong word. Raises Conflict, Invalid."""
    if invitation.asks_second and not invitation.word_hash:
        raise Conflict("parties.not_agreed")
    if invitation.asks_second and invitation.word_hash != hashed(plain_digits(word)):
        raise Invalid("parties.wrong_word", field="word")


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
        account = own_account(held[0].pk)
        if invitation.role == Role.AUDITOR:
            lean_auditor(account.person, invitation)
        _lean(account.person, invitation)
        return account
    _refuse_twin(invitation, day_of(now))
    account = Account(username=free_username(username))
    person = Person(city_id=actor.city, name=invitation.name, phone=invitation.phone)
    person.leans_on = None if invitation.asks_second else invitation.invited_by
    set_password(account, password)
    person.save()
    account.person = person
    return account


def _lean(person: Person, invitation: Invitation) -> None:
    """Let a person known only for suppliers lean on who takes them in elsewhere.

    There one desk has looked at their papers, which makes no pair of eyes in another organisation,
    whomever they leaned on before: that one may be the same desk's. Writes: parties.Person.
    """
    supplier = Organisation.Kind.SUPPLIER
    if invitation.asks_second or invitation.organisation.kind == supplier:
        return
    known = Mandate.objects.filter(person=person).exclude(organisation__kind=supplier)
    if not known.exists():
        lean_on(person, invitation.invited_by_id)


def _told_second(actor: Actor, now: datetime) -> list[Tell]:
    """Who hears that an administrator's invitation waits for a second authority."""
    role = Role.PROCUREMENT_APPROVER if bureau_decides(actor.city, day_of(now)) else Role.PBOC
    return reads.desks_told(actor.city, role)


def _told_unproven(person: Person, mandate: Mandate, on: date) -> list[Tell]:
    """Who hears that somebody came in whom another has yet to confirm."""
    if mandate.role not in OF_TWO:
        return []
    others = apart(administrators(mandate.organisation, on), [person.pk])
    told = set(others.values_list("role", "region"))
    if told or mandate.organisation.kind == Organisation.Kind.BUREAU:
        return [
            Tell(organisation_id=mandate.organisation_id, role=Role(role), region=region)
            for role, region in sorted(told)
        ]
    return reads.desks_told(person.city_id, Role.PROCUREMENT_OFFICER)


def _refuse_twin(invitation: Invitation, on: date) -> None:
    """Refuse a second person of one name whom no telephone tells apart. Raises Conflict.

    Whoever is invited to a further desk takes it with the account they have: four eyes are counted
    by person (D19). An auditor is looked for among who keeps the machine too, and the reverse.
    """
    same = reads.same_person(Value(invitation.name), Value(invitation.phone), of="person__")
    units = Q(organisation_id=invitation.organisation_id)
    if invitation.role == Role.AUDITOR:
        units |= Q(organisation__kind=Organisation.Kind.OPERATOR)
    else:
        units |= Q(role=Role.AUDITOR)
    known = Mandate.objects.lasting(on).filter(
        same, units, organisation__city=invitation.city_id, person__accounts__is_active=True
    )
    if known.exists():
        raise Conflict("parties.person_known", person=invitation.name)


def _recorded(
    actor: Actor,
    now: datetime,
    type_: str,
    invitation: Invitation,
    *,
    tell: Sequence[Tell] = (),
    **more: str,
) -> None:
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
        tell=tell,
    )
