"""The worker: listens for outbox rows, delivers them, and runs each day's work."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

import psycopg
from django.db import Error, close_old_connections

LOGGER = logging.getLogger(__name__)
TICK_SECONDS = 5.0
LONGEST_PAUSE = 30.0
OF_DJANGO = {"cursor_factory", "context", "prepare_threshold"}


class Worker:
    """One loop in one thread, stopped between two rounds of work."""

    def __init__(self, *, connect: Mapping[str, Any], round_of_work: Callable[[], object]) -> None:
        self.address = {name: each for name, each in connect.items() if name not in OF_DJANGO}
        self.round_of_work = round_of_work
        self.stopping = threading.Event()

    def stop(self, *_: object) -> None:
        """Ask the loop to end after what it is doing."""
        self.stopping.set()

    def run(self) -> None:
        """Work until stopped; wait and come back when the database is away."""
        pause = 1.0
        while not self.stopping.is_set():
            try:
                self.listen()
                pause = 1.0
            except (psycopg.Error, Error) as error:
                LOGGER.warning("the database is away (%s), again in %.0f s", error, pause)
                self.stopping.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            finally:
                close_old_connections()

    def listen(self) -> None:
        """Do a round of work whenever a row is announced, and every few seconds besides."""
        with psycopg.connect(**self.address, autocommit=True) as listening:
            listening.execute("LISTEN cairong_outbox")
            while not self.stopping.is_set():
                self.round_of_work()
                for _ in listening.notifies(timeout=TICK_SECONDS, stop_after=1):
                    pass
