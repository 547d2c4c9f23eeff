"""The worker's entry: `python -m cairong.config.worker`."""

import os
import signal

import django
from django.db import connection
from django.utils.module_loading import import_string

from cairong.jobs.worker import Worker

ROUND = "cairong.jobs.round.round_of_work"


def main() -> None:
    """Work until asked to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairong.config.settings")
    django.setup()
    worker = Worker(connect=connection.get_connection_params(), round_of_work=import_string(ROUND))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, worker.stop)
    worker.run()


if __name__ == "__main__":
    main()
