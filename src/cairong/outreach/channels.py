"""The edge to those who carry messages outside: a mail server, gateways, a demo's outbox page.

Each sends one posting, and answers by an exception where it was not taken. A posting's key is the
same however often it is sent, so that a message sent twice is one to whoever receives it.
"""

import json
import re
import smtplib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Protocol
from urllib.parse import quote
from uuid import UUID

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from cairong.outreach.lines import PATIENCE_SECONDS, Replies, TlsReplies, line_to, silence
from cairong.outreach.models import Channel, Kind
from cairong.parties.factors import unseal
from cairong.parties.models import City
from cairong.policy.catalogue.outreach import UNSENT

PLACE = "{secret}"  # where a gateway's address takes the secret
FOR_GOOD = 500  # from here on a mail server's answer is final
ANSWERED = range(200, 300)
NOT_NOW = frozenset({408, 425, 429, *range(500, 600)})
NOT_OURS = frozenset({*range(300, 400), 401, 403, 404, 405})  # the gateway, not the message
ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?!\S)")  # RFC 3463, as in «550 5.1.1 no such user»
UNKNOWN = " 5.1."  # RFC 3463: bad mailbox, bad system; not a policy of the server (5.7)
ERRCODE = re.compile(r"-?[1-9]\d{,7}")
LONGEST_BODY, LONGEST_SAID = 65_536, 100


@dataclass(frozen=True, kw_only=True)
class Posting:
    """What is sent: to which address, in which words, under which key."""

    key: UUID
    to: str
    title: str
    text: str


class Unsent(Exception):  # noqa: N818 - an answer, not an error of the program
    """A posting was not taken; it may be another time.

    It says codes alone, for it is kept and listed, and an answer may quote what was sent. `said`
    is the other side's own message, for whoever tries a channel.
    """

    def __init__(self, brief: str, said: str = "") -> None:
        super().__init__(brief)
        self.said = said


class Away(Unsent):
    """Nobody answers, or not to us: the channel, not the posting, is to be tried later."""


class Bounced(Unsent):
    """A posting was refused for good."""


class NoSuchReader(Bounced):
    """A mail server knows no such mailbox."""


class Sender(Protocol):
    """Carries postings."""

    def send(self, posting: Posting) -> None:
        """Hand one posting over. Raises Unsent, Away, Bounced."""

    def close(self) -> None:
        """Let go of the line, if one is open."""


class OutboxPage:
    """Keeps everything in the platform: a demonstration's messages stand on a page alone."""

    def send(self, posting: Posting) -> None:
        """Send nothing."""

    def close(self) -> None:
        """Hold no line."""


