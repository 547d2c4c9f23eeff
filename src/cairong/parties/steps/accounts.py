"""Steps on accounts: a user name nobody has, a password that holds, who may let whom back in."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q

from cairong.audit.recording import Tell, record
from cairong.audit.rows import fetch
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotFound
from cairong.parties import reads
from cairong.parties.models import Account, Mandate
from cairong.parties.people import colleague, own_organisation_id, require_administrator
from cairong.parties.steps.desks import require_lasting

LONGEST = 128


def own_account(account_id: int) -> Account:
    """Fetch and lock an active account by its key. Raises NotFound."""
    rows = Account.objects.filter(is_active=True)
    rows = rows.select_related("person", "mandate__organisation")
    return fetch(rows, account_id, "账号", lock=True)


def require_password(
    actor: Actor, account: Account, password: str, *, field: str = "password"
) -> None:
    """Refuse an account that is not the actor's own, or a wrong password. Raises Invalid."""
    if account.person_id != actor.person_id or not account.check_password(password):
        raise Invalid("parties.old_password", field=field)


def reached_mandate(actor: Actor, now: datetime, mandate_id: UUID) -> Mandate:
    """Find the mandate of somebody the actor may let back in to an account.

    An administrator lets in its own people, the operator the administrators of others.
    Raises NotAllowed, NotFound; Conflict for oneself and for a mandate that has ended.
    """
    mandate = _administrator_elsewhere(actor, mandate_id)
    if mandate is None:
        require_administrator(actor, now)
        mandate = colleague(actor, mandate_id)
    if mandate.person_id == actor.person_id:
        raise Conflict("parties.own_account")
    require_lasting(mandate, day_of(now))
    return mandate


def account_at(actor: Actor, mandate: Mandate, now: datetime) -> Account:
    """Find and lock the account of a mandate's person. Raises NotFound where there is none.

    Raises Conflict where the person acts beyond the actor's reach: none takes over what another
    gave, no county what its city gave, and the operator no account but an administrator's.
    """
    reach = Q(administrator=True)
    if mandate.organisation_id == own_organisation_id(actor):
        reach = Q(organisation_id=own_organisation_id(actor))
        reach &= Q() if actor.whole_city else Q(region=actor.region)
    if reads.mandates_of(mandate.person_id, on=day_of(now)).exclude(reach).exists():
        raise Conflict("parties.works_elsewhere", person=mandate.person.name)
    found = Account.objects.filter(person_id=mandate.person_id, is_active=True).order_by("pk")
    account = found.first()
    if account is None:
        raise NotFound("access.not_found", thing="账号")
    return own_account(account.pk)


def note_account(
    actor: Actor,
    now: datetime,
    type_: str,
    account: Account,
    *,
    tell: Sequence[Tell] = (),
    **after: str | bool | int,
) -> None:
    """Record the one event of an act on an account."""
    mandate = account.mandate
    record(
        actor=actor,
        now=now,
        type=type_,
        subject=account,
        visible_to=[mandate.organisation_id if mandate else None],
        after={"username": account.username, **after},
        basis=["三(一)-1"],
        tell=tell,
    )


def _administrator_elsewhere(actor: Actor, mandate_id: UUID) -> Mandate | None:
    if actor.role != Role.OPERATOR:
        return None
    rows = Mandate.objects.filter(organisation__city_id=actor.city, administrator=True)
    return (
        rows.exclude(organisation_id=own_organisation_id(actor))
        .select_related("organisation", "person")
        .filter(pk=mandate_id)
        .first()
    )


def set_password(account: Account, password: str, field: str = "password") -> None:
    """Give an account its own password. Raises Invalid saying what it lacks. Does not save."""
    if len(password) > LONGEST:
        raise Invalid("parties.password", field=field, why=f"最多 {LONGEST} 个字符")
    try:
        validate_password(password, user=account)
    except ValidationError as error:
        raise Invalid("parties.password", field=field, why="".join(error.messages)) from None
    account.set_password(password)
    account.given_password = False
