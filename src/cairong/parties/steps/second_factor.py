"""Steps on the second factor: secrets sealed at rest, one-time codes, codes for a lost phone.

A one-time code is RFC 6238 with steps of 30 seconds; one step of a clock that is fast or slow is
allowed, and no step serves twice. A spare code is 20 digits, kept as a hash, good once.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from cairong.kernel.errors import Invalid
from cairong.parties.factors import (
    Type,
    factors_of,
    seal,
    second_factor,
    spare_codes,
    spare_codes_left,
    unseal,
)
from cairong.parties.models import Account

PERIOD, DIGITS = 30, 6
SPARE_CODES, SPARE_DIGITS, GROUP = 10, 20, 5
UNSEALED = re.compile("[A-Z2-7]{32}")  # how secrets were kept before they were sealed


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a second code proved: whether it was a spare one, and how many of those are left."""

    spare: bool
    left: int


def keep_second_factor(account: Account, secret: str, code: str, now: datetime) -> list[str]:
    """Switch a second factor on by a code of its secret; return spare codes where there were none.

    Raises Invalid for a wrong code. Writes: mfa.Authenticator.
    """
    step = step_of(secret, plain_digits(code), now, after=0)
    if step is None:
        raise Invalid("sign_in.code", field="code")
    _keep(account, Type.TOTP, {"secret": seal(secret), "last": step})
    return [] if spare_codes(account) else keep_spare_codes(account)


def keep_spare_codes(account: Account) -> list[str]:
    """Make an account's spare codes anew; the ones before end. Writes: mfa.Authenticator."""
    codes = [f"{secrets.randbelow(10**SPARE_DIGITS):0{SPARE_DIGITS}}" for _ in range(SPARE_CODES)]
    _keep(account, Type.RECOVERY_CODES, {"hashes": [_hashed(account, code) for code in codes]})
    return [grouped(code) for code in codes]


def show_code(account: Account, code: str, now: datetime) -> Shown:
    """Take a one-time or a spare code of a locked account; each serves once. Raises Invalid.

    Writes: mfa.Authenticator.
    """
    digits, factor = plain_digits(code), second_factor(account)
    if len(digits) == SPARE_DIGITS:
        return Shown(spare=True, left=_spend(account, digits))
    if factor is None:
        raise Invalid("sign_in.code", field="code")
    kept = factor.data["secret"]
    secret = kept if UNSEALED.fullmatch(kept) else unseal(kept)
    step = step_of(secret, digits, now, after=factor.data.get("last", 0))
    if step is None:
        raise Invalid("sign_in.code", field="code")
    _keep(account, Type.TOTP, {"secret": seal(secret), "last": step})
    return Shown(spare=False, left=spare_codes_left(account))


def drop_second_factor(account: Account) -> None:
    """Take all of an account's second factors and its spare codes away."""
    Authenticator.objects.filter(user_id=account.pk).delete()


def drop_factor(account: Account, factor: Authenticator) -> None:
    """Take one second factor of an account away; with the last its spare codes end."""
    factor.delete()
    if not factors_of(account.pk).exists():
        drop_second_factor(account)


def step_of(secret: str, digits: str, now: datetime, *, after: int) -> int | None:
    """Find the step a code belongs to, among now, the one before and the one to come.

    `after` is the last step used: it and those before serve no more. None for a wrong code.
    """
    if not secret:
        return None
    here = int(now.timestamp()) // PERIOD
    for step in (here, here - 1, here + 1):
        right = format_hotp_value(hotp_value(secret, step))
        if step > after and secrets.compare_digest(digits.encode(), right.encode()):
            return step
    return None


def plain_digits(code: str) -> str:
    """Read the digits of a typed code: full-width ones too, blanks and dashes left out."""
    return "".join(str(int(sign)) for sign in code if sign.isdecimal())


def grouped(digits: str) -> str:
    """Write a spare code as people read it: groups of five."""
    return "-".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP))


def _spend(account: Account, digits: str) -> int:
    kept = spare_codes(account)
    hashes = kept.data["hashes"] if kept else []
    hashed = _hashed(account, digits)
    if kept is None or hashed not in hashes:
        raise Invalid("sign_in.spare_code", field="code")
    _keep(account, Type.RECOVERY_CODES, {"hashes": [hash_ for hash_ in hashes if hash_ != hashed]})
    return len(hashes) - 1


def _keep(account: Account, kind: str, data: dict[str, object]) -> None:
    Authenticator.objects.update_or_create(user_id=account.pk, type=kind, defaults={"data": data})


def _hashed(account: Account, digits: str) -> str:
    return hashlib.sha256(f"{account.pk}:{digits}".encode()).hexdigest()
