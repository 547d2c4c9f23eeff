"""How a line of the log is written: short, and without what would let its reader in."""

import logging
import re
from copy import copy

LONGEST = 400
STRANGERS = "django.security"
ENTRANCE = re.compile(r"(account/(?:accept|register|renew/\d+)/)[^/\s]+", re.IGNORECASE)


class Line(logging.Formatter):
    """A line of at most LONGEST characters; links that let one in are told without their tokens.

    What follows it, a traceback, is kept whole, but not where a stranger's request makes it.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write one record, its traceback included."""
        if record.name.startswith(STRANGERS):
            record = copy(record)
            record.exc_info = record.exc_text = record.stack_info = None
        return ENTRANCE.sub(r"\1…", super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name of logging
        """Write the line itself."""
        line = ENTRANCE.sub(r"\1…", super().formatMessage(record))
        return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
