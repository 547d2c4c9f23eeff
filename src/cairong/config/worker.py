"""The worker's entry: `python -m cairong.config.worker`."""

import os
import signal
from threading import Thread

import django
from django.db import connection
from django.utils.module_loading import import_string

from cairong.jobs.worker import Worker

ROUND = "cairong.jobs.round.round_of_work"
SENDING = "cairong.jobs.round.round_of_sending"
PATIENCE_SECONDS = 5  # cut off later, a message is sent again under the same key


def main() -> None:
    """Work until asked to stop; who waits for a mail server keeps no act waiting."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairong.config.settings")
    django.setup()
    connect = connection.get_connection_params()
    worker, sending = (
        Worker(connect=connect, round_of_work=import_string(path)) for path in (ROUND, SENDING)
    )

    def stop(*_: object) -> None:
        worker.stop()
        sending.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    thread = Thread(target=sending.run, daemon=True)
    thread.start()
    worker.run()
    thread.join(PATIENCE_SECONDS)
    if thread.is_alive():
        os._exit(0)  # the end of the interpreter would wait for what it waits for


if __name__ == "__main__":
    main()
