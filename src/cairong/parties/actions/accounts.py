"""What a person does with an account: sign in, choose a mandate, change the password."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid, NotAllowed, NotFound
from cairong.parties import accesses, reads
from cairong.parties.factors import holds_factor
from cairong.parties.models import Account, Mandate
from cairong.parties.passkeys import Signed
from cairong.parties.steps.accounts import (
    note_account,
    own_account,
    require_password,
    set_password,
)
from cairong.parties.steps.identities import end_identities, standing_identity
from cairong.parties.steps.passkeys import show_factor
from cairong.parties.steps.renewing import end_renewals


@use_case(word="登录", at_rest=True)
def note_sign_in(
    *,
    actor: Actor,
    now: datetime,
    account_id: int,
    code: str = "",
    passkey: Signed | None = None,
    invited: bool = False,
    identity_id: int | None = None,
    address: str | None = None,
    device: str = "",
) -> Account:
    """Keep that somebody signed in, under a mandate in force; the first of theirs if none is.

    `code` is a one-time or a spare code, `passkey` what a passkey signed: an account with a second
    factor must show one of them; it serves once. Who is in has lost nothing: what was asked to let
    them in again ends. Who has no mandate now may come in only to take one (`invited`). Who did not
    show the password came by a linked identity, which must stand. `device` is the mark of the
    browser: of it the log of access keeps a digest. Raises Invalid for a wrong or
    missing code, NotAllowed for one without mandate and for a link that has ended.
    Writes: parties.Account, parties.Access, mfa.Authenticator.
    """
    account = own_account(account_id)
    linked = standing_identity(account, identity_id) if identity_id else None
    held = list(reads.mandates_of(account.person_id, on=day_of(now)))
    if not held and not invited:
        raise NotAllowed("parties.no_mandate")
    shown = show_factor(account, code, passkey, now) if holds_factor(account) else None
    if account.mandate_id not in {each.pk for each in held}:
        account.mandate = held[0] if held else None
        account.save(update_fields=["mandate"])
    end_renewals(account, now)
    accesses.note(
        now=now, outcome=accesses.Outcome.SIGNED_IN, address=address, account=account,
        device=device,
    )  # fmt: skip
    said: dict[str, Any] = {"spare_codes_left": shown.left} if shown and shown.spare else {}
    said |= {"provider": linked.provider} if linked else {}
    note_account(
        actor, now, "parties.account.signed_in", account, second_factor=bool(shown), **said
    )
    return account


@use_case(word="切换身份", at_rest=True)
def choose_mandate(*, actor: Actor, now: datetime, account_id: int, mandate_id: UUID) -> Mandate:
    """Choose under which of one's own mandates to act from now on. Writes: parties.Account."""
    account = own_account(account_id)
    held = reads.mandates_of(account.person_id, on=day_of(now)).filter(pk=mandate_id).first()
    if held is None or account.person_id != actor.person_id:
        raise NotFound("access.not_found", thing="授权")
    account.mandate = held
    account.save(update_fields=["mandate"])
    note_account(actor, now, "parties.mandate.chosen", account, role=held.role)
    return held


@use_case(word="修改密码", at_rest=True, without_factor=True, with_given_password=True)
def change_password(*, actor: Actor, now: datetime, account_id: int, old: str, new: str) -> Account:
    """Change one's own password; every other session and every linked identity ends by it.

    Whoever had the old password may have made them. Raises Invalid for a wrong old password, a
    weak new one or the old one again. Writes: parties.Account, parties.LinkedIdentity.
    """
    account = own_account(account_id)
    require_password(actor, account, old, field="old")
    if new == old:
        raise Invalid("parties.password", field="new", why="要与现在的密码不同")
    set_password(account, new, field="new")
    account.save(update_fields=["password", "given_password"])
    end_renewals(account, now)
    ended = end_identities(account, now)
    note_account(actor, now, "parties.password.changed", account, **ended)
    return account


@use_case(word="结束登录", at_rest=True)
def note_sessions_ended(
    *, actor: Actor, now: datetime, account_id: int, sessions: int, address: str | None = None
) -> Account:
    """Keep that somebody ended sessions of their own on other devices. Writes: parties.Access."""
    account = own_account(account_id)
    if account.person_id != actor.person_id:
        raise NotFound("access.not_found", thing="账号")
    accesses.note(now=now, outcome=accesses.Outcome.ENDED, address=address, account=account)
    note_account(actor, now, "parties.sessions.ended", account, sessions=sessions)
    return account
