"""Sessions in the database: an end that nobody moves; a database that is away is said as such."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import base, db
from django.db import InterfaceError, OperationalError

from cairong.doors.clock import now

OPENED = "opened"
LONGEST = timedelta(hours=12)


class SessionStore(db.SessionStore):
    """Django's own, but for two things.

    A session in which somebody is signed in ends twelve hours after it was opened, however much it
    is used. The error of a save that the database could not take is told as it is: Django takes
    every such error for a session that was deleted meanwhile, and answers 400.
    """

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's own shape
        """Keep the session. Raises OperationalError where the database is away or full."""
        if SESSION_KEY in self:
            self.setdefault(OPENED, int(now().timestamp()))
        try:
            super().save(must_create)
        except base.UpdateError as error:
            if isinstance(error.__context__, OperationalError | InterfaceError):
                raise error.__context__ from error
            raise

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """Say when the session ends if it is not used any more, never after its last moment."""
        idle, last = super().get_expiry_date(**kwargs), last_moment(self)
        return min(idle, last) if last else idle


def last_moment(session: base.SessionBase) -> datetime | None:
    """Say when a session ends however much it is used; None where nobody is signed in."""
    opened = session.get(OPENED)
    return datetime.fromtimestamp(opened, UTC) + LONGEST if opened else None
