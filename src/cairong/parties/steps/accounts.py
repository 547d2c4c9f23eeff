"""Steps on accounts: a user name nobody has, a password that holds, the links that renew it."""

import re

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError

from cairong.kernel.errors import Conflict, Invalid, NotFound
from cairong.parties.models import Account

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{3,59}")
LONGEST = 128


def free_username(username: str) -> str:
    """Return a user name in small letters. Raises Invalid for its form, Conflict where taken."""
    name = username.strip().lower()
    if not USERNAME.fullmatch(name):
        raise Invalid("parties.username", field="username", value=username)
    if Account.objects.filter(username=name).exists():
        raise Conflict("parties.username_taken", field="username", value=name)
    return name


def set_password(account: Account, password: str, field: str = "password") -> None:
    """Give an account a password that holds. Raises Invalid saying what it lacks. Does not save."""
    if len(password) > LONGEST:
        raise Invalid("parties.password", field=field, why=f"最多 {LONGEST} 个字符")
    try:
        validate_password(password, user=account)
    except ValidationError as error:
        raise Invalid("parties.password", field=field, why="".join(error.messages)) from None
    account.set_password(password)


def renewal_token(account: Account) -> str:
    """Make the one-time token that lets an account's password be set anew."""
    return default_token_generator.make_token(account)


def renewed_account(account_id: int, token: str, *, lock: bool = False) -> Account:
    """Find the account a renewal link is for. Raises NotFound for one used or run out."""
    rows = Account.objects.select_related("person", "mandate__organisation")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    account = rows.filter(pk=account_id, is_active=True).first()
    if account is None or not default_token_generator.check_token(account, token):
        raise NotFound("parties.no_renewal")
    return account
