"""The body of a request on its way in: bounded in size, rate and time, before anybody serves it.

It waits in a coroutine, which costs a few bytes; a thread that serves is taken when all is here.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterable, Awaitable, Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO

from cairong.doors.uploads import KILOBYTE, MEGABYTE, MOST_MB, TooLarge
from cairong.kernel.errors import Refusal

IN_MEMORY = MEGABYTE  # above it stand pages that take files, from those who may send them
LARGEST = (MOST_MB + 2) * MEGABYTE
AT_ONCE = 64 * MEGABYTE  # in memory and unfinished, in all; beyond it the oldest is cut
SOONEST, LATEST = 10.0, 600.0  # seconds
SLOWEST = 2 * KILOBYTE  # a second, after the first ten


class TooSlow(Refusal):
    """A body did not arrive in the time it had."""

    kind, status = "TooSlow", 408


class Unmeasured(Refusal):
    """A body does not say how long it is."""

    kind, status = "Unmeasured", 411


class Gone(Exception):  # noqa: N818 - nobody is left to be told
    """Who sent a body hung up before its end."""


@dataclass
class Arriving:
    """All bodies that one process is being sent."""

    reading: dict[asyncio.Timeout, int] = field(default_factory=dict)

    async def whole(
        self, pieces: AsyncIterable[bytes], size: int, *, may_send: Callable[[], Awaitable[bool]]
    ) -> IO[bytes]:
        """Wait for a body of `size` bytes. Raises TooLarge, TooSlow, Gone.

        What is refused for its size is read to its end all the same, kept nowhere, within the
        same time: a browser shows an answer only to what it could send.
        """
        if size > LARGEST:
            raise TooLarge("doors.upload_too_large", most=MOST_MB)
        if size <= IN_MEMORY:
            return await self._taken(pieces, size, BytesIO())
        if await may_send():
            return await self._taken(pieces, size, tempfile.TemporaryFile())
        await self._taken(pieces, size, None)
        raise TooLarge("doors.upload_not_taken", most=IN_MEMORY // KILOBYTE)

    async def _taken(
        self, pieces: AsyncIterable[bytes], size: int, kept: IO[bytes] | None
    ) -> IO[bytes]:
        loop, received = asyncio.get_running_loop(), 0
        begun = loop.time()
        try:
            async with asyncio.timeout(SOONEST) as until:
                try:
                    async for piece in pieces:
                        received += len(piece)
                        until.reschedule(begun + min(SOONEST + received / SLOWEST, LATEST))
                        if kept is not None:
                            kept.write(piece)
                        if isinstance(kept, BytesIO):
                            self._count(until, len(piece))
                finally:
                    self.reading.pop(until, None)
        except TimeoutError:
            raise TooSlow("doors.body_slow") from None
        if received < size:
            raise Gone
        result = kept or BytesIO()
        result.seek(0)
        return result

    def _count(self, until: asyncio.Timeout, more: int) -> None:
        """Count what is held; above the bound the oldest body has no time left."""
        self.reading[until] = self.reading.get(until, 0) + more
        if sum(self.reading.values()) > AT_ONCE:
            oldest = next(iter(self.reading))
            self.reading.pop(oldest)
            oldest.reschedule(0)
