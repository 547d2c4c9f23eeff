"""A paper that is sent slowly, as a phone sends it."""

import http.client
import time
from contextlib import closing
from dataclasses import dataclass
from uuid import uuid4

from kill.browsing import Browser

PIECES, SECONDS = 40, 6
MARK = uuid4().hex


@dataclass(frozen=True)
class Sent:
    """What a server answered to a form with a file."""

    status: int
    leads_to: str
    page: str


def form(fields: dict[str, str], name: str, content: bytes) -> bytes:
    """Write a form that has one file."""
    parts = [
        f'--{MARK}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{said}\r\n'
        for key, said in fields.items()
    ]
    head = (
        f'--{MARK}\r\nContent-Disposition: form-data; name="{name}"; filename="text.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    return "".join((*parts, head)).encode() + content + f"\r\n--{MARK}--\r\n".encode()


def send_slowly(browser: Browser, port: int, path: str, content: bytes) -> Sent:
    """Send a contract's text over some seconds."""
    cookies = {each.name: each.value or "" for each in browser.cookies}
    fields = {
        "purpose": "contract", "csrfmiddlewaretoken": cookies["csrftoken"],
        "request_id": str(uuid4()),
    }  # fmt: skip
    body = form(fields, "sent", content)
    size = -(-len(body) // PIECES)
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line:
        line.putrequest("POST", path)
        line.putheader("Content-Type", f"multipart/form-data; boundary={MARK}")
        line.putheader("Content-Length", str(len(body)))
        line.putheader("Cookie", "; ".join(f"{name}={said}" for name, said in cookies.items()))
        line.endheaders()
        for begin in range(0, len(body), size):
            line.send(body[begin : begin + size])
            time.sleep(SECONDS / PIECES)
        with line.getresponse() as answer:
            return Sent(answer.status, answer.headers["Location"] or "", answer.read().decode())
