"""How a line of the log is written: short, and without what would let its reader in."""

import logging
import re
from copy import copy

LONGEST = 400
STRANGERS = "django.security"
BREAKS = {number: repr(chr(number))[1:-1] for number in (*range(32), 0x7F, 0x85, 0x2028, 0x2029)}
ENTRANCE = re.compile(r"(account/(?:accept|register|renew/\d+)/)[^/\s]+", re.IGNORECASE)


class Line(logging.Formatter):
    """A line of at most LONGEST characters; links that let one in are told without their tokens.

    What would break it in two, or steer a terminal, is written out.
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
        line = ENTRANCE.sub(r"\1…", super().formatMessage(record)).translate(BREAKS)
        return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
