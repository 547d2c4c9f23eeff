"""A connection that keeps what it has prepared, a rehearsal's way back included."""

from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql import base, features
from psycopg.pq import ExecStatus

PREPARED_AFTER = 2
MOST_PREPARED = 400


class DatabaseFeatures(features.DatabaseFeatures):
    """Django's own, said of a connection whose parameters the server binds."""

    uses_server_side_binding = True


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with parameters bound by the server and repeated statements prepared."""

    features_class = DatabaseFeatures

    def get_connection_params(self) -> dict[str, Any]:
        """Let the server bind, and psycopg prepare a statement that is sent again."""
        return {
            **super().get_connection_params(),
            "cursor_factory": base.ServerBindingCursor,
            "prepare_threshold": PREPARED_AFTER,
        }

    def init_connection_state(self) -> None:
        """Let a connection keep as many statements as the product has."""
        super().init_connection_state()
        self.connection.prepared_max = MOST_PREPARED

    def _savepoint_rollback(self, sid: str) -> None:
        """Go back to a savepoint past psycopg's cache, which would throw all of it away.

        Nothing that the app role may do changes the shape of a table, so the cache stays true.
        """
        statement = self.ops.savepoint_rollback_sql(sid).encode()
        with self.wrap_database_errors:
            result = self.connection.pgconn.exec_(statement)
        if result.status != ExecStatus.COMMAND_OK:
            raise OperationalError(result.error_message)
