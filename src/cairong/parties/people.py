"""The people of an organisation: who administers it, who is invited, how they are let back in."""

import re
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from cairong.audit.rows import fetch, locked
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from cairong.parties import reads
from cairong.parties.models import (
    Account,
    Invitation,
    LinkedIdentity,
    Mandate,
    Organisation,
    Person,
    Renewal,
)
from cairong.parties.steps.invitations import hashed

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{3,59}")
LONGEST_NAME = 60
TRIES = 9


def require_administrator(actor: Actor, now: datetime) -> Mandate:
    """Find the mandate by which the actor administers its organisation. Raises NotAllowed."""
    own = own_organisation_id(actor)
    rows = Mandate.objects.running(day_of(now)).filter(organisation_id=own, administrator=True)
    mandate = rows.select_related("organisation").filter(Q(pk=actor.mandate_id)).first()
    if mandate is None:
        raise NotAllowed("parties.not_administrator")
    return mandate


def administers(actor: Actor, now: datetime) -> bool:
    """Whether an actor administers its organisation by the mandate under which it acts."""
    rows = Mandate.objects.running(day_of(now)).filter(administrator=True)
    return actor.mandate_id is not None and rows.filter(pk=actor.mandate_id).exists()


def require_whole_organisation(actor: Actor, now: datetime) -> Mandate:
    """Find the mandate by which an actor administers its whole organisation. Raises NotAllowed."""
    mandate = require_administrator(actor, now)
    if not reaches_whole_organisation(actor, mandate.organisation):
        raise NotAllowed("parties.not_whole_organisation")
    return mandate


def reaches_whole_organisation(actor: Actor, organisation: Organisation) -> bool:
    """Whether an actor reaches everybody of its organisation, not those of one county of it."""
    return actor.whole_city or actor.region == organisation.region


def own_organisation_id(actor: Actor) -> UUID:
    """Name the organisation an actor acts for. Raises NotAllowed for one who acts for none."""
    if actor.organisation_id is None:
        raise NotAllowed("parties.not_administrator")
    return actor.organisation_id


def within[M: Model](actor: Actor, rows: QuerySet[M]) -> QuerySet[M]:
    """Narrow mandates or invitations of an organisation to the region its administrator acts in."""
    return rows if actor.whole_city else rows.filter(region=actor.region)


def invited(actor: Actor) -> list[Invitation]:
    """List who is invited to an actor's own organisation and has not come, the newest first."""
    rows = Invitation.objects.filter(
        organisation_id=own_organisation_id(actor), accepted_at=None, withdrawn_at=None
    )
    return list(within(actor, rows).order_by("-expires_at", "-pk"))


def colleague(actor: Actor, mandate_id: UUID, *, lock: bool = False) -> Mandate:
    """Fetch a mandate of the actor's own organisation, in its region. Raises NotFound."""
    rows = within(
        actor,
        Mandate.objects.filter(
            organisation_id=own_organisation_id(actor), organisation__city_id=actor.city
        ),
    ).select_related("organisation", "person__leans_on", "deputy_for__person")
    return fetch(rows, mandate_id, "人员授权", lock=lock)


def administrators(organisation: Organisation, on: date) -> QuerySet[Mandate]:
    """List the mandates by which an organisation is administered on a day."""
    rows = Mandate.objects.running(on).filter(organisation=organisation, administrator=True)
    return rows.select_related("person").order_by("pk")


def invitation_of(token: str, now: datetime, *, lock: bool = False) -> Invitation:
    """Find the open invitation of a token. Raises NotFound for one used, withdrawn, run out."""
    rows = Invitation.objects.filter(
        token_hash=hashed(token),
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=now,
        organisation__active=True,
    ).select_related("organisation")
    invitation = (locked(rows) if lock else rows).first()
    if invitation is None:
        raise NotFound("parties.no_invitation")
    return invitation


def most_invited(organisation: Organisation) -> int:
    """Say beside how many administrators the operator may still invite one.

    The bureau has nobody above it who could confirm whom its single administrator brought in.
    """
    of_city = organisation.kind == Organisation.Kind.BUREAU and not organisation.of_county
    return 1 if of_city else 0


def bureau_decides(city: str, on: date) -> bool:
    """Whether the bureau has somebody who can agree to what the operator asks."""
    rows = Mandate.objects.running(on).filter(role=Role.PROCUREMENT_APPROVER, region=city)
    return rows.filter(organisation__city_id=city, organisation__active=True).exists()


def has_had_people(city: str) -> bool:
    """Whether a bureau of the city has ever had anybody, as it was founded (cli/officials.py)."""
    kind = Organisation.Kind.BUREAU
    rows = Mandate.objects.filter(
        organisation__city_id=city, organisation__kind=kind, organisation__region=city
    )
    return rows.exists()


def to_agree(actor: Actor) -> QuerySet[Invitation]:
    """List the invitations of administrators that wait for a second authority, oldest first."""
    rows = Invitation.objects.filter(
        city_id=actor.city, asks_second=True, agreed_at=None, accepted_at=None, withdrawn_at=None
    )
    return rows.select_related("organisation", "invited_by").order_by("created_at", "pk")


def still_to_agree(actor: Actor, now: datetime) -> QuerySet[Invitation]:
    """List those of them that have not run out."""
    return to_agree(actor).filter(expires_at__gt=now)