class _Backend(EmailBackend):
    """Django's, but every reply of the server has to come in time."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return TlsReplies if self.use_ssl else Replies


class Mail:
    """A mail server; the key of a posting makes its Message-ID."""

    def __init__(self, channel: Channel) -> None:
        self.sender = channel.sender
        self.line = _Backend(
            alias=channel.kind,
            host=channel.address,
            port=channel.port,
            username=channel.username,
            password=unseal(channel.secret) if channel.secret else "",
            use_tls=channel.security == Channel.Security.STARTTLS,
            use_ssl=channel.security == Channel.Security.TLS,
            timeout=PATIENCE_SECONDS,
        )

    def send(self, posting: Posting) -> None:
        """Send one mail; what the server says of its reader is final from 500 on."""
        named = f"<{posting.key}@{self.sender.rpartition('@')[2]}>"
        mail = EmailMessage(
            subject=" ".join(posting.title.split()),
            body=posting.text,
            from_email=self.sender,
            to=[posting.to],
            headers={"Message-ID": named, "Auto-Submitted": "auto-generated"},
        )
        try:
            self.line.open()
            self.line.send_messages([mail])
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _refused(code, _reply(code, said)) from error
        except smtplib.SMTPDataError as error:
            final = error.smtp_code >= FOR_GOOD
            raise (Bounced if final else Unsent)(
                _reply(error.smtp_code, error.smtp_error)
            ) from error
        except smtplib.SMTPResponseException as error:
            self.line.connection = None
            raise Away(_reply(error.smtp_code, error.smtp_error)) from error
        except (smtplib.SMTPException, OSError) as error:
            self.line.connection = None
            raise Away(silence(error)) from error
        except ValueError as error:
            raise Bounced(UNSENT["unusable"]) from error

    def close(self) -> None:
        """Hang up."""
        with suppress(smtplib.SMTPException, OSError):
            self.line.close()


class Gateway:
    """A gateway that takes JSON by HTTP, and knows a posting again by its Idempotency-Key.

    The secret stands in the address where that has a place for it, else in a header.
    """

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.secret = unseal(channel.secret) if channel.secret else ""
        self.line, self.path = line_to(channel.address)

    def body(self, posting: Posting) -> Mapping[str, Any]:
        """Write a posting as a gateway for short messages takes it."""
        return {
            "to": posting.to,
            "sign": self.channel.sender,
            "template": self.channel.template,
            "text": posting.text,
        }

    def send(self, posting: Posting) -> None:
        """Send one posting."""
        try:
            code, said = self._ask(posting)
        except (HTTPException, OSError, ValueError) as error:
            self.line.close()
            raise Away(silence(error)) from error
        errcode = str(said.get("errcode") or "")
        if code in ANSWERED and errcode in {"", "0"}:
            return
        brief = f"HTTP {code}" + f",errcode {errcode}" * bool(ERRCODE.fullmatch(errcode))
        message = self._without_secret(str(said.get("errmsg") or said.get("message") or ""))
        unsent = Unsent if code in NOT_NOW else Away if code in NOT_OURS else Bounced
        raise unsent(brief, " ".join(message.split())[:LONGEST_SAID])

    def _without_secret(self, text: str) -> str:
        """Take the secret out of what was said, as it is and as an address writes it."""
        for each in {self.secret, quote(self.secret, safe=""), quote(self.secret)} - {""}:
            text = re.sub(re.escape(each), PLACE, text, flags=re.IGNORECASE)
        return text

    def _ask(self, posting: Posting) -> tuple[int, dict[str, Any]]:
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(posting.key)}
        if self.secret and PLACE not in self.path:
            headers["Authorization"] = f"Bearer {self.secret}"
        path = self.path.replace(PLACE, quote(self.secret, safe=""))
        self.line.request("POST", path, json.dumps(self.body(posting)), headers)
        answer = self.line.getresponse()
        body = answer.read(LONGEST_BODY)
        if not answer.isclosed():
            self.line.close()
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            said = {}
        return answer.status, said if isinstance(said, dict) else {}

    def close(self) -> None:
        """Hang up."""
        self.line.close()


class WeCom(Gateway):
    """企业微信 behind its gateway: another body, and errors inside an answer of 200."""

    def body(self, posting: Posting) -> Mapping[str, Any]:
        """Write a posting as 企业微信 takes it."""
        agent = {"agentid": self.channel.template} if self.channel.template else {}
        return {
            "touser": posting.to,
            "msgtype": "text",
            "text": {"content": posting.text},
            **agent,
        }


SENDERS: Mapping[str, type[Mail | Gateway]] = {
    Kind.MAIL: Mail,
    Kind.SMS: Gateway,
    Kind.WECOM: WeCom,
}


def sender_of(city: City, channel: Channel) -> Sender:
    """Open a channel; from a demonstration nothing leaves."""
    return OutboxPage() if city.demo else SENDERS[channel.kind](channel)


def _refused(code: int, brief: str) -> Unsent:
    if code < FOR_GOOD:
        return Unsent(brief)
    return NoSuchReader(brief) if UNKNOWN in brief else Bounced(brief)


def _reply(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    enhanced = ENHANCED.match(text)
    return f"SMTP {code} {enhanced[0] if enhanced else ''}".rstrip()
