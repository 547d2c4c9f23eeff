"""What was filed, what was paid, and who kept their days: counted until the end of a day.

By what is known now, as every table: what is recorded late makes a new one, which revises the old.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from cairong.clocks.models import Duty
from cairong.clocks.reads import punctuality
from cairong.contracts.models import Contract
from cairong.kernel.actor import ROLE_NAMES, Actor
from cairong.kernel.calendar import end_of, start_of
from cairong.oversight.reads import Board, watched_regions
from cairong.oversight.urgings import excused
from cairong.policy.duties import DUTIES
from cairong.treasury.models import Acceptance, Lock, Payment, Remittance

ALL = Count("pk")


def filings(actor: Actor, board: Board) -> list[dict[str, Any]]:
    """Count level by level what was signed, announced and filed, and the filings due. 二(二)-2"""
    heirs = watched_regions(actor)
    rows = Contract.objects.filter(city_id=actor.city, sample=False, region__in=list(heirs))
    moments = _moments(board)
    return _by_level(
        board,
        heirs,
        (
            (("signed", "amount"), rows.filter(signed_on__range=_days(board)), "region"),
            (("announced", ""), rows.filter(announced_at__range=moments), "region"),
            (("filed", "filed_amount"), rows.filter(filed_at__range=moments), "region"),
        ),
        duty="file_contract",
        city=actor.city,
    )


def payments(actor: Actor, board: Board) -> list[dict[str, Any]]:
    """Count level by level what was accepted, arrived and came back, and payments due. 二(三)-4"""
    heirs = watched_regions(actor)
    under = {"city_id": actor.city, "receivable__region__in": list(heirs)}
    accepted = Acceptance.objects.filter(**under, recall=None, accepted_on__range=_days(board))
    arrived = Remittance.objects.filter(
        **under, payment__state="confirmed", arrived_on__range=_days(board)
    )
    back = Payment.objects.filter(**under, state="returned", ended_at__range=_moments(board))
    place = "receivable__region"
    return _by_level(
        board,
        heirs,
        (
            (("accepted", "accepted_amount"), accepted, place),
            (("paid", "amount"), arrived, place),
            (("", "locked"), arrived.filter(Exists(_locked())), place),
            (("returned", ""), back, place),
        ),
        duty="pay",
        city=actor.city,
    )


def kept_days(actor: Actor, board: Board) -> list[dict[str, Any]]:
    """Count kind by kind the duties judged until the day, and those done in time. 三(一)-1

    What only its holder's side sees, and what the authorities owe one another, is not counted.
    """
    rows = judged_by(actor.city, board.until).filter(region__in=list(watched_regions(actor)))
    found = {row["kind"]: row for row in _counted(rows, board.until, "kind")}
    return [
        {
            "duty": duty.word,
            "clause": duty.obligation,
            "holder": ROLE_NAMES[duty.holder],
            "judged": found[code]["judged"],
            "kept": found[code]["kept"],
            "late": found[code]["judged"] - found[code]["kept"],
        }
        for code, duty in DUTIES.items()
        if code in found and not (duty.quiet or duty.between)
    ]


def _days(board: Board) -> tuple[date, date]:
    return date(board.year, 1, 1), board.until


def _moments(board: Board) -> tuple[datetime, datetime]:
    first, last = _days(board)
    return start_of(first), end_of(last)


def _by_level(
    board: Board,
    heirs: Mapping[str, str],
    parts: tuple[tuple[tuple[str, str], QuerySet[Any], str], ...],
    *,
    duty: str,
    city: str,
) -> list[dict[str, Any]]:
    """Lay counts and amounts of several kinds of rows beside each other, with a kind of duty's."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (count, amount), rows, place in parts:
        sums = rows.order_by().values_list(place).annotate(n=ALL, fen=Sum("amount_fen"))
        for region, number, fen in sums:
            level = found[heirs[region]]
            level[count] += number
            level[amount] += fen
    due = judged_by(city, board.until, duty).filter(region__in=list(heirs))
    for row in _counted(due, board.until, "region"):
        level = found[heirs[row["region"]]]
        level["due"] += row["judged"]
        level["kept"] += row["kept"]
    keys = [key for names, _, _ in parts for key in names if key]
    return [
        {"level": level.name, **{key: found[level.code][key] for key in (*keys, "due", "kept")}}
        for level in board.levels
    ]


def judged_by(city: str, last: date, *kinds: str) -> QuerySet[Duty]:
    """List the duties done in a day's year until the day, or overdue on it; none excused.

    As `duties_promised` judges a year, but as of any day of it.
    """
    year = (date(last.year, 1, 1), last)
    open_then = Q(done_on=None) | Q(done_on__gt=last)
    standing = Q(cancelled_on=None) | Q(cancelled_on__gt=F("due_on"))
    rows = Duty.objects.filter(
        Q(done_on__range=year) | Q(open_then, standing, due_on__range=year),
        city_id=city,
    ).exclude(pk__in=excused().values("duty_id"))
    return rows.filter(kind__in=kinds) if kinds else rows


def _counted(rows: QuerySet[Duty], last: date, by: str) -> list[dict[str, Any]]:
    kept = punctuality(today=last)["kept"]
    return list(rows.order_by().values(by).annotate(judged=ALL, kept=kept))


def _locked() -> QuerySet[Lock]:
    """Find the lock under which money left: active then, and not ended yet."""
    left = OuterRef("payment__released_at")
    rows = Lock.objects.filter(receivable=OuterRef("receivable"), active_at__lte=left)
    return rows.filter(Q(ended_at=None) | Q(ended_at__gte=left))
