"""The open sessions of an account, and their end."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from cairong.kernel.actor import Actor
from cairong.parties.models import Account


def live_sessions(account: Account, moment: datetime) -> QuerySet[UserSession]:
    """List the sessions of an account that are open: ended by idling is ended."""
    return _open(UserSession.objects.filter(user_id=account.pk), moment)


def move_session(account: Account, old: str | None, new: str | None) -> None:
    """Know a session of an account by another key."""
    UserSession.objects.filter(user_id=account.pk, session_key=old or "").update(session_key=new)


def end_sessions(account: Account, *, but: str | None = None) -> int:
    """End every session of an account, but the one named."""
    ended = 0
    for session in UserSession.objects.filter(user_id=account.pk).exclude(session_key=but or ""):
        session.end()
        ended += 1
    return ended


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
