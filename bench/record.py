"""Write down every statement the program sends, and where its transactions begin and end."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Sent:
    """One thing sent: a statement with its parameters, or the end of a transaction."""

    sql: str
    params: tuple[Any, ...] | dict[str, Any] | None = None
    alone: bool = False


COMMIT, ROLLBACK = Sent("COMMIT"), Sent("ROLLBACK")


@dataclass
class Tape:
    """What was sent, in order."""

    sent: list[Sent] = field(default_factory=list)

    def statements(self) -> int:
        """Count statements, savepoints among them, without the ends of transactions."""
        return sum(one not in (COMMIT, ROLLBACK) for one in self.sent)

    def commits(self) -> int:
        return sum(one is COMMIT for one in self.sent)

    def take(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - the shape of a wrapper
        assert not many, sql
        named = isinstance(params, Mapping)
        kept = dict(params) if named else None if params is None else tuple(params)
        self.sent.append(Sent(sql, kept, not connection.in_atomic_block))
        return execute(sql, params, many, context)


@contextmanager
def recording() -> Iterator[Tape]:
    """Record what the default connection sends."""
    tape = Tape()
    commit, rollback = connection._commit, connection._rollback
    savepoint_rollback = connection._savepoint_rollback

    def committed() -> None:
        tape.sent.append(COMMIT)
        commit()

    def rolled_back() -> None:
        tape.sent.append(ROLLBACK)
        rollback()

    def taken_back(sid: str) -> None:
        tape.sent.append(Sent(connection.ops.savepoint_rollback_sql(sid)))
        savepoint_rollback(sid)

    connection._commit, connection._rollback = committed, rolled_back
    connection._savepoint_rollback = taken_back
    try:
        with connection.execute_wrapper(tape.take):
            yield tape
    finally:
        del connection._commit, connection._rollback, connection._savepoint_rollback
