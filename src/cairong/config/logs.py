"""How a line of the log is written: without what would let its reader in."""

import logging
import re

ENTRANCE = re.compile(r"(account/(?:accept|register|renew/\d+)/)[^/\s]+", re.IGNORECASE)


class Line(logging.Formatter):
    """A line, and the traceback under it, in which the links that let one in lack their tokens."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record, its traceback included."""
        return ENTRANCE.sub(r"\1…", super().format(record))
