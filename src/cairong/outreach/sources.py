"""Outside sources: a class each behind one small interface, and a simulated one of each.

A source is asked by an address of the operator's, mostly of a front-end machine that speaks to the
authority's own system (docs/operations/run.md says in which words). From a demonstration nothing
leaves: its sources are simulated, their answers the same each time.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from http.client import HTTPException
from typing import Any, ClassVar, Protocol
from uuid import UUID

from django.conf import settings

from cairong.home.folder import home
from cairong.home.keys import known_secret
from cairong.kernel.calendar import day_of
from cairong.lending.steps.lookups import Answer, sources_of
from cairong.outreach.lines import line_to, silence
from cairong.parties.models import City
from cairong.policy.lookups import KINDS, LONGEST, SIMULATED, UnreadableError

LONGEST_BODY = 64 * 1024
FINE = 200
UNREADABLE = "数据源的答复读不出来"


class Silent(Exception):  # noqa: N818 - what happened, not who is to blame
    """A source gave no answer that can be used; in words that say why, without any of its own."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """Of whom a source is asked, and by which key it knows the same question again."""

    key: UUID
    uscc: str
    name: str


class Source(Protocol):
    """Whoever can be asked for outside data of one kind."""

    def read(self, question: Question, *, now: datetime) -> Answer:
        """Answer a question. Raises Silent: then there is no value."""


class Line:
    """A source that takes JSON by HTTP, and knows a question again by its Idempotency-Key."""

    code: ClassVar[str]

    def __init__(self, address: str, secret: str) -> None:
        self.address, self.secret = address, secret

    def asks(self, question: Question) -> Mapping[str, str]:
        """Write what leaves the platform: who is asked about, and nothing besides."""
        return {"source": self.code, "uscc": question.uscc, "name": question.name}

    def read(self, question: Question, *, now: datetime) -> Answer:
        """Ask by HTTP, for ten seconds at most. Raises Silent."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(question.key)}
        if self.secret:
            headers["Authorization"] = f"Bearer {self.secret}"
        try:
            line, path = line_to(self.address)
            try:
                line.request("POST", path, json.dumps(self.asks(question)), headers)
                answer = line.getresponse()
                status, body = answer.status, answer.read(LONGEST_BODY)
            finally:
                line.close()
        except (HTTPException, OSError, ValueError) as error:
            raise Silent(silence(error)) from error
        if status != FINE:
            raise Silent(f"数据源答复 HTTP {status}")
        return self.understood(body, now=now)

    def understood(self, body: bytes, *, now: datetime) -> Answer:
        """Read an answer. Raises Silent for what is none, or is of a day to come."""
        try:
            said = json.loads(body)
            on = date.fromisoformat(said["on"])
            provider, reference = (_named(said[name]) for name in ("provider", "reference"))
            facts = KINDS[self.code].reads(said["facts"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Silent(UNREADABLE) from error
        if on > day_of(now) or provider == SIMULATED:
            raise Silent(UNREADABLE)
        return Answer(facts=facts, provider=provider, reference=reference, of_on=on)


class CreditChina(Line):
    """信用中国: lists of grave breaches."""

    code = "credit"


class Tax(Line):
    """The tax authority: grade of tax credit, taxes owed."""

    code = "tax"


class Invoices(Line):
    """The electronic invoices that a supplier issued."""

    code = "invoice"


class Licence(Line):
    """The register of business licences."""

    code = "licence"


class Simulated:
    """A source of a demonstration: what it says follows from whom it is asked about alone."""

    def __init__(self, code: str) -> None:
        self.code = code

    def read(self, question: Question, *, now: datetime) -> Answer:
        """Answer at once, and the same each time; the answer says that it is simulated."""
        digest = sha256(f"{self.code}|{question.uscc}".encode()).digest()
        return Answer(
            facts=KINDS[self.code].reads(MADE_UP[self.code](digest[0], digest[1])),
            provider=SIMULATED,
            reference=f"MN-{digest.hex()[:12]}",
            of_on=day_of(now),
        )


MADE_UP: Mapping[str, Callable[[int, int], Mapping[str, Any]]] = {
    "credit": lambda first, _: {"listed": ["严重失信主体名单"] if first % 16 == 0 else []},
    "tax": lambda first, second: {
        "grade": "AABBBBMMBC"[first % 10], "owed_fen": second * 100_000 if first % 16 == 1 else 0,
    },
    "invoice": lambda first, second: {
        "year_fen": (first + 40) * 2_000_000, "before_fen": (second + 40) * 1_800_000,
        "months": 8 + second % 5,
    },
    "licence": lambda *_: {"status": "存续", "scope": "货物销售;技术服务;以登记机关核准的为准"},
}  # fmt: skip
CLASSES: Mapping[str, type[Line]] = {
    each.code: each for each in (CreditChina, Tax, Invoices, Licence)
}


def source_of(city: City, code: str) -> Source | None:
    """Open a source of a city, if there is one; from a demonstration nothing leaves."""
    if code not in sources_of(city.pk):
        return None
    if city.demo:
        return Simulated(code)
    secret = known_secret(home(), f"source-{code}")
    return CLASSES[code](settings.LOOKUP_SOURCES[code], secret)


def _named(said: Any) -> str:
    if not isinstance(said, str) or not 0 < len(said.strip()) <= LONGEST or not said.isprintable():
        raise UnreadableError("named")
    return said.strip()
