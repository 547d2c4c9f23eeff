"""Deliver what waits in the outbox, until nothing waits or nothing more can be done."""

import logging
from collections.abc import Callable
from datetime import datetime

from cairong.audit.outbox import CONSUMERS, deliver, note_failure, waiting

LOGGER = logging.getLogger(__name__)
MOST_ROUNDS = 50


def drain(*, clock: Callable[[], datetime], city: str | None = None) -> int:
    """Deliver waiting rows round by round; count those delivered.

    A row that fails stays waiting with its reason and does not stop the others; it is tried
    again at the next call.
    """
    delivered, failed = 0, set[int]()
    for _ in range(MOST_ROUNDS):
        rows = [row for row in waiting(now=clock(), city=city) if row.pk not in failed]
        if not rows:
            break
        for row in rows:
            try:
                deliver(row, now=clock(), consumers=CONSUMERS)
                delivered += 1
            except Exception as error:
                failed.add(row.pk)
                LOGGER.exception("event %s for %s failed", row.event_id, row.consumer)
                note_failure(row, error, now=clock())
    return delivered
