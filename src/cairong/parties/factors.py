"""The second factor as it is kept: who must have one, whether one is on, secrets sealed at rest."""

import base64
import secrets

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db.models import OuterRef, QuerySet

from cairong.home.keys import known_secret
from cairong.kernel.actor import HAVE_FACTOR, Role
from cairong.parties.models import Account, Mandate

KEY = "seal"
Type = Authenticator.Type
FACTORS = (Type.TOTP, Type.WEBAUTHN)
HAS = "has_factor"  # read with the account of a session (`sessions.session_account`)


def needs_factor(mandate: Mandate) -> bool:
    """Whether whoever acts under a mandate must have a second factor."""
    return mandate.administrator or Role(mandate.role) in HAVE_FACTOR


def has_factor(account: Account) -> bool:
    """Whether the account of a session has a second factor; of any other it is not known: no."""
    return bool(getattr(account, HAS, False))


def holds_factor(account: Account) -> bool:
    """Look whether an account has a second factor."""
    return factors_of(account.pk).exists()


def factors_of(account_id: int | OuterRef) -> QuerySet[Authenticator]:
    """List the second factors of an account: what is shown beside the password."""
    return Authenticator.objects.filter(user_id=account_id, type__in=FACTORS)


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


def second_factor(account: Account) -> Authenticator | None:
    """Find what an account's app shows one-time codes by, if that is switched on."""
    found: Authenticator | None = Authenticator.objects.filter(
        user_id=account.pk, type=Type.TOTP
    ).first()
    return found


def spare_codes_left(account: Account) -> int:
    """Count the spare codes nobody has used yet."""
    kept = spare_codes(account)
    return len(kept.data["hashes"]) if kept else 0


def spare_codes(account: Account) -> Authenticator | None:
    """Find the spare codes of an account, if it has any."""
    found: Authenticator | None = Authenticator.objects.filter(
        user_id=account.pk, type=Type.RECOVERY_CODES
    ).first()
    return found


def _box() -> Fernet:
    key = known_secret(settings.HOME, KEY)
    if not key:
        raise RuntimeError(f"the data folder holds no key {KEY!r}: start it by `cairong run` once")
    return Fernet(key + "=")
