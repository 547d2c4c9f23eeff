"""The funnel of a year's intents, from the first word to the last repayment, and what is lost.

A case is counted in the year in which its intent was registered, with what came of it by a day. One
statement reads it, over the intents of that year alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count

from cairong.kernel.actor import Actor
from cairong.kernel.calendar import end_of, start_of
from cairong.lending.models import Application
from cairong.oversight.reads import heirs_of, watched_regions
from cairong.policy.funnel import LOST, NO_SIZE
from cairong.policy.lending import REASONS
from cairong.policy.sizing import SIZES

KEYS: Mapping[str, str] = {
    "": "''",
    "level": "a.level",
    "institution": "p.institution_id::text",
    "size": "COALESCE((SELECT f.size FROM parties_supplierprofile f"
    " WHERE f.organisation_id = a.supplier_id), '')",
}
# What is one row: an intent, or for institutions what each of them was asked.
EACH: Mapping[bool, str] = {
    False: """
        CROSS JOIN LATERAL (SELECT NULL::uuid AS institution_id) p
        LEFT JOIN LATERAL (
            SELECT min(complete_on) AS complete_on FROM lending_application x
            WHERE x.intent_id = a.id AND x.complete_on <= %(until)s) c ON true
        LEFT JOIN LATERAL (
            SELECT parties_day(min(offered_at)) AS offered_on,
                parties_day(min(accepted_at) FILTER (WHERE accepted_at <= %(ended)s)) AS accepted_on
            FROM lending_offer x WHERE x.intent_id = a.id AND x.offered_at <= %(ended)s) o ON true
        LEFT JOIN LATERAL (
            SELECT min(drawn_on) AS drawn_on, CASE
                WHEN bool_and(l.settled_on IS NOT NULL AND l.settled_on <= %(until)s)
                THEN max(l.settled_on) END AS repaid_on
            FROM lending_loan l JOIN lending_offer x ON x.id = l.offer_id
            WHERE x.intent_id = a.id AND l.drawn_on <= %(until)s) d ON true""",
    True: """
        JOIN lending_application p ON p.intent_id = a.id AND p.submitted_at <= %(ended)s
        LEFT JOIN LATERAL (
            SELECT p.complete_on WHERE p.complete_on <= %(until)s) c ON true
        LEFT JOIN LATERAL (
            SELECT parties_day(min(offered_at)) AS offered_on,
                parties_day(min(accepted_at) FILTER (WHERE accepted_at <= %(ended)s)) AS accepted_on
            FROM lending_offer x
            WHERE x.application_id = p.id AND x.offered_at <= %(ended)s) o ON true
        LEFT JOIN LATERAL (
            SELECT min(drawn_on) AS drawn_on, CASE
                WHEN bool_and(l.settled_on IS NOT NULL AND l.settled_on <= %(until)s)
                THEN max(l.settled_on) END AS repaid_on
            FROM lending_loan l JOIN lending_offer x ON x.id = l.offer_id
            WHERE x.application_id = p.id AND l.drawn_on <= %(until)s) d ON true""",
}
FUNNEL = """
    WITH asked AS (
        SELECT i.id, i.supplier_id, parties_day(i.registered_at) AS asked_on, r.level
        FROM lending_intent i
        JOIN unnest(%(regions)s::text[], %(levels)s::text[]) AS r (region, level)
            ON r.region = i.region
        WHERE i.city_id = %(city)s AND i.registered_at BETWEEN %(begun)s AND %(last)s
    ), steps AS (
        SELECT {key} AS key, a.supplier_id, a.asked_on, c.complete_on, o.offered_on,
            o.accepted_on, d.drawn_on, d.repaid_on,
            d.drawn_on IS NOT NULL AND NOT EXISTS (
                SELECT FROM lending_loan e
                WHERE e.supplier_id = a.supplier_id AND e.drawn_on < d.drawn_on) AS first
        FROM asked a {each}
    )
    SELECT key, count(DISTINCT supplier_id), count(*), count(complete_on), count(offered_on),
        count(accepted_on), count(drawn_on), count(repaid_on),
        count(DISTINCT supplier_id) FILTER (WHERE first),
        {median} (ORDER BY complete_on - asked_on),
        {median} (ORDER BY offered_on - complete_on),
        {median} (ORDER BY accepted_on - offered_on),
        {median} (ORDER BY drawn_on - accepted_on),
        {median} (ORDER BY repaid_on - drawn_on)
    FROM steps GROUP BY key ORDER BY count(*) DESC, key"""
MEDIAN = "percentile_disc(0.5) WITHIN GROUP"


@dataclass(frozen=True, kw_only=True)
class Stages:
    """How many of the cases under one key came how far, and the median days between.

    `first_time` are the suppliers of them that had borrowed nothing here before. A median is None
    where none came so far.
    """

    key: str
    name: str = ""
    suppliers: int = 0
    intents: int = 0
    complete: int = 0
    offered: int = 0
    accepted: int = 0
    drawn: int = 0
    repaid: int = 0
    first_time: int = 0
    to_complete: int | None = None
    to_offer: int | None = None
    to_accept: int | None = None
    to_draw: int | None = None
    to_repay: int | None = None

    @property
    def percent(self) -> int | None:
        """How many of a hundred intents were drawn, rounded down; None of none."""
        return self.drawn * 100 // self.intents if self.intents else None


ORDER = [each.name for each in fields(Stages) if each.name != "name"]


@dataclass(frozen=True, kw_only=True)
class Span:
    """The days whose intents are counted, from the first to the last, with what came of them until.

    What was asked for in a year is often lent and repaid in the next: it is counted all the same.
    """

    first: date
    last: date
    until: date

    @property
    def begun(self) -> datetime:
        """The first moment."""
        return start_of(self.first)

    @property
    def ended(self) -> datetime:
        """The last moment."""
        return end_of(self.last)


def year_until(year: int, until: date) -> Span:
    """Span the intents of a year, with what came of them until a day."""
    return Span(first=date(year, 1, 1), last=min(until, date(year, 12, 31)), until=until)


def funnel(actor: Actor, span: Span, by: str = "") -> list[Stages]:
    """Count the cases of a span by stage under each key (`level`, `institution`, `size`), or all.

    An institution's are what it was asked, so that one intent may stand with several. Sizes are
    those that suppliers have now. Raises NotAllowed for who does not watch. Source: 三(三)-3.
    """
    return _counted(actor.city, watched_regions(actor), span, by)


def whole_city(city: str, span: Span) -> Stages:
    """Count the cases of a span of a whole city together, for its publication."""
    return next(iter(_counted(city, heirs_of(city), span)), Stages(key=""))


def _counted(city: str, heirs: Mapping[str, str], span: Span, by: str = "") -> list[Stages]:
    statement = FUNNEL.format(key=KEYS[by], each=EACH[by == "institution"], median=MEDIAN)
    given: dict[str, Any] = {
        "city": city, "regions": list(heirs), "levels": list(heirs.values()),
        "begun": span.begun, "last": span.ended, "ended": end_of(span.until), "until": span.until,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows = cursor.fetchall()
    return [Stages(**dict(zip(ORDER, row, strict=True))) for row in rows]


def whole(actor: Actor, span: Span) -> Stages:
    """Count all of a span together; nothing where nobody asked."""
    return next(iter(funnel(actor, span)), Stages(key=""))


def size_word(key: str) -> str:
    """Name a size class, or say that none was declared."""
    return f"{SIZES[key]}企业" if key else NO_SIZE


@dataclass(frozen=True, kw_only=True)
class Lost:
    """How often something ended before an offer was drawn."""

    word: str
    count: int


def lost(actor: Actor, span: Span) -> list[Lost]:
    """Say why what institutions were asked in a span came to nothing, the commonest first.

    A rejection by its coded reason. As it stands now.
    """
    rows = Application.objects.filter(
        city_id=actor.city, region__in=list(watched_regions(actor)), state__in=LOST,
        intent__registered_at__range=(span.begun, span.ended),
    )  # fmt: skip
    grouped = rows.order_by().values_list("state", "reject_code").annotate(count=Count("pk"))
    return [
        Lost(word=_lost_word(state, code), count=count)
        for state, code, count in sorted(grouped, key=lambda row: (-row[2], row[0], row[1]))
    ]


def _lost_word(state: str, code: str) -> str:
    reason = REASONS.get(code)
    return f"{LOST[state]}:{reason.word}" if reason else LOST[state]
