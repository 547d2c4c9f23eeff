"""The edge to those who carry messages outside: a mail server, gateways, a demo's outbox page.

Each sends one posting, and answers by an exception where it was not taken. A posting's key is the
same however often it is sent, so that a message sent twice is one to whoever receives it.
"""

import smtplib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

import requests
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from cairong.outreach.models import Channel, Kind
from cairong.parties.factors import unseal
from cairong.parties.models import City

PATIENCE_SECONDS = 10
FOR_GOOD = 500  # from here on a mail server's answer is final
ANSWERED = range(200, 300)
NOT_NOW = frozenset({408, 425, 429, *range(500, 600)})
NOT_OURS = frozenset({*range(300, 400), 401, 403, 404, 405})  # the gateway, not the message
LONGEST = 200


@dataclass(frozen=True, kw_only=True)
class Posting:
    """What is sent: to which address, in which words, under which key."""

    key: UUID
    to: str
    title: str
    text: str


class Unsent(Exception):  # noqa: N818 - an answer, not an error of the program
    """A posting was not taken; it may be another time."""


class Away(Unsent):
    """Nobody answers, or not to us: the channel, not the posting, is to be tried later."""


class Bounced(Unsent):
    """A posting was refused for good."""


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


class Mail:
    """A mail server; the key of a posting makes its Message-ID."""

    def __init__(self, channel: Channel) -> None:
        self.sender = channel.sender
        self.line = EmailBackend(
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
            raise (Bounced if code >= FOR_GOOD else Unsent)(_answer(code, said)) from error
        except smtplib.SMTPDataError as error:
            final = error.smtp_code >= FOR_GOOD
            raise (Bounced if final else Unsent)(
                _answer(error.smtp_code, error.smtp_error)
            ) from error
        except smtplib.SMTPResponseException as error:
            self.line.connection = None
            raise Away(_answer(error.smtp_code, error.smtp_error)) from error
        except (smtplib.SMTPException, OSError) as error:
            self.line.connection = None
            raise Away(_silence(error)) from error
        except ValueError as error:  # an address that no mail can be written to
            raise Bounced(str(error)[:LONGEST]) from error

    def close(self) -> None:
        """Hang up."""
        with suppress(smtplib.SMTPException, OSError):
            self.line.close()


class Gateway:
    """A gateway that takes JSON by HTTP, and knows a posting again by its Idempotency-Key."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.line = requests.Session()
        self.line.trust_env = False
        if channel.secret:
            self.line.headers["Authorization"] = f"Bearer {unseal(channel.secret)}"

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
            answer = self.line.post(
                self.channel.address,
                json=self.body(posting),
                headers={"Idempotency-Key": str(posting.key)},
                timeout=PATIENCE_SECONDS,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise Away(_silence(error)) from error
        code = answer.status_code
        if code in NOT_NOW:
            raise Unsent(_answer(code, answer.text))
        if code in NOT_OURS:
            raise Away(_answer(code, answer.text))
        if code not in ANSWERED or _error_in(answer):
            raise Bounced(_answer(code, answer.text))

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


def _error_in(answer: requests.Response) -> bool:
    """Whether an answer of 200 says in itself that nothing was taken (`errcode`)."""
    try:
        said = answer.json()
    except ValueError:
        return False
    return isinstance(said, dict) and said.get("errcode", 0) not in (0, "0")


def _answer(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:LONGEST]


def _silence(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:LONGEST]
