"""The open sessions of an account, and their end."""

from collections.abc import Iterable
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound
from cairong.parties.models import Account


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
