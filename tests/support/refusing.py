"""What somebody writes into the database by hand, past the program, and is refused."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction


@contextmanager
def stopped(guard: str) -> Iterator[None]:
    """What is written here the database refuses, at once or when the transaction ends."""
    with pytest.raises(DatabaseError, match=guard), transaction.atomic():  # noqa: PT012
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def looked_at() -> None:
    """Let the guards look that look when a transaction ends, as they do after each act."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
