"""A payment stands still while the treasury is spoken to of it, by whoever speaks."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

from django.db import Error, connection

from cairong.kernel.errors import Conflict

LOW_BITS = 2**63 - 1
PAUSE_SECONDS = 0.02
HOLDERS = """
    SELECT string_agg(DISTINCT coalesce(a.usename, '?') || ' (pid ' || l.pid || ')', '、')
    FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND l.classid::bigint << 32 | l.objid::bigint = %s
"""


@contextmanager
def payment_kept(payment_id: UUID, *, patience: float | None = None) -> Iterator[None]:
    """Keep a payment from coming back, or being recorded, until the block ends.

    Call it outside every transaction; acts wait for it by `await_answer`. Whoever may enter the
    database can hold it: with `patience`, it is waited for that many seconds. Raises Conflict,
    naming who holds it.
    """
    if patience is None:
        run_on("SELECT pg_advisory_lock(%s)", payment_id)
    else:
        _take_within(patience, payment_id)
    try:
        yield
    finally:
        with suppress(Error):  # a connection that broke has given its lock back
            run_on("SELECT pg_advisory_unlock(%s)", payment_id)


def _take_within(seconds: float, payment_id: UUID) -> None:
    until = time.monotonic() + seconds
    while not run_on("SELECT pg_try_advisory_lock(%s)", payment_id):
        if time.monotonic() >= until:
            who = run_on(HOLDERS, payment_id) or "?"
            raise Conflict("orders.payment_held", "二(三)-4", who=who)
        time.sleep(PAUSE_SECONDS)


def run_on(statement: str, record_id: UUID) -> Any:
    """Run a statement on the lock of a record, and give its answer."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [record_id.int & LOW_BITS])
        row = cursor.fetchone()
    return row[0] if row else None
