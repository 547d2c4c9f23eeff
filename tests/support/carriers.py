"""A mail server and a gateway for short messages on this machine, which fail as they are told."""

import json
import random
import socketserver
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread

Fails = Callable[[str], int]  # address → the code it answers; 0 takes the message


@dataclass
class Taken:
    """All that a carrier has taken: by key, so that what came twice is one; and how often."""

    fails: Fails = lambda _to: 0
    says: Callable[[dict], object] | None = None  # what was asked → what a gateway answers
    by_key: dict[str, dict] = field(default_factory=dict)
    times: int = 0
    heard: int = 0
    lock: Lock = field(default_factory=Lock)

    def take(self, key: str, to: str, said: dict) -> int:
        """Take a message, or not, and answer; one that was taken may be answered as if not."""
        with self.lock:
            self.heard += 1
            code = self.fails(to)
            if code in {0, AFTER}:
                self.times += 1
                self.by_key.setdefault(key, {"to": to, **said})
            return code

    @property
    def texts(self) -> list[str]:
        return [str(one) for one in self.by_key.values()]


AFTER = -1  # taken, but the answer is lost


def now_and_then(share: float, seed: int = 7) -> Fails:
    """Fail for a share of the messages: half of those were taken, and the answer was lost."""
    chance = random.Random(seed)  # noqa: S311 - failures, not keys

    def fails(_to: str) -> int:
        drawn = chance.random()
        return 0 if drawn >= share else AFTER if drawn < share / 2 else 451

    return fails


class _Patient:
    """A server whose clients may be killed in the middle of a word."""

    def handle_error(self, request, client_address) -> None:
        if not isinstance(sys.exception(), ConnectionError | EOFError):
            super().handle_error(request, client_address)


class _Mail(socketserver.StreamRequestHandler):
    server: "_MailServer"

    def say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 ready")
        to = ""
        for line in self.rfile:
            verb = line.decode().strip()
            word = verb[:4].upper()
            if word == "RCPT":
                to = verb.partition("<")[2].partition(">")[0]
                self.say(f"550 5.1.1 {to} no such user" if to.startswith("nobody") else "250 ok")
            elif word == "DATA":
                self.say("354 go on")
                if not self.data(to):
                    return
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def data(self, to: str) -> bool:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        else:
            raise EOFError  # whoever was speaking is no more
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        said = {"subject": mail["Subject"], "text": mail.get_content()}
        code = self.server.taken.take(mail["Message-ID"], to, said)
        if code == AFTER:
            return False  # the line is cut before the answer
        self.say(f"{code} not now" if code else "250 taken")
        return True


class _MailServer(_Patient, socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    taken: Taken


class _Gateway(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_GatewayServer"

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        said = self.rfile.read(length)
        if len(said) < length:
            raise EOFError
        body = json.loads(said)
        to = body.get("to") or body.get("touser")
        said = {
            "body": body, "path": self.path, "authorization": self.headers.get("Authorization"),
        }  # fmt: skip
        code = self.server.taken.take(self.headers["Idempotency-Key"], to, said)
        status = {0: 200, AFTER: 500, 451: 503}.get(code, code)
        usual = {"errcode": 0} if status == 200 else {"error": "no"}
        says = self.server.taken.says
        answer = json.dumps(says(body) if says else usual).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


class _GatewayServer(_Patient, ThreadingHTTPServer):
    daemon_threads = True
    taken: Taken


class _Speaker(socketserver.BaseRequestHandler):
    """Says something to whoever comes, then a word again and again for five seconds."""

    server: "_SpeakerServer"

    def handle(self) -> None:
        self.request.sendall(self.server.first)
        for _ in range(100):
            if not self.server.then or self.server.ended.wait(0.05):
                break
            self.request.sendall(self.server.then)


class _SpeakerServer(_Patient, socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    first: bytes
    then: bytes
    ended: Event

    def server_close(self) -> None:
        self.ended.set()
        super().server_close()


@contextmanager
def _serving(server: socketserver.TCPServer, fails: Fails) -> Iterator[tuple[int, Taken]]:
    taken = server.taken = Taken(fails)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1], taken
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def mail_server(fails: Fails = lambda _to: 0):
    """A mail server: its port, and what it has taken."""
    return _serving(_MailServer(("127.0.0.1", 0), _Mail), fails)


def gateway(fails: Fails = lambda _to: 0):
    """A gateway: its port, and what it has taken."""
    return _serving(_GatewayServer(("127.0.0.1", 0), _Gateway), fails)


@contextmanager
def speaker(first: bytes, then: bytes = b"") -> Iterator[int]:
    """A server that says the same to everybody, and drips for five seconds: its port."""
    server = _SpeakerServer(("127.0.0.1", 0), _Speaker)
    server.first, server.then, server.ended = first, then, Event()
    with _serving(server, lambda _to: 0) as (port, _):
        yield port
