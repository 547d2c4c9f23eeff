"""Steps on passkeys: kept as they are made, shown by what they sign; each question once."""

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from allauth.mfa.webauthn.internal.auth import (
    WebAuthn,
    get_authenticator_by_credential_id,
    get_credentials,
)
from cryptography.exceptions import UnsupportedAlgorithm
from fido2.webauthn import AuthenticationResponse

from cairong.kernel.errors import Invalid
from cairong.parties.factors import spare_codes, spare_codes_left
from cairong.parties.models import Account
from cairong.parties.passkeys import Signed, server
from cairong.parties.steps.second_factor import Shown, keep_spare_codes, show_code

# What the library raises for bytes that are none of a passkey's.
BROKEN = (
    ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError,
    struct.error, UnsupportedAlgorithm,
)  # fmt: skip


def keep_passkey(account: Account, name: str, passkey: Signed) -> list[str]:
    """Keep a new passkey of a locked account; return spare codes where it had none, told this once.

    Raises Invalid for an answer that proves nothing. Writes: mfa.Authenticator.
    """
    with _readable():
        answer = _answer(passkey)
        made = server(passkey.site).register_complete(passkey.state, answer)
        assert made.credential_data is not None
        if get_authenticator_by_credential_id(account, made.credential_data.credential_id):
            raise ValueError("kept already")
    kept = WebAuthn.add(account, name, answer).instance
    kept.data["counter"] = made.counter
    kept.save(update_fields=["data"])
    return [] if spare_codes(account) else keep_spare_codes(account)


def show_passkey(account: Account, passkey: Signed, now: datetime) -> None:
    """Take what a passkey of a locked account signed; a copy of one that counts is found out.

    Raises Invalid. Writes: mfa.Authenticator.
    """
    with _readable():
        answer = _answer(passkey)
        site = server(passkey.site)
        used = site.authenticate_complete(passkey.state, get_credentials(account), answer)
        kept = get_authenticator_by_credential_id(account, used.credential_id)
        counter = AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
        if kept is None or 0 < counter <= kept.data["counter"] or counter < kept.data["counter"]:
            raise ValueError("a copy")
    kept.data["counter"], kept.last_used_at = counter, now
    kept.save(update_fields=["data", "last_used_at"])


def show_factor(account: Account, code: str, passkey: Signed | None, now: datetime) -> Shown:
    """Take what a locked account shows: what a passkey signed, or a code. Raises Invalid."""
    if passkey is None:
        return show_code(account, code, now)
    show_passkey(account, passkey, now)
    return Shown(spare=False, left=spare_codes_left(account))


def _answer(passkey: Signed) -> dict[str, Any]:
    read = json.loads(passkey.answer)
    if not isinstance(read, dict):
        raise TypeError("no answer of a browser")
    return read


@contextmanager
def _readable() -> Iterator[None]:
    """Refuse what is no proof in one sentence, whatever is wrong with it."""
    try:
        yield
    except BROKEN as error:
        raise Invalid("sign_in.passkey", field="passkey") from error
