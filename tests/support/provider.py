"""An identity provider on this machine: OpenID Connect as far as a sign-in needs it."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from joserfc import jwt
from joserfc.jwk import RSAKey

from cairong.home.providers import Provider

KEY, STRANGE = (RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"}) for _ in range(2))


@dataclass
class FakeProvider:
    """Says who somebody is; a test changes what it says."""

    address: str = ""
    subject: str = "citizen-7"
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: KEY)
    header: dict[str, str] = field(default_factory=lambda: {"alg": "RS256", "kid": "k1"})
    published: list[RSAKey] = field(default_factory=lambda: [KEY])
    key_set: dict[str, Any] | None = None
    pause: float = 0
    hits: int = 0
    error: str = ""
    spoil: Callable[[bytes], bytes] = bytes
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def facts(self) -> Provider:
        """What an operator writes down of it."""
        return Provider(
            key="henan", name="河南政务服务网", issuer=self.address,
            client_id="cairong", client_secret="between-us",
        )  # fmt: skip

    def visit(self, address: str) -> str:
        """Go where the platform led, as a browser; name where the provider leads back to."""
        answer = requests.get(address, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def authorize(self, asked: dict[str, str]) -> str:
        """Let somebody in who asks; a code stands for them, once."""
        code = secrets.token_urlsafe(8)
        self.asked[code] = asked
        said = {"error": self.error} if self.error else {"code": code}
        return f"{asked['redirect_uri']}?{urlencode(said | {'state': asked['state']})}"

    def token(self, typed: dict[str, str], proof: str) -> dict[str, Any]:
        """Give for a code what it stands for; refuse one used, or asked for by somebody else."""
        asked = self.asked.pop(typed["code"])
        digest = hashlib.sha256(typed["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
        assert base64.b64decode(proof.removeprefix("Basic ")) == b"cairong:between-us"
        now = int(time.time())
        claims = {
            "iss": self.address, "sub": self.subject, "aud": "cairong", "nonce": asked["nonce"],
            "iat": now, "exp": now + 60, **self.claims,
        }  # fmt: skip
        stated = {name: one for name, one in claims.items() if one is not None}
        signed = jwt.encode(self.header, stated, self.key)
        return {"access_token": "a", "token_type": "Bearer", "id_token": signed}

    def described(self) -> dict[str, Any]:
        """What it publishes of itself."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "none"],
            **self.metadata,
        }


@contextmanager
def provider_up() -> Iterator[FakeProvider]:
    """Keep a provider answering on a free port of the loopback."""
    provider = FakeProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(provider: FakeProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            at = urlsplit(self.path)
            if at.path == "/authorize":
                asked = {name: one[0] for name, one in parse_qs(at.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
            elif at.path == "/keys":
                keys = [one.as_dict(private=False) for one in provider.published]
                self.tell(provider.key_set or {"keys": keys})
            else:
                provider.hits += 1
                time.sleep(provider.pause)
                self.tell(provider.described())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            typed = {name: one[0] for name, one in parse_qs(body).items()}
            self.tell(provider.token(typed, self.headers["Authorization"]))

        def tell(self, what: dict[str, Any]) -> None:
            body = provider.spoil(json.dumps(what).encode())
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
