"""Entry of the worker process: `python -m cairong.config.worker`."""

import logging
import os
import signal

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairong.config.settings")
django.setup()

from django.db import connection  # noqa: E402 - models load only after setup, as in wsgi.py

from cairong.jobs.round import round_of_work  # noqa: E402
from cairong.jobs.worker import Worker  # noqa: E402


def main() -> None:
    """Work until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    worker = Worker(connect=connection.get_connection_params(), round_of_work=round_of_work)
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.run()


if __name__ == "__main__":
    main()
