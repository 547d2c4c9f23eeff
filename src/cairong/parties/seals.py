"""Secrets sealed at rest with a key of the data folder."""

import base64
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from cairong.home.keys import known_secret

KEY = "seal"


def seal(text: str) -> str:
    """Seal a secret with the data folder's key."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Open a sealed secret; empty where it was sealed with another key or changed."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def new_secret() -> str:
    """Make a secret for a second factor, as authenticator apps take it."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def _box() -> Fernet:
    key = known_secret(settings.HOME, KEY)
    if not key:
        raise RuntimeError(f"the data folder holds no key {KEY!r}: start it by `cairong run` once")
    return Fernet(key + "=")
