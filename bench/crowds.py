"""Crowds at the door of a web server: each holds connections and asks as little as it can."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import cycle
from statistics import median
from threading import Event, Thread

PAGE = "/contracts/"
BODY = b"POST /account/sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4000\r\n\r\n"
HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
KEPT = b"GET /contracts HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
KINDS = {
    "64 个慢速提交": (64, BODY),
    "400 个慢速请求头": (400, HEAD),
    "1,000 条空闲连接": (1000, KEPT),
}


@contextmanager
def crowd(port: int, kind: str) -> Iterator[list[socket.socket]]:
    """Hold connections of one kind; what is slow sends a byte now and then."""
    many, first = KINDS[kind]
    over, lines = Event(), []
    with ExitStack() as stack:
        for _ in range(many):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
            line.sendall(first)
            if first is KEPT:
                assert line.recv(65536).startswith(b"HTTP/1.1 ")
            lines.append(line)
        dribbling = Thread(target=_dribble, args=(lines if first is not KEPT else [], over))
        dribbling.start()
        try:
            yield lines
        finally:
            over.set()
            dribbling.join()


def _dribble(lines: list[socket.socket], over: Event) -> None:
    for line in cycle(lines):
        if over.wait(1 / len(lines)):
            return
        with suppress(OSError):  # cut: as it should be
            line.sendall(b"x")


def beside(port: int, kind: str, *, repeats: int, visits: int) -> tuple[float, float]:
    """The p95 in seconds of visitors alone and beside a crowd: medians of repeats in turn."""
    alone, crowded = [], []
    for _ in range(repeats):
        alone.append(p95(port, visits))
        with crowd(port, kind):
            crowded.append(p95(port, visits))
    return median(alone), median(crowded)


def p95(port: int, visits: int) -> float:
    """How long all but the slowest twentieth of visits take, each by a connection of its own."""
    taken = sorted(visit(port) for _ in range(visits))
    return taken[int(visits * 0.95) - 1]


def visit(port: int) -> float:
    """Open a page as somebody new."""
    begun = time.perf_counter()
    asked = f"GET {PAGE} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(asked.encode())
        got = line.recv(65536)
        while line.recv(65536):
            pass
    assert got.startswith(b"HTTP/1.1 200"), got[:200]
    return time.perf_counter() - begun
