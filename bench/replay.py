"""Send recorded statements again, prepared, with the same commits: the floor of a case."""

import time
from collections.abc import Iterable
from typing import Self

import psycopg

from bench.record import COMMIT, ROLLBACK, Sent
from cairong.home.addresses import Address

SAVEPOINTS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


class Player:
    """A connection on which every statement is prepared the first time it is sent."""

    def __init__(self, address: Address) -> None:
        self.connection = psycopg.connect(address.conninfo, autocommit=True)
        self.connection.prepared_max = None
        self.connection.prepare_threshold = 0
        self.cursor = self.connection.cursor()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def play(self, sent: Iterable[Sent]) -> float:
        """Send everything again; the seconds it took."""
        began = time.perf_counter()
        for one in sent:
            if one is COMMIT:
                self.connection.commit()
            elif one is ROLLBACK:
                self.connection.rollback()
            else:
                self._send(one)
        return time.perf_counter() - began

    def prepared(self) -> int:
        """How many statements are prepared by now."""
        self.cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        row = self.cursor.fetchone()
        assert row
        return int(row[0])

    def _send(self, one: Sent) -> None:
        if self.connection.autocommit != one.alone:
            self.connection.autocommit = one.alone
        if one.sql.startswith(SAVEPOINTS):
            self._send_plainly(one.sql)
            return
        self.cursor.execute(one.sql, one.params)
        if self.cursor.description:
            self.cursor.fetchall()

    def _send_plainly(self, sql: str) -> None:
        """Go past psycopg's cache, which a «ROLLBACK TO» would make it throw away."""
        found = self.connection.pgconn.exec_(sql.encode())
        assert found.status == psycopg.pq.ExecStatus.COMMAND_OK, found.error_message
