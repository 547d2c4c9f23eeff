"""Signing in: the account behind a session in one query, guessing slowed, sessions ended."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.backends import ModelBackend
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from cairong.doors import access
from cairong.doors.actors import SignedOut, keep_shown, moment_of
from cairong.doors.limits import TooOften, address_of, limit
from cairong.kernel.errors import Invalid, Refusal
from cairong.parties.accesses import Outcome
from cairong.parties.factors import has_factor, new_secret, seal, unseal
from cairong.parties.reads import Holder
from cairong.parties.sessions import end_sessions, forget_session, move_session, session_account
from cairong.parties.tallies import count, forget, give_back, hashed

BACKEND = "cairong.doors.signing.AccountBackend"
SETUP = "totp_setup"
PENDING = "sign_in_pending"
PENDING_SECONDS, PENDING_TRIES = 300, 5
DEVICE, DEVICE_SECONDS, DEVICE_NAMES = "device", 180 * 86_400, 8
MARK = "cairong.device"
WRONG = {"parties.old_password", "sign_in.code", "sign_in.spare_code", "sign_in.passkey"}
TOO_OFTEN, CODES_TOO_OFTEN = "sign_in.too_often", "sign_in.codes_too_often"


class Brake(NamedTuple):
    """How many tries within how many seconds."""

    most: int
    seconds: int


class Pending(NamedTuple):
    """Who has yet to show the second factor: since when, by which password or linked identity."""

    account_id: int
    since: float
    password: str  # a hash that a new password changes
    identity_id: int | None
    tries: int = 0


PAIR = Brake(10, 300)  # a name from one address, or from one known device
ADDRESS = Brake(60, 300)  # one address, whatever the name
NAME = Brake(30, 900)  # a name from all unknown devices together
ALL = Brake(600, 60)  # wrong passwords in all
OWN = Brake(5, 300)  # one's own password, typed again inside a session
CODES, CODES_OF_DAY = Brake(10, 300), Brake(50, 86_400)


class AccountBackend(ModelBackend):
    """Finds an account with its person, mandate and organisation in one query."""

    def get_user(self, user_id: Any) -> Holder | None:
        """Find the account of a session; None for one that is closed."""
        return session_account(user_id)


def check_credentials(request: HttpRequest, username: str, password: str) -> Holder:
    """Find the account of a user name and password.

    Wrong name and wrong password cost the same time and answer the same. Whoever signed in here
    before is counted by this device alone, so that strangers cannot shut anybody out; all others
    by name and address, by address, and by name. Raises TooOften, Invalid.
    """
    name = username.strip().lower()
    keys = _brakes(request, name)
    try:
        for key, brake in keys.items():
            _brake(request, key, brake)
    except TooOften:
        access.note_name(request, Outcome.BRAKED, name)
        raise
    account = authenticate(request, username=name, password=password)
    if account is None:
        access.note_name(request, Outcome.WRONG, name)
        _brake(request, "failed", ALL)
        raise Invalid("sign_in.wrong", field="password")
    for key in keys:
        give_back(key)
    return account


def know_device(request: HttpRequest, response: HttpResponseBase, username: str) -> None:
    """Let this browser be known as one at which the holder of a user name signed in.

    The cookie opens nothing: it keeps strangers' guesses from counting against this browser, and
    lets the log of access tell one browser from another, as the page of signing in says.
    """
    _, names = _device(request)
    mark = _mark(username)
    kept = [mark, *(name for name in names if name != mark)][:DEVICE_NAMES]
    response.set_cookie(
        DEVICE,
        signing.dumps([device_of(request), kept], salt=DEVICE),
        max_age=DEVICE_SECONDS,
        path="/account/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def device_of(request: HttpRequest) -> str:
    """Name this browser by its own mark; one that has none gets it now, and keeps it if let in."""
    mark: str = request.META.setdefault(MARK, _device(request)[0] or secrets.token_hex(8))
    return mark


@contextmanager
def own_password(request: HttpRequest, account: Holder) -> Iterator[None]:
    """Count the wrong tries of an act that asks for one's own password again.

    After five of them this session ends, as whoever sits here may be somebody else; the holder's
    own sessions go on. Raises SignedOut, and what the act raises.
    """
    key = f"own:{account.pk}:{request.session.session_key}"
    tries, _ = count(key, moment_of(request), seconds=OWN.seconds)
    if tries > OWN.most:
        access.note(request, Outcome.SHUT, account)
        forget_session(account, request.session.session_key)
        logout(request)
        raise SignedOut("sign_in.ended", ended=True)
    try:
        yield
    except Refusal as refusal:
        if refusal.findings[0].code in WRONG:
            access.note(request, Outcome.PROOF, account)
        else:
            give_back(key)
        raise
    forget(key)


@contextmanager
def own_proof(request: HttpRequest, account: Holder) -> Iterator[None]:
    """Count the wrong tries of an act that asks again who sits here, by a code or the password.

    As for one's own password; codes are counted with those at the door. Raises TooOften, SignedOut.
    """
    if has_factor(account):
        _brake_codes(request, account)
    with own_password(request, account):
        yield
    forget_codes(account)


@contextmanager
def second_code(request: HttpRequest, account: Holder) -> Iterator[None]:
    """Count the wrong tries of an act that asks for the second code of somebody pending.

    After five one begins with the password again. Codes are few: beside the short stretch there
    is one of a day, which a renewed password ends. Raises TooOften, SignedOut.
    """
    _brake_codes(request, account)
    waiting = Pending(*request.session[PENDING])
    if waiting.tries >= PENDING_TRIES:
        request.session.flush()
        raise SignedOut("sign_in.again", ended=True)
    request.session[PENDING] = waiting._replace(tries=waiting.tries + 1)
    yield
    forget_codes(account)


def forget_codes(account: Holder) -> None:
    """Forget the wrong codes of an account: the right one was shown, or its password is new."""
    for key in _code_brakes(account):
        forget(key)


def setup_secret(request: HttpRequest) -> str:
    """Keep one secret per session, sealed, while a second factor is being set up."""
    secret = unseal(request.session.get(SETUP, ""))
    if not secret:
        secret = new_secret()
        request.session[SETUP] = seal(secret)
    return secret


def keep_pending(request: HttpRequest, account: Holder, identity_id: int | None) -> None:
    """Remember who has yet to show the second factor.

    They have shown the password, or who they are elsewhere: the identity that is linked.
    """
    request.session.cycle_key()
    request.session[PENDING] = Pending(
        account.pk, moment_of(request).timestamp(), account.get_session_auth_hash(), identity_id
    )


def pending(request: HttpRequest) -> tuple[Holder, int | None] | None:
    """Find who has yet to show the second factor, and the identity they came by.

    For five minutes, and as long as their password is the one it was.
    """
    kept = request.session.get(PENDING)
    waiting = Pending(*kept) if kept else None
    if waiting is None or moment_of(request).timestamp() - waiting.since > PENDING_SECONDS:
        return None
    account = session_account(waiting.account_id)
    if account is None or account.get_session_auth_hash() != waiting.password:
        return None
    return account, waiting.identity_id


def open_session(request: HttpRequest, account: Holder) -> None:
    """Open a fresh session for an account, and list it among its devices."""
    request.session.flush()
    login(request, account, backend=BACKEND)
    keep_shown(request)
    UserSession.objects.create_from_request(request)


def keep_session(request: HttpRequest, account: Holder) -> None:
    """Let this session outlive a change of how one signs in, under a new key; end all others."""
    old = request.session.session_key
    update_session_auth_hash(request, account)
    new = request.session.session_key
    move_session(account, old, new)
    end_sessions(account, but=new)


def _brakes(request: HttpRequest, name: str) -> dict[str, Brake]:
    device, names = _device(request)
    if device and _mark(name) in names:
        return {f"device:{device}:{name}": PAIR}
    address = address_of(request)
    return {f"pair:{address}:{name}": PAIR, f"address:{address}": ADDRESS, f"name:{name}": NAME}


def _code_brakes(account: Holder) -> dict[str, Brake]:
    return {f"code:{account.pk}": CODES, f"codes:{account.pk}": CODES_OF_DAY}


def _brake_codes(request: HttpRequest, account: Holder) -> None:
    try:
        for key, brake in _code_brakes(account).items():
            _brake(request, key, brake, CODES_TOO_OFTEN)
    except TooOften:
        access.note(request, Outcome.BRAKED, account)
        raise


def _brake(request: HttpRequest, key: str, brake: Brake, code: str = TOO_OFTEN) -> None:
    limit(key, moment_of(request), most=brake.most, seconds=brake.seconds, code=code)


def _device(request: HttpRequest) -> tuple[str, list[str]]:
    """Read who this browser is known as: its own mark, and those of the user names."""
    try:
        device, names = signing.loads(
            request.COOKIES.get(DEVICE, ""), salt=DEVICE, max_age=DEVICE_SECONDS
        )
    except (signing.BadSignature, ValueError):
        return "", []
    return device, names


def _mark(username: str) -> str:
    return hashed(f"name:{username.strip().lower()}")[:16]
