"""The worker's entry: `python -m cairong.config.worker`."""

import os
import signal
from threading import Thread
from time import monotonic

import django
from django.db import connection
from django.utils.module_loading import import_string

from cairong.jobs.worker import Worker

ROUND = "cairong.jobs.round.round_of_work"
SIDE_ROUNDS = ("cairong.jobs.round.round_of_sending", "cairong.jobs.round.round_of_checking")
PATIENCE_SECONDS = 5  # cut off later, a message is sent again under the same key


def main() -> None:
    """Work until asked to stop; a slow mail server or a long check keeps no act waiting."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairong.config.settings")
    django.setup()
    connect = connection.get_connection_params()
    worker, *others = (
        Worker(connect=connect, round_of_work=import_string(path)) for path in (ROUND, *SIDE_ROUNDS)
    )

    def stop(*_: object) -> None:
        for each in (worker, *others):
            each.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    threads = [Thread(target=each.run, daemon=True) for each in others]
    for thread in threads:
        thread.start()
    worker.run()
    until = monotonic() + PATIENCE_SECONDS
    for thread in threads:
        thread.join(max(0.0, until - monotonic()))
    if any(thread.is_alive() for thread in threads):
        os._exit(0)  # the end of the interpreter would wait for what they wait for


if __name__ == "__main__":
    main()
