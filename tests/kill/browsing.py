"""A bare browser for tests: cookies, one form, no redirect followed, no answer invented."""

import ssl
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from http.cookiejar import CookieJar
from uuid import UUID

from support.visitors import WORD

PATIENCE = 15
BARE = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # nothing here speaks TLS; its roots take long


class Unanswered(Exception):  # noqa: N818 - what happened, not what went wrong
    """The server went away before it answered, or said that it cannot serve now."""


@dataclass(frozen=True)
class Answer:
    """A status, and where it leads."""

    status: int
    leads_to: str
    body: str


class _Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args, **_kwargs) -> None:
        return None


class Browser:
    """Somebody's browser at one installation's address."""

    def __init__(self, port: int) -> None:
        self.base, self.cookies = f"http://127.0.0.1:{port}", CookieJar()
        https = urllib.request.HTTPSHandler(context=BARE)
        jar = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(jar, _Still, https)

    def sign_in(self, username: str) -> "Browser":
        self.open("/account/sign-in/")
        answer = self.open("/account/sign-in/", username=username, password=WORD, next="")
        assert answer.status == HTTPStatus.FOUND, answer
        return self

    def approve(self, proposal_id: UUID, request_id: UUID) -> Answer:
        """Agree to a proposal as its page does."""
        return self.open(
            f"/proposals/{proposal_id}/decide/",
            decision="approve", reason="", request_id=str(request_id),
        )  # fmt: skip

    @property
    def session(self) -> str:
        return next(one.value or "" for one in self.cookies if one.name == "sessionid")

    def open(self, path: str, **fields: str) -> Answer:
        """Send a form, or read a page where there is nothing to send. Raises Unanswered."""
        data = None
        if fields:
            token = next(one.value or "" for one in self.cookies if one.name == "csrftoken")
            data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        return self.post(path, data)

    def post(self, path: str, data: bytes | None, **headers: str) -> Answer:
        """Send a body as it is, or read a page where there is none. Raises Unanswered."""
        asked = urllib.request.Request(self.base + path, data, headers)  # noqa: S310 - our own
        try:
            with self.opener.open(asked, timeout=PATIENCE) as answer:
                return Answer(answer.status, "", answer.read().decode())
        except urllib.error.HTTPError as answer:
            with answer:
                if answer.code == HTTPStatus.SERVICE_UNAVAILABLE:
                    raise Unanswered(f"{answer.code} {answer.read().decode()}") from answer
                return Answer(
                    answer.code, answer.headers.get("Location", ""), answer.read().decode()
                )
        except (OSError, HTTPException) as error:
            raise Unanswered(repr(error)) from error
