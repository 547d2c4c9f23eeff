"""The second factor of an account: switched on and off by its holder."""

from datetime import datetime
from typing import Any

from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict, NotFound
from cairong.parties.factors import second_factor
from cairong.parties.models import Account
from cairong.parties.steps.accounts import note_account, own_account, require_password
from cairong.parties.steps.second_factor import (
    drop_second_factor,
    keep_second_factor,
    keep_spare_codes,
    show_code,
)


@use_case(word="启用动态码", at_rest=True, without_factor=True)
def switch_on_second_factor(
    *, actor: Actor, now: datetime, account_id: int, password: str, secret: str, code: str
) -> list[str]:
    """Switch one's own second factor on; return the spare codes, which are told this once.

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


@use_case(word="再次核对本人", at_rest=True)
def show_again(
    *, actor: Actor, now: datetime, account_id: int, code: str = "", password: str = ""
) -> Account:
    """Show anew who one is: by a one-time or spare code; by the password where there is no factor.

    Raises NotFound for somebody else's account, Invalid for what proves nothing.
    Writes: mfa.Authenticator.
    """
    account = own_account(account_id)
    if account.person_id != actor.person_id:
        raise NotFound("access.not_found", thing="账号")
    factor = second_factor(account)
    if factor is None:
        require_password(actor, account, password)
        note_account(actor, now, "parties.shown_again", account)
        return account
    shown = show_code(account, factor, code, now)
    said: dict[str, Any] = {"spare_codes_left": shown.left} if shown.spare else {}
    note_account(actor, now, "parties.shown_again", account, second_factor=True, **said)
    return account


@use_case(word="停用动态码", at_rest=True, fresh=True)
def switch_off_second_factor(
    *, actor: Actor, now: datetime, account_id: int, password: str
) -> Account:
    """Switch one's own second factor off, with its spare codes. Raises Invalid, Conflict."""
    account = own_account(account_id)
    require_password(actor, account, password)
    if not drop_second_factor(account):
        raise Conflict("parties.second_factor_state")
    note_account(actor, now, "parties.second_factor.changed", account, on=False)
    return account


@use_case(word="重新生成恢复码", at_rest=True, fresh=True)
def renew_spare_codes(*, actor: Actor, now: datetime, account_id: int, password: str) -> list[str]:
    """Make one's spare codes anew, told this once; the ones before end. Raises Invalid, Conflict.

    Writes: mfa.Authenticator.
    """
    account = own_account(account_id)
    require_password(actor, account, password)
    if second_factor(account) is None:
        raise Conflict("parties.second_factor_state")
    codes = keep_spare_codes(account)
    note_account(actor, now, "parties.spare_codes.renewed", account)
    return codes
