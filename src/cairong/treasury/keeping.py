"""A payment stands still while the treasury is spoken to of it, by whoever speaks."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

from django.db import Error, connection

LOW_BITS = 2**63 - 1


@contextmanager
def payment_kept(payment_id: UUID) -> Iterator[None]:
    """Keep a payment from coming back, or being recorded, until the block ends.

    Call it outside every transaction; acts wait for it by `await_answer`.
    """
    try:
        run_on("SELECT pg_advisory_lock(%s)", payment_id)
        yield
    finally:
        with suppress(Error):  # a connection that broke has given its lock back
            run_on("SELECT pg_advisory_unlock(%s)", payment_id)


def run_on(statement: str, record_id: UUID) -> None:
    """Run a statement on the lock of a record."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [record_id.int & LOW_BITS])
