"""The account behind a session, the open sessions of an account, and their end."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Model, QuerySet

from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound
from cairong.parties.factors import FACTORS, HAS
from cairong.parties.models import Account, City, Mandate, Organisation, Person

JOINED: dict[str, type[Model]] = {
    "account": Account, "person": Person, "mandate": Mandate, "organisation": Organisation,
    "city": City,
}  # fmt: skip
HOLDER = """
    SELECT EXISTS (SELECT FROM mfa_authenticator f WHERE f.user_id = account.id
                   AND f.type = ANY(%s)), {columns}
    FROM parties_account account JOIN parties_person person ON person.id = account.person_id
    LEFT JOIN parties_mandate mandate ON mandate.id = account.mandate_id
    LEFT JOIN parties_organisation organisation ON organisation.id = mandate.organisation_id
    LEFT JOIN parties_city city ON city.code = organisation.city_id
    WHERE account.id = %s AND account.is_active"""


def session_account(account_id: int) -> Account | None:
    """Find the account behind a session, with all that makes its actor; None for a closed one.

    Every page asks for it: its statement is written once, which the ORM would do each time anew,
    ten times as long as the database takes to answer.
    """
    with connection.cursor() as cursor:
        cursor.execute(_holder(), [list(FACTORS), account_id])
        row = cursor.fetchone()
    if row is None:
        return None
    values = iter(row)
    has = next(values)
    account, person = _made(Account, values), _made(Person, values)
    mandate, organisation = _made(Mandate, values), _made(Organisation, values)
    city = _made(City, values)
    account.person = person
    if mandate.pk is not None:
        account.mandate, mandate.organisation, organisation.city = mandate, organisation, city
        if mandate.person_id == person.pk:
            mandate.person = person
    setattr(account, HAS, has)
    return account


def _made[Row: Model](model: type[Row], values: Iterator[Any]) -> Row:
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db(connection.alias, names, list(islice(values, len(names))))


@cache
def _holder() -> str:
    quote = connection.ops.quote_name
    columns = [
        f"{name}.{quote(str(field.column))}"
        for name, model in JOINED.items()
        for field in model._meta.concrete_fields
    ]
    return HOLDER.format(columns=", ".join(columns))


def live_sessions(account: Account, moment: datetime) -> list[UserSession]:
    """List the sessions of an account that are open, the last used first: idled out is ended."""
    rows = UserSession.objects.filter(user_id=account.pk).order_by("-last_seen_at")
    return list(_open(rows, moment))


def sessions_to_end(
    account: Account, moment: datetime, *, session_id: int | None = None, but: str = ""
) -> list[UserSession]:
    """List the open ones of an account's sessions: one of them, or all but that of a key.

    Raises NotFound where the one is not its own.
    """
    rows = UserSession.objects.filter(user_id=account.pk).exclude(session_key=but)
    if session_id is not None:
        rows = rows.filter(pk=session_id)
        if not rows.exists():
            raise NotFound("access.not_found", thing="登录")
    return list(_open(rows, moment))


def end(sessions: Iterable[UserSession]) -> None:
    """End sessions, on whatever device."""
    for session in sessions:
        session.end()


def move_session(account: Account, old: str | None, new: str | None) -> None:
    """Know a session of an account by another key."""
    UserSession.objects.filter(user_id=account.pk, session_key=old or "").update(session_key=new)


def end_sessions(account: Account, *, but: str | None = None) -> None:
    """End every session of an account, but the one named."""
    end(UserSession.objects.filter(user_id=account.pk).exclude(session_key=but or ""))


def forget_session(account: Account, key: str | None) -> None:
    """Forget the session of a key, as its holder signs out."""
    UserSession.objects.filter(user_id=account.pk, session_key=key or "").delete()


def clear_sessions(*, actor: Actor, now: datetime) -> int:
    """Take away the sessions that ran out, whoever's city they came from."""
    del actor
    Session.objects.filter(expire_date__lt=now).delete()
    gone = UserSession.objects.exclude(pk__in=_open(UserSession.objects.all(), now).values("pk"))
    return gone.delete()[0]


def _open(rows: QuerySet[UserSession], moment: datetime) -> QuerySet[UserSession]:
    keys = Session.objects.filter(expire_date__gt=moment).values("session_key")
    return rows.filter(session_key__in=keys)
