"""Lines to those who carry messages: nobody is waited for who speaks slowly or without an end."""

import smtplib
import socket
import ssl
from contextlib import suppress
from functools import cache
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from time import monotonic
from typing import Any, cast
from urllib.parse import urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from cairong.policy.catalogue.outreach import UNSENT

PATIENCE_SECONDS = 10  # for a connection, and for the whole of an answer
SILENT: tuple[tuple[type[BaseException], str], ...] = (
    (TimeoutError, "late"),
    (ssl.SSLError, "untrusted"),
    (smtplib.SMTPNotSupportedError, "unsupported"),
    (socket.gaierror, "unknown"),
    (ConnectionRefusedError, "refused"),
    (ValueError, "unusable"),
    (Exception, "cut"),
)


class Prompt(RawIOBase):
    """Reads a socket for as long as patience lasts, however slowly it drips."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock, self.raw = sock, sock.makefile("rb", buffering=0)
        self.until = monotonic() + PATIENCE_SECONDS

    def readable(self) -> bool:
        """Say that it is there to be read."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what is there, or wait for it. Raises TimeoutError once patience is over."""
        left = self.until - monotonic()
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(left)
        return self.raw.readinto(buffer)

    def close(self) -> None:
        """Leave the socket with the patience it had."""
        with suppress(OSError):
            self.sock.settimeout(PATIENCE_SECONDS)
        self.raw.close()
        super().close()


class Answer(HTTPResponse):
    """An answer by HTTP, head and body of which have to come in time."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = BufferedReader(Prompt(sock))


class Replies(smtplib.SMTP):
    """A mail server, each reply of which has to come in time."""

    def getreply(self) -> tuple[int, bytes]:
        """Read one reply."""
        self.file = BufferedReader(Prompt(cast("socket.socket", self.sock)))
        try:
            return super().getreply()
        finally:
            if self.file:
                self.file.close()
                self.file = None


class TlsReplies(Replies, smtplib.SMTP_SSL):
    """The same, by TLS from the first word on."""


@cache
def trust() -> ssl.SSLContext:
    """Trust whom this machine trusts, and the usual authorities."""
    context = ssl.create_default_context()
    context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    return context


def line_to(address: str) -> tuple[HTTPConnection, str]:
    """Make a line to whom an address names, and what to ask there."""
    parts = urlsplit(address)
    line = (
        HTTPSConnection(parts.netloc, timeout=PATIENCE_SECONDS, context=trust())
        if parts.scheme == "https"
        else HTTPConnection(parts.netloc, timeout=PATIENCE_SECONDS)
    )
    line.response_class = Answer
    return line, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def silence(error: BaseException) -> str:
    """Say why nothing was answered: never in the words of the error, which may quote a secret."""
    causes = (error, error.__context__)
    return next(
        UNSENT[word] for kind, word in SILENT for cause in causes if isinstance(cause, kind)
    )