def invited_outside(organisation: Organisation, now: datetime) -> QuerySet[Invitation]:
    """List the administrators whom the operator invited to an organisation and who can come."""
    rows = Invitation.objects.filter(
        organisation=organisation, asks_second=True, accepted_at=None, withdrawn_at=None
    )
    return rows.filter(expires_at__gt=now).order_by("created_at", "pk")


def require_agreeing(actor: Actor, now: datetime) -> None:
    """Refuse a second authority whose turn it is not. Raises NotAllowed.

    It is the bureau's whole procurement desk, and the People's Bank where that has nobody.
    """
    bureau = bureau_decides(actor.city, day_of(now))
    if not actor.whole_city or bureau == (actor.role == Role.PBOC):
        raise NotAllowed("parties.not_agreeing")


def asks_word(token: str) -> bool:
    """Whether whoever accepts an invitation needs a word besides its link."""
    return Invitation.objects.filter(token_hash=hashed(token), asks_second=True).exists()


def linked_to(account: Account) -> list[LinkedIdentity]:
    """List who somebody is elsewhere, as far as it is linked, the oldest first."""
    return list(account.identities.filter(ended_at=None).order_by("linked_at"))


def identity_linked(issuer: str, subject: str) -> LinkedIdentity | None:
    """Find the account that stands linked to who somebody is elsewhere, with its holder."""
    rows = LinkedIdentity.objects.filter(issuer=issuer, subject=subject, ended_at=None)
    rows = rows.select_related("account__person", "account__mandate__organisation")
    return rows.filter(account__is_active=True).first()


def seats_of(person_id: UUID, *, on: date) -> list[list[str]]:
    """List where a person can act on a day: the mandate's id, the organisation's name, the role."""
    held = reads.mandates_of(person_id, on=on)
    return [[str(each.pk), each.organisation.name, each.role] for each in held]


def words_wanted(actor: Actor, now: datetime) -> QuerySet[Renewal]:
    """List the requests that wait for a second word, where the desk of an actor may give it."""
    rows = Renewal.objects.filter(city_id=actor.city, state="worded", expires_at__gt=now)
    rows = rows.exclude(account__person=actor.person_id)
    if actor.county_bureau:  # who somebody is elsewhere is the city's to see
        return rows.none()
    if not actor.whole_city:
        rows = rows.filter(account__mandate__organisation__region=actor.region)
    rows = rows.select_related("account__person", "account__mandate__organisation", "first_by")
    return rows.order_by("first_at", "pk")


def wants_auditor(actor: Actor, now: datetime) -> bool:
    """Whether an administrator of the whole bureau has nobody yet who audits and was confirmed."""
    if actor.role not in BUREAU or not actor.whole_city:
        return False
    held = Mandate.objects.lasting(day_of(now)).filter(role=Role.AUDITOR, person__leans_on=None)
    return not held.filter(organisation=actor.organisation_id).exists()


def seated_before(person_id: UUID | None, on: date) -> date | None:
    """Say until which day a person who audits held another desk; None where there was none."""
    rows = Mandate.objects.filter(Q(person=person_id), valid_from__lte=on, valid_to__isnull=False)
    rows = rows.exclude(role=Role.AUDITOR).order_by("-valid_to")
    return rows.values_list("valid_to", flat=True).first()


def brought_by(person_id: UUID | None) -> str:
    """Name who brought a person in whom nobody else has confirmed; empty for who is known."""
    rows = Person.objects.filter(Q(pk=person_id), leans_on__isnull=False)
    return rows.values_list("leans_on__name", flat=True).first() or ""


def check_username(username: str, *, field: str = "username") -> str:
    """Return a user name in small letters. Raises Invalid for its form."""
    name = username.strip().lower()
    if not USERNAME.fullmatch(name):
        raise Invalid("parties.username", field=field, value=username)
    return name


def free_username(username: str) -> str:
    """Return a user name in small letters. Raises Invalid for its form, Conflict where taken."""
    name = check_username(username)
    if Account.objects.filter(username=name).exists():
        raise Conflict("parties.username_taken", field="username", value=name, free=_free(name))
    return name


def _free(name: str) -> str:
    """Find a user name like one that is taken, which nobody has."""
    stem = name[: LONGEST_NAME - 4]
    tried = [f"{stem}{secrets.randbelow(9000) + 1000}" for _ in range(TRIES)]
    taken = set(Account.objects.filter(username__in=tried).values_list("username", flat=True))
    return next((each for each in tried if each not in taken), tried[0])


def seats_named(city: str, name: str, roles: Sequence[Role], *, on: date) -> list[Mandate]:
    """List the seats at a city's bureau, in one of these roles, of whoever bears a name."""
    rows = Mandate.objects.running(on).filter(
        organisation__city=city, organisation__kind=Organisation.Kind.BUREAU,
        organisation__active=True, role__in=roles, person__name=name,
    )  # fmt: skip
    return list(rows.select_related("person").order_by("pk"))


def seated_in(city: str, roles: Sequence[Role], *, on: date) -> list[UUID]:
    """List who holds one of these roles at a city's bureau, the city's own desks first.

    Of each region in the order of the roles.
    """
    rows = Mandate.objects.running(on).filter(
        organisation__city=city, organisation__kind=Organisation.Kind.BUREAU, role__in=roles
    )
    found = sorted(rows, key=lambda seat: (seat.region, roles.index(Role(seat.role)), seat.pk))
    return list(dict.fromkeys(seat.person_id for seat in found))
