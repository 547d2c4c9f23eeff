"""The second factor of an account: switched on and off by its holder."""

from datetime import datetime
from typing import Any

from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict, NotFound
from cairong.kernel.text import clean_text
from cairong.parties.factors import holds_factor, second_factor
from cairong.parties.models import Account
from cairong.parties.passkeys import Signed, passkeys_of
from cairong.parties.steps.accounts import note_account, own_account, require_password
from cairong.parties.steps.passkeys import keep_passkey, show_factor
from cairong.parties.steps.second_factor import (
    drop_factor,
    keep_second_factor,
    keep_spare_codes,
)

LONGEST = 40


@use_case(word="启用动态码", at_rest=True, without_factor=True)
def switch_on_second_factor(
    *, actor: Actor, now: datetime, account_id: int, password: str, secret: str, code: str
) -> list[str]:
    """Switch one's own one-time codes on; return the spare codes, told this once, if it had none.

    Raises Invalid for a wrong password or code, Conflict where one is on.
    Writes: mfa.Authenticator.
    """
    account = own_account(account_id)
    require_password(actor, account, password)
    if second_factor(account) is not None:
        raise Conflict("parties.second_factor_state")
    codes = keep_second_factor(account, secret, code, now)
    note_account(actor, now, "parties.second_factor.changed", account, on=True)
    return codes


@use_case(word="再次核对本人", at_rest=True, without_factor=True)
def show_again(
    *,
    actor: Actor,
    now: datetime,
    account_id: int,
    code: str = "",
    passkey: Signed | None = None,
    password: str = "",
) -> Account:
    """Show anew who one is: by code or passkey, or by the password where there is no factor.

    Raises NotFound for somebody else's account, Invalid for what proves nothing.
    Writes: mfa.Authenticator.
    """
    account = _own(actor, account_id)
    if not holds_factor(account):
        require_password(actor, account, password)
        note_account(actor, now, "parties.shown_again", account)
        return account
    shown = show_factor(account, code, passkey, now)
    said: dict[str, Any] = {"spare_codes_left": shown.left} if shown.spare else {}
    note_account(actor, now, "parties.shown_again", account, second_factor=True, **said)
    return account


@use_case(word="停用动态码", at_rest=True, fresh=True)
def switch_off_second_factor(
    *, actor: Actor, now: datetime, account_id: int, password: str
) -> Account:
    """Switch one's own one-time codes off; with the last factor the spare codes end.

    Raises Invalid, Conflict.
    """
    account = own_account(account_id)
    require_password(actor, account, password)
    factor = second_factor(account)
    if factor is None:
        raise Conflict("parties.second_factor_state")
    drop_factor(account, factor)
    note_account(actor, now, "parties.second_factor.changed", account, on=False)
    return account


@use_case(word="重新生成恢复码", at_rest=True, fresh=True)
def renew_spare_codes(*, actor: Actor, now: datetime, account_id: int, password: str) -> list[str]:
    """Make one's spare codes anew, told this once; the ones before end. Raises Invalid, Conflict.

    Writes: mfa.Authenticator.
    """
    account = own_account(account_id)
    require_password(actor, account, password)
    if not holds_factor(account):
        raise Conflict("parties.second_factor_state")
    codes = keep_spare_codes(account)
    note_account(actor, now, "parties.spare_codes.renewed", account)
    return codes


@use_case(word="添加通行密钥", at_rest=True, fresh=True, without_factor=True)
def add_passkey(
    *, actor: Actor, now: datetime, account_id: int, name: str, passkey: Signed
) -> list[str]:
    """Keep a passkey of one's own; return the spare codes, told this once, if it had none.

    Raises NotFound for somebody else's account, Invalid for what is no passkey made here just now.
    Writes: mfa.Authenticator.
    """
    account = _own(actor, account_id)
    word = clean_text(name, "name", most=LONGEST)
    codes = keep_passkey(account, word, passkey)
    note_account(actor, now, "parties.passkey.added", account, name=word)
    return codes


@use_case(word="移除通行密钥", at_rest=True, fresh=True)
def drop_passkey(*, actor: Actor, now: datetime, account_id: int, passkey_id: int) -> Account:
    """Take a passkey of one's own away; with the last factor the spare codes end.

    Raises NotFound. Writes: mfa.Authenticator.
    """
    account = _own(actor, account_id)
    found = next((each for each in passkeys_of(account) if each.pk == passkey_id), None)
    if found is None:
        raise NotFound("access.not_found", thing="通行密钥")
    drop_factor(account, found)
    note_account(actor, now, "parties.passkey.dropped", account, name=str(found.data["name"]))
    return account


def _own(actor: Actor, account_id: int) -> Account:
    account = own_account(account_id)
    if account.person_id != actor.person_id:
        raise NotFound("access.not_found", thing="账号")
    return account
