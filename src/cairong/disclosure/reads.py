"""What the public reads: one page, the list, and whether a contract is real."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from cairong.disclosure.document import whole
from cairong.disclosure.models import PublicContract, PublishedVersion
from cairong.disclosure.steps.publish import folded
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound
from cairong.kernel.plain import plain

MOST_WORDS, MOST_LETTERS = 5, 100
KIND_WORDS: Mapping[str, str] = dict(PublishedVersion.Kind.choices)
SAMPLE = PublishedVersion.Kind.SAMPLE.value
RETURNED = PublishedVersion.Kind.RETURNED.value
STAMP = "SELECT sha256 FROM disclosure_publiccontract WHERE city_id = %s AND no = %s"
VERSIONS = """
    SELECT version, kind, sha256, published_at, reason,
           CASE WHEN version = max(version) OVER () THEN document END
    FROM disclosure_publishedversion WHERE city_id = %s AND no = %s ORDER BY version
"""
AccountAnswer = Literal["same", "other", "withheld"]
Answer = Literal["real", "amount_differs", "unknown"]


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """One version that was ever published, without its bytes."""

    version: int
    kind: str
    sha256: str
    published_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class PublicPage:
    """One published version as a page needs it: the bytes, what they say, and their hash."""

    no: str
    version: int
    kind: str
    sha256: str
    published_at: datetime
    raw: bytes
    document: Mapping[str, Any]
    versions: tuple[PublicVersion, ...]


@dataclass(frozen=True, kw_only=True)
class Verified:
    """Whether a contract of this number and amount is public, and in which state."""

    answer: Answer
    no: str = ""
    title: str = ""
    kind: str = ""
    sha256: str = ""
    published_at: datetime | None = None


def public_stamp(city: str, no: str) -> str:
    """Return the hash of what is public under a number: one read, for ETag and 304 (D30).

    Raises NotFound.
    """
    found = _read(STAMP, city, no)
    if not found:
        raise NotFound("access.not_found", thing="合同公告")
    return str(found[0][0])


def public_page(city: str, no: str) -> PublicPage:
    """Read what is public under a number: every version, the newest with its bytes, in one read.

    Raises NotFound.
    """
    rows = _read(VERSIONS, city, no)
    if not rows:
        raise NotFound("access.not_found", thing="合同公告")
    versions = tuple(PublicVersion(*row[:5]) for row in rows)
    raw = bytes(rows[-1][5])
    newest = versions[-1]
    return plain(PublicPage, newest, no=no, raw=raw, document=json.loads(raw), versions=versions)


def public_versions(city: str, no: str) -> QuerySet[PublishedVersion]:
    """List every version ever published under a number, oldest first, without its bytes."""
    rows = PublishedVersion.objects.filter(city_id=city, no=no).order_by("version")
    return rows.defer("document", "search")


def last_returned(contract_id: UUID) -> Mapping[str, Any] | None:
    """Read the document that was published when a filing was last returned, if it ever was."""
    rows = PublishedVersion.objects.filter(contract=contract_id, kind=RETURNED)
    found = rows.order_by("-version").first()
    return json.loads(bytes(found.document)) if found else None


def published(actor: Actor) -> QuerySet[PublicContract]:
    """List what is public in an actor's city, for lists and their workbooks."""
    return PublicContract.objects.filter(city_id=actor.city)


def said(_actor: Actor, _now: datetime, words: str) -> Q:
    """Keep what says every one of the words, however they are written."""
    wanted = Q()
    for word in _words(words):
        wanted &= Q(search__contains=word)
    return wanted


def of_place(_actor: Actor, _now: datetime, samples: str) -> Q:
    """Keep the samples of other places, or the contracts of the city itself."""
    sample = Q(kind=SAMPLE)
    return {"yes": sample, "no": ~sample}.get(samples, Q())


def verify(city: str, number: str, amount_fen: int) -> Verified:
    """Say whether a contract of this number (ours or the purchaser's) and amount is public.

    Source: 二(二)-6. Answers nothing of a contract whose amount the asker does not know.
    """
    wanted = number.strip()[:MOST_LETTERS]
    if not wanted:
        return Verified(answer="unknown")
    rows = list(
        PublicContract.objects.filter(Q(no=wanted) | Q(purchaser_no=wanted), city_id=city).defer(
            "search"
        )[:50]
    )
    fitting = next((row for row in rows if row.amount_fen == amount_fen), None)
    if fitting is None:
        return Verified(answer="amount_differs" if rows else "unknown")
    return plain(Verified, fitting, answer="real")


def judge_account(city: str, no: str, account_no: str) -> AccountAnswer:
    """Say whether this is the whole number of the account that a public contract is paid to.

    `withheld` where the number is not public at all: then nobody is told whether it is right.
    Source: 二(二)-4, 二(二)-5, D8. Only one who knows the number already learns anything.
    """
    digits = account_no.replace(" ", "").replace("-", "")
    rows = PublishedVersion.objects.filter(city_id=city, no=no).order_by("-version")
    newest = rows.select_related("contract").first()
    if newest is None or newest.contract is None or not digits:
        return "other"
    given = whole(newest.contract)
    if "account_no" in given.hidden():
        return "withheld"
    paid = {supplier.account_no.replace("-", "") for supplier in given.suppliers}
    return "same" if digits in paid else "other"


def _read(statement: str, city: str, no: str) -> list[tuple[Any, ...]]:
    """Read by number: the page most looked at is asked in plain SQL, half the time of the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [city, no])
        return list(cursor.fetchall())


def _words(text: str) -> list[str]:
    return folded([text[:MOST_LETTERS]]).split()[:MOST_WORDS]
