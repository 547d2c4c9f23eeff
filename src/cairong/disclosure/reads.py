"""What the public reads: one page, the list, and whether a contract is real."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.db import connection
from django.db.models import Q, QuerySet

from cairong.disclosure.document import whole
from cairong.disclosure.models import PublicContract, PublishedVersion
from cairong.disclosure.steps.publish import folded
from cairong.kernel.errors import NotFound

COUNT_AT_MOST = 10_001
PAGE_SIZES = (20, 50, 100)
MOST_PAGES = 500
MOST_WORDS, MOST_LETTERS = 5, 100
SORTS: Mapping[str, tuple[str, ...]] = {
    "-dated_on": ("-dated_on", "-no"),
    "dated_on": ("dated_on", "no"),
    "-amount": ("-amount_fen", "-no"),
    "amount": ("amount_fen", "no"),
}
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
class PublicFilter:
    """What a list is narrowed to; an empty value narrows nothing."""

    words: str = ""
    region: str = ""
    kind: str = ""
    sample: bool | None = None
    from_day: date | None = None
    to_day: date | None = None
    least_fen: int | None = None
    most_fen: int | None = None
    sort: str = "-dated_on"


@dataclass(frozen=True, kw_only=True)
class PublicList:
    """One page of the list. `counted_all` is False where there are more than `total` says."""

    rows: list[PublicContract]
    total: int
    counted_all: bool
    page: int
    pages: int


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
    return PublicPage(
        no=no,
        version=newest.version,
        kind=newest.kind,
        sha256=newest.sha256,
        published_at=newest.published_at,
        raw=raw,
        document=json.loads(raw),
        versions=versions,
    )


def public_versions(city: str, no: str) -> QuerySet[PublishedVersion]:
    """List every version ever published under a number, oldest first, without its bytes."""
    rows = PublishedVersion.objects.filter(city_id=city, no=no).order_by("version")
    return rows.defer("document", "search")


def narrowed(city: str, wanted: PublicFilter) -> QuerySet[PublicContract]:
    """Narrow and sort what is public, for lists and exports."""
    rows = PublicContract.objects.filter(city_id=city).defer("search")
    for word in _words(wanted.words):
        rows = rows.filter(search__contains=word)
    exact = {"region": wanted.region, "kind": wanted.kind}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.sample is not None:
        of_sample = Q(kind=PublishedVersion.Kind.SAMPLE)
        rows = rows.filter(of_sample if wanted.sample else ~of_sample)
    bounds = {
        "dated_on__gte": wanted.from_day,
        "dated_on__lte": wanted.to_day,
        "amount_fen__gte": wanted.least_fen,
        "amount_fen__lte": wanted.most_fen,
    }
    rows = rows.filter(**{name: value for name, value in bounds.items() if value is not None})
    return rows.order_by(*SORTS.get(wanted.sort, SORTS["-dated_on"]))


def public_list(
    city: str, wanted: PublicFilter, *, page: int = 1, size: int = PAGE_SIZES[0]
) -> PublicList:
    """Read one page of the list in bounded time: counts stop at 10,000, pages at the last.

    A page beyond the last is the last. Two statements.
    """
    rows = narrowed(city, wanted)
    size = size if size in PAGE_SIZES else PAGE_SIZES[0]
    total = rows.order_by()[:COUNT_AT_MOST].count()
    counted_all = total < COUNT_AT_MOST
    total = min(total, COUNT_AT_MOST - 1)
    pages = min(max(1, -(-total // size)), MOST_PAGES)
    page = min(max(1, page), pages)
    return PublicList(
        rows=list(rows[(page - 1) * size : page * size]),
        total=total,
        counted_all=counted_all,
        page=page,
        pages=pages,
    )


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
    return Verified(
        answer="real",
        no=fitting.no,
        title=fitting.title,
        kind=fitting.kind,
        sha256=fitting.sha256,
        published_at=fitting.published_at,
    )


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
    paid = {one.account_no.replace("-", "") for one in given.suppliers}
    return "same" if digits in paid else "other"


def _read(statement: str, city: str, no: str) -> list[tuple[Any, ...]]:
    """Read by number: the page most looked at is asked in plain SQL, half the time of the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [city, no])
        return list(cursor.fetchall())


def _words(text: str) -> list[str]:
    return folded([text[:MOST_LETTERS]]).split()[:MOST_WORDS]
