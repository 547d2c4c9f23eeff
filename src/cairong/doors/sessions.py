"""Sessions in the database; a database that is away is said, and not taken for a lost session."""

from django.contrib.sessions.backends import base, db
from django.db import InterfaceError, OperationalError


class SessionStore(db.SessionStore):
    """Django's own, but for the error of a save that the database could not take.

    Django takes every such error for a session that was deleted meanwhile, and answers 400.
    """

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's own shape
        """Keep the session. Raises OperationalError where the database is away or full."""
        try:
            super().save(must_create)
        except base.UpdateError as error:
            if isinstance(error.__context__, OperationalError | InterfaceError):
                raise error.__context__ from error
            raise
