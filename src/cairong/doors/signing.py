"""Signing in: the account behind a session in one query, guessing slowed, a second factor."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret, validate_totp_code
from allauth.mfa.utils import decrypt, encrypt
from allauth.usersessions.models import UserSession
from django.contrib.auth import authenticate, login, update_session_auth_hash
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from cairong.doors.actors import moment_of
from cairong.doors.limits import address_of, count, forget, give_back, limit
from cairong.kernel.errors import Invalid
from cairong.parties.models import Account

BACKEND = "cairong.doors.signing.AccountBackend"
SETUP = "totp_setup"
PENDING = "sign_in_pending"
PENDING_SECONDS = 300
TRIES_OF_NAME, TRIES_OF_ADDRESS, STRETCH = 10, 60, 300
TRIES_OF_ALL, STRETCH_OF_ALL = 600, 60
CODE_SECONDS = 90


class AccountBackend(ModelBackend):
    """Finds an account with its person, mandate and organisation in one query."""

    def get_user(self, user_id: Any) -> Account | None:
        """Find the account of a session; None for one that is closed."""
        return (
            Account.objects.select_related("person", "mandate__person", "mandate__organisation")
            .filter(pk=user_id, is_active=True)
            .first()
        )


def check_credentials(request: HttpRequest, username: str, password: str) -> Account:
    """Find the account of a user name and password.

    Wrong name and wrong password cost the same time and answer the same. Failures are
    counted by name, by address and in all. Raises TooOften, Invalid.
    """
    moment, name = moment_of(request), username.strip().lower()
    code = "sign_in.too_often"
    address = f"address:{address_of(request)}"
    limit(f"name:{name}", moment, most=TRIES_OF_NAME, seconds=STRETCH, code=code)
    limit(address, moment, most=TRIES_OF_ADDRESS, seconds=STRETCH, code=code)
    account = authenticate(request, username=name, password=password)
    if not isinstance(account, Account):
        limit("failed", moment, most=TRIES_OF_ALL, seconds=STRETCH_OF_ALL, code=code)
        raise Invalid("sign_in.wrong", field="password")
    forget(f"name:{name}")
    give_back(address)
    return account


def second_factor(account: Account) -> Authenticator | None:
    """Find the second factor of an account, if one is switched on."""
    found: Authenticator | None = Authenticator.objects.filter(
        user_id=account.pk, type=Authenticator.Type.TOTP
    ).first()
    return found


def check_code(account: Account, code: str, moment: datetime) -> None:
    """Check a one-time code, each good once. Raises TooOften, Invalid."""
    limit(
        f"code:{account.pk}", moment, most=TRIES_OF_NAME, seconds=STRETCH, code="sign_in.too_often"
    )
    factor = second_factor(account)
    digits = code.replace(" ", "")
    right = factor is not None and validate_totp_code(decrypt(factor.data["secret"]), digits)
    used, _ = (
        count(f"used:{account.pk}:{digits}", moment, seconds=CODE_SECONDS) if right else (0, 0)
    )
    if used != 1:
        raise Invalid("sign_in.code", field="code")
    forget(f"code:{account.pk}")


def setup_secret(request: HttpRequest) -> str:
    """Keep one secret per session while a second factor is being set up."""
    secret: str | None = request.session.get(SETUP)
    if secret is None:
        secret = generate_totp_secret()
        request.session[SETUP] = secret
    return secret


def switch_on(request: HttpRequest, account: Account, code: str) -> None:
    """Switch the second factor on, once a code of the new secret was typed in. Raises Invalid."""
    secret = setup_secret(request)
    if not validate_totp_code(secret, code.replace(" ", "")):
        raise Invalid("sign_in.code", field="code")
    Authenticator.objects.update_or_create(
        user_id=account.pk,
        type=Authenticator.Type.TOTP,
        defaults={"data": {"secret": encrypt(secret)}},
    )
    del request.session[SETUP]


def switch_off(account: Account) -> None:
    """Switch the second factor off."""
    Authenticator.objects.filter(user_id=account.pk).delete()


def keep_pending(request: HttpRequest, account: Account) -> None:
    """Remember who has shown the password and has yet to show the second factor."""
    request.session.cycle_key()
    request.session[PENDING] = [account.pk, moment_of(request).timestamp()]


def pending(request: HttpRequest) -> Account | None:
    """Find who has yet to show the second factor, for five minutes."""
    account_id, since = request.session.get(PENDING) or (None, 0)
    if account_id is None or moment_of(request).timestamp() - since > PENDING_SECONDS:
        return None
    return Account.objects.filter(pk=account_id, is_active=True).first()


def open_session(request: HttpRequest, account: Account) -> None:
    """Open a fresh session for an account, and list it among its devices."""
    request.session.flush()
    login(request, account, backend=BACKEND)
    UserSession.objects.create_from_request(request)


def keep_session(request: HttpRequest, account: Account) -> None:
    """Let this session outlive a change of password, under a new key; end all others."""
    old = request.session.session_key
    update_session_auth_hash(request, account)
    new = request.session.session_key
    UserSession.objects.filter(user_id=account.pk, session_key=old or "").update(session_key=new)
    end_sessions(account, but=new)


def end_sessions(account: Account, *, but: str | None = None) -> int:
    """End every session of an account, but the one named."""
    ended = 0
    for session in UserSession.objects.filter(user_id=account.pk).exclude(session_key=but or ""):
        session.end()
        ended += 1
    return ended


def end_sessions_of_key(account: Account, key: str | None) -> None:
    """Forget the session of a key, as its holder signs out."""
    UserSession.objects.filter(user_id=account.pk, session_key=key or "").delete()


def end_session(account: Account, session_id: int) -> bool:
    """End one session of an account; False where it has none such."""
    session = UserSession.objects.filter(user_id=account.pk, pk=session_id).first()
    if session is None:
        return False
    session.end()
    return True
