"""The people of an organisation: who administers it, who is invited, how they are let back in."""

import re
import secrets
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db.models import Model, Q, QuerySet

from cairong.audit.rows import fetch, locked
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from cairong.parties import reads
from cairong.parties.models import Account, Invitation, LinkedIdentity, Mandate, Organisation
from cairong.parties.steps.invitations import hashed

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{3,59}")
LONGEST_NAME = 60
TRIES = 9


class RenewalTokens(PasswordResetTokenGenerator):
    """Tokens that also end once their person acts in a further organisation or region.

    Whoever issued one reached every desk the person then had, and none that came later elsewhere.
    """

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        held = Mandate.objects.filter(person_id=user.person_id).values_list(
            "organisation_id", "region"
        )
        return super()._make_hash_value(user, timestamp) + repr(sorted(set(held)))


RENEWAL = RenewalTokens()


def require_administrator(actor: Actor, now: datetime) -> Mandate:
    """Find the mandate by which the actor administers its organisation. Raises NotAllowed."""
    own = own_organisation_id(actor)
    rows = Mandate.objects.running(day_of(now)).filter(organisation_id=own, administrator=True)
    mandate = rows.select_related("organisation").filter(Q(pk=actor.mandate_id)).first()
    if mandate is None:
        raise NotAllowed("parties.not_administrator")
    return mandate


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
    ).select_related("organisation", "person", "deputy_for__person")
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


def renewal_token(account: Account) -> str:
    """Make the one-time token that lets an account's password be set anew."""
    return RENEWAL.make_token(account)


def renewed_account(account_id: int, token: str, *, lock: bool = False) -> Account:
    """Find the account a renewal link is for. Raises NotFound for one used or run out."""
    rows = Account.objects.filter(pk=account_id, is_active=True)
    rows = rows.select_related("person", "mandate__organisation")
    account = (locked(rows) if lock else rows).first()
    if account is None or not RENEWAL.check_token(account, token):
        raise NotFound("parties.no_renewal")
    return account


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
