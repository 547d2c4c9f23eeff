"""How the web server serves: bodies come in coroutines, threads answer.

granian's own WSGI gives a request a thread before its body is here: a handful of bodies that
dribble would stop everybody (docs/decisions/doors.md).
"""

import asyncio
import resource
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from typing import IO, Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import DatabaseError, close_old_connections
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from granian.rsgi import Scope

from cairong.doors.arriving import Arriving, Gone, Unmeasured
from cairong.doors.no_words import words_of
from cairong.doors.uploads import may_send
from cairong.kernel.errors import Refusal
from cairong.policy.catalogue import sentences

THREADS = 4
MOST_FILES = 8192
Environ = dict[str, Any]
Headers = list[tuple[str, str]]
type Protocol = Any  # granian's RSGIHTTPProtocol, which it does not export


class Service:
    """One process of the web server."""

    def __init__(self, application: WSGIHandler) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="web")
        self.arriving = Arriving()
        _open_files()

    async def __rsgi__(self, scope: Scope, protocol: Protocol) -> None:
        """Answer one request."""
        environ = environ_of(scope)
        try:
            environ["wsgi.input"] = await self._body(scope, protocol, environ)
        except Gone:
            return
        except Refusal as refusal:
            protocol.response_bytes(refusal.status, *_said(refusal))
            return
        with environ["wsgi.input"]:
            await self._in_thread(partial(answer, self.application, environ, protocol))

    async def _body(self, scope: Scope, protocol: Protocol, environ: Environ) -> IO[bytes]:
        if "transfer-encoding" in scope.headers:
            raise Unmeasured("doors.body_unmeasured")
        size = int(environ.get("CONTENT_LENGTH") or 0)
        if not size:
            return BytesIO()
        asked = partial(self._in_thread, partial(takes_from, environ))
        return await self.arriving.whole(protocol, size, may_send=asked)

    def _in_thread[T](self, act: Callable[[], T]) -> Awaitable[T]:
        return asyncio.get_running_loop().run_in_executor(self.threads, act)


def environ_of(scope: Scope) -> Environ:
    """Put a request as WSGI has it (PEP 3333).

    A name with an underscore is left out: it would pass for the one with a hyphen.
    """
    host, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _latin(scope.path),
        "QUERY_STRING": _latin(scope.query_string),
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = f"HTTP_{name.upper().replace('-', '_')}"
        if name in {"content-type", "content-length"}:
            environ.setdefault(key.removeprefix("HTTP_"), value)
        elif "_" not in name:
            between = "; " if name == "cookie" else ","
            environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    return environ


def answer(application: WSGIHandler, environ: Environ, protocol: Protocol) -> None:
    """Let Django answer in one thread, which is free again before a slow reader has the answer."""
    begun: list[tuple[int, Headers]] = []

    def start(status: str, headers: Headers, _: object = None, /) -> Callable[[bytes], object]:
        begun.append((int(status.split(" ", 1)[0]), headers))
        return bytearray().extend

    made = application(environ, start)
    try:
        whole = b"".join(made)
    finally:
        made.close()
    protocol.response_bytes(*begun[0], whole)


def takes_from(environ: Environ) -> bool:
    """Whether the page asked for takes large files, and from whoever is signed in."""
    request = WSGIRequest({**environ, "wsgi.input": BytesIO()})
    try:
        request.resolver_match = resolve(request.path_info)
        SessionMiddleware(_nothing).process_request(request)
        AuthenticationMiddleware(_nothing).process_request(request)
        return may_send(request)
    except (Resolver404, DatabaseError):
        return False
    finally:
        close_old_connections()


def _nothing(_: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _said(refusal: Refusal) -> tuple[Headers, bytes]:
    """Say why a body was not taken; who was sending it may hang up before it is read."""
    words = words_of(refusal.status)
    said = [sentence.text for sentence in sentences(refusal)]
    text = "\n".join([words.title, *said, *words.next_steps])
    headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
    return [*headers, ("cache-control", "no-store")], text.encode()


def _latin(text: str) -> str:
    """Put a text as WSGI has it: each byte of its UTF-8 as one letter."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def _open_files() -> None:
    """Let as many connections be open as the system allows us."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if most == resource.RLIM_INFINITY else min(most, MOST_FILES)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(now, wanted), most))
