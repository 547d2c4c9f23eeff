"""An act that is only rehearsed: it keeps its event here, and reaches nothing but the database."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cairong.audit.recording import RECORDED, Recorded

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
OUTSIDE = frozenset(
    {
        "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink",
        "socket.__new__", "socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg",
        "socket.getaddrinfo", "socket.gethostbyname",
        "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty",
        "_thread.start_new_thread", "_thread.start_joinable_thread",
    }
)  # fmt: skip


@contextmanager
def rehearsed() -> Iterator[Recorded]:
    """Let what runs inside record its event here alone; the caller takes its rows back.

    A file opened for writing, a socket, a process or a thread of it is a fault of the program:
    AssertionError, before it happens. The connection to the database is libpq's own and goes on.
    """
    token = RECORDED.set(recorded := Recorded(rehearsal=True))
    try:
        yield recorded
    finally:
        RECORDED.reset(token)


def _writes(path: object, _mode: object, flags: int) -> bool:
    """Whether a file is opened for more than reading, other than Python's own of its modules."""
    return bool(flags & WRITES) and "__pycache__" not in str(path)


def _refuse(
    event: str,
    facts: tuple[Any, ...],
    *,
    outside: frozenset[str] = OUTSIDE,
    writes: Callable[..., bool] = _writes,
) -> None:
    """Refuse what cannot be taken back; Python asks this of everything it does.

    It goes on asking while it ends, when this module's own names are gone.
    """
    if event not in outside and not (event == "open" and writes(*facts)):
        return
    recorded = RECORDED.get()
    if recorded is not None and recorded.rehearsal:
        raise AssertionError(f"a rehearsal cannot take this back: {event} {facts!r}")


sys.addaudithook(_refuse)
