"""Abuse 21: one connection, two lengths; no second request may hide in the first."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from cairong.parties.models import City
from support.installation import free_port
from support.town import found_town

pytestmark = pytest.mark.kill
HIDDEN = b"GET /account/hidden/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
CHUNKS_END = b"0\r\n\r\n"


@pytest.fixture
def port(committed_db, database_env) -> Iterator[int]:
    """The port of the real server, speaking to this test's database."""
    found_town()
    assert City.objects.exists()
    number = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "rsgi", "--no-ws", "--http", "1"]
    command += ["--host", "127.0.0.1", "--port", str(number), "--workers", "1"]
    process = subprocess.Popen(
        [*command, "cairong.config.rsgi:service"],
        env=database_env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(number)
        yield number
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            if b" 200 " in talk(port, get("/healthz")).split(b"\r\n")[0]:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server did not start")


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()


def talk(port: int, raw: bytes, *, seconds: float = 3) -> bytes:
    """Send bytes and read until the server closes or falls silent."""
    got = b""
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as line:
        line.sendall(raw)
        try:
            while part := line.recv(65536):
                got += part
        except TimeoutError:
            got += b"\n<open>"
        except ConnectionResetError:
            pass
    return got


def post(*headers: bytes, body: bytes) -> bytes:
    head = [b"POST /api/rules/uscc HTTP/1.1", b"Host: 127.0.0.1", *headers]
    return b"\r\n".join([*head, b"", b""]) + body


TWO_LENGTHS = {
    "length-then-chunks": post(
        b"Content-Length: %d" % len(CHUNKS_END + HIDDEN),
        b"Transfer-Encoding: chunked",
        body=CHUNKS_END + HIDDEN,
    ),
    "chunks-then-length": post(
        b"Transfer-Encoding: chunked",
        b"Content-Length: %d" % len(CHUNKS_END),
        body=CHUNKS_END + HIDDEN,
    ),
    "short-length": post(
        b"Content-Length: 4", b"Transfer-Encoding: chunked", body=b"5c\r\n" + HIDDEN + CHUNKS_END
    ),
    "two-lengths": post(b"Content-Length: 0", b"Content-Length: 60", body=HIDDEN),
    "lengths-in-one": post(b"Content-Length: 0, 60", body=HIDDEN),
    "signed-length": post(b"Content-Length: +0", body=HIDDEN),
    "chunked-twice": post(
        b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity", body=CHUNKS_END + HIDDEN
    ),
    "odd-coding": post(b"Transfer-Encoding: xchunked", b"Content-Length: 0", body=HIDDEN),
    "blank-before-colon": post(
        b"Transfer-Encoding : chunked", b"Content-Length: 0", body=CHUNKS_END + HIDDEN
    ),
    "folded": post(b"X: y\r\n Transfer-Encoding: chunked", b"Content-Length: 0", body=HIDDEN),
}


def test_conflicting_lengths_hide_nothing(port):
    open_lines, answered_twice = [], []
    for name, raw in TWO_LENGTHS.items():
        got = talk(port, raw)
        if got.count(b"HTTP/1.1 ") > 1:
            answered_twice.append((name, got[:2000]))
        if got.endswith(b"<open>"):
            open_lines.append((name, got[:200]))
    assert answered_twice == []
    assert open_lines == []


def test_an_honest_pipeline_is_served(port):
    """The probe can see a second answer: two honest requests on one line get two."""
    raw = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + get("/healthz")
    assert talk(port, raw).count(b"HTTP/1.1 200") == 2
