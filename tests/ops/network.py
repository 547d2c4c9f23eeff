"""A bad network between the application and its database: a TCP proxy of the tests' own."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random
from threading import Thread

STRETCH = 30_000
NOTICED = 25.0
BLOCK = 65_536


@dataclass(eq=False)
class Link:
    """One connection: the application's end, and the database's."""

    near: asyncio.StreamWriter
    far: asyncio.StreamWriter
    left: int
    pumps: list[asyncio.Task] = field(default_factory=list)


class Network:
    """Loses `loss` of all connections in each stretch of bytes, holds `late` of all answers up.

    Half of what is lost vanishes without a word to the database, as when a machine dies: the
    server's keepalives, which the application asks for, notice that 25 seconds later.
    """

    def __init__(self, host: str, port: int, seed: int) -> None:
        self.beyond, self.chance = (host, port), Random(seed)  # noqa: S311 - to be drawn again, not to be secret
        self.loss, self.late, self.seconds = 0.0, 0.0, 5.0
        self.links, self.silent = set[Link](), list[Link]()
        self.made, self.lost, self.most, self.is_cut = 0, 0, 0, False
        self.loop, self.port = asyncio.new_event_loop(), 0

    def vanish(self) -> None:
        """Let the application's end of every connection go, without a word to the database."""
        asyncio.run_coroutine_threadsafe(self._vanish(), self.loop).result(10)

    def cut(self) -> None:
        """Lose every connection and refuse new ones, until `is_cut` is taken back."""
        self.is_cut = True
        asyncio.run_coroutine_threadsafe(self._cut(), self.loop).result(10)

    async def _cut(self) -> None:
        for link in list(self.links):
            self._lose(link, silently=False)

    async def _vanish(self) -> None:
        for link in list(self.links):
            self._lose(link, silently=True)

    async def _accept(self, reader: asyncio.StreamReader, near: asyncio.StreamWriter) -> None:
        if self.is_cut:
            near.transport.abort()
            return
        try:
            answers, far = await asyncio.open_connection(*self.beyond)
        except OSError:
            near.transport.abort()
            return
        link = Link(near, far, self.chance.randrange(STRETCH))
        self.links.add(link)
        self.made, self.most = self.made + 1, max(self.most, len(self.links))
        link.pumps = [
            asyncio.ensure_future(self._ask(link, reader)),
            asyncio.ensure_future(self._answer(link, answers)),
        ]

    async def _ask(self, link: Link, reader: asyncio.StreamReader) -> None:
        with suppress(OSError):
            while block := await reader.read(BLOCK):
                link.far.write(block)
                await link.far.drain()
        self._over(link)

    async def _answer(self, link: Link, answers: asyncio.StreamReader) -> None:
        with suppress(OSError):
            while block := await answers.read(BLOCK):
                if self.chance.random() < self.late:
                    await asyncio.sleep(self.seconds)
                if self._is_lost(link, len(block)):
                    self._lose(link, silently=self.chance.random() < 0.5)
                    return
                link.near.write(block)
                await link.near.drain()
        self._over(link)

    def _is_lost(self, link: Link, count: int) -> bool:
        """At the end of each stretch of answers a connection is lost, or goes on for another."""
        link.left -= count
        if link.left > 0:
            return False
        link.left = self.chance.randrange(STRETCH)
        return self.chance.random() < self.loss

    def _lose(self, link: Link, *, silently: bool) -> None:
        self.lost += 1
        self.links.discard(link)
        link.near.transport.abort()
        if silently:
            self.silent.append(link)
            self.loop.call_later(NOTICED, link.far.transport.abort)
        else:
            link.far.transport.abort()

    def _over(self, link: Link) -> None:
        if link in self.links:
            self.links.discard(link)
            link.near.close()
            link.far.close()

    async def _close(self) -> None:
        for link in (*self.links, *self.silent):
            link.near.transport.abort()
            link.far.transport.abort()
            for pump in link.pumps:
                pump.cancel()
        await asyncio.sleep(0.1)


@contextmanager
def network(host: str, port: int, seed: int) -> Iterator[Network]:
    """Lay a network before a database, on a port of its own."""
    made = Network(host, port, seed)
    serving = made.loop.run_until_complete(asyncio.start_server(made._accept, "127.0.0.1", 0))
    made.port = serving.sockets[0].getsockname()[1]
    running = Thread(target=made.loop.run_forever)
    running.start()
    try:
        yield made
    finally:
        serving.close()
        asyncio.run_coroutine_threadsafe(made._close(), made.loop).result(30)
        made.loop.call_soon_threadsafe(made.loop.stop)
        running.join()
        made.loop.close()
