"""What a person does with an account: sign in, choose a mandate, change or renew the password."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from cairong.parties import reads
from cairong.parties.models import Account, Mandate
from cairong.parties.steps.accounts import renewal_token, renewed_account, set_password
from cairong.parties.steps.desks import colleague, require_administrator, require_running


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """The link an administrator hands to a colleague: whose account, and its one-time token."""

    account: Account
    token: str


@use_case()
def note_sign_in(*, actor: Actor, now: datetime, account_id: int, second_factor: bool) -> Account:
    """Keep that somebody signed in, under a mandate in force; the first of theirs if none is.

    Raises NotAllowed where the person has no mandate now. Writes: parties.Account.
    """
    account = own_account(account_id)
    held = list(reads.mandates_of(account.person_id, on=day_of(now)))
    if not held:
        raise NotAllowed("parties.no_mandate")
    if account.mandate_id not in {one.pk for one in held}:
        account.mandate = held[0]
        account.save(update_fields=["mandate"])
    _recorded(actor, now, "parties.account.signed_in", account, second_factor=second_factor)
    return account


@use_case()
def choose_mandate(*, actor: Actor, now: datetime, account_id: int, mandate_id: UUID) -> Mandate:
    """Choose under which of one's own mandates to act from now on. Writes: parties.Account."""
    account = own_account(account_id)
    held = reads.mandates_of(account.person_id, on=day_of(now)).filter(pk=mandate_id).first()
    if held is None or account.person_id != actor.person_id:
        raise NotFound("access.not_found", thing="授权")
    account.mandate = held
    account.save(update_fields=["mandate"])
    _recorded(actor, now, "parties.mandate.chosen", account, role=held.role)
    return held


@use_case()
def change_password(*, actor: Actor, now: datetime, account_id: int, old: str, new: str) -> Account:
    """Change one's own password; every other session of the account ends by it.

    Raises Invalid for a wrong old password or a weak new one. Writes: parties.Account.
    """
    account = own_account(account_id)
    if account.person_id != actor.person_id or not account.check_password(old):
        raise Invalid("parties.old_password", field="old")
    set_password(account, new, field="new")
    account.save(update_fields=["password"])
    _recorded(actor, now, "parties.password.changed", account)
    return account


@use_case()
def issue_renewal(*, actor: Actor, now: datetime, mandate_id: UUID) -> Renewal:
    """Make a one-time link by which a colleague sets a new password, as an administrator.

    Raises NotFound where the person has no account here, Conflict for one whose mandate has
    ended or who acts for another organisation too. Writes: nothing but the event.
    """
    require_administrator(actor, now)
    mandate = colleague(actor, mandate_id)
    require_running(mandate, day_of(now))
    elsewhere = reads.mandates_of(mandate.person_id, on=day_of(now)).exclude(
        organisation_id=mandate.organisation_id
    )
    if elsewhere.exists():
        raise Conflict("parties.works_elsewhere", person=mandate.person.name)
    account = Account.objects.filter(person_id=mandate.person_id, is_active=True).first()
    if account is None:
        raise NotFound("access.not_found", thing="账号")
    _recorded(actor, now, "parties.password.renewal_issued", account)
    return Renewal(account=account, token=renewal_token(account))


@use_case()
def renew_password(
    *, actor: Actor, now: datetime, account_id: int, token: str, password: str
) -> Account:
    """Set a new password by a one-time link; all sessions of the account end by it.

    Raises NotFound for a link used or run out, Invalid for a weak password.
    Writes: parties.Account.
    """
    account = renewed_account(account_id, token, lock=True)
    set_password(account, password)
    account.save(update_fields=["password"])
    _recorded(actor, now, "parties.password.renewed", account)
    return account


@use_case()
def note_second_factor(*, actor: Actor, now: datetime, account_id: int, on: bool) -> Account:
    """Keep that a second factor was switched on or off."""
    account = own_account(account_id)
    _recorded(actor, now, "parties.second_factor.changed", account, on=on)
    return account


def own_account(account_id: int) -> Account:
    """Fetch and lock an active account by its key. Raises NotFound."""
    account = (
        Account.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "mandate__organisation")
        .filter(pk=account_id, is_active=True)
        .first()
    )
    if account is None:
        raise NotFound("access.not_found", thing="账号")
    return account


def _recorded(
    actor: Actor, now: datetime, type_: str, account: Account, **after: str | bool
) -> None:
    mandate = account.mandate
    record(
        actor=actor,
        now=now,
        type=type_,
        subject=account,
        visible_to=[mandate.organisation_id if mandate else None],
        after={"username": account.username, **after},
        basis=["三(一)-1"],
    )
