"""What should have gone on by itself and did not, in an actor's region."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cairong.audit.arrays import IsIn
from cairong.audit.models import Outbox
from cairong.audit.reads import Delivery, read_deliveries
from cairong.cases.done import of_case
from cairong.contracts.models import Contract
from cairong.kernel.actor import Actor
from cairong.kernel.plain import plain
from cairong.lending.actions.apply_remittance import apply_remittance
from cairong.treasury.actions.confirm_payment import confirm_payment
from cairong.treasury.checking import Difference
from cairong.treasury.models import Remittance
from cairong.treasury.reads import payments_for, receivables_for
from cairong.treasury.states import PAYMENT

BACK = ("returned", "unpaid")
PATIENCE = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True)
class Stuck:
    """Money that arrived and is not divided yet."""

    contract: str
    serial: str
    amount_fen: int
    recorded_at: datetime
    receivable_id: UUID


@dataclass(frozen=True, kw_only=True)
class Returned:
    """A payment that came back, or was called off, and waits to be asked for anew."""

    contract: str
    voucher_no: str
    word: str
    amount_fen: int
    ended_at: datetime | None
    reason: str
    id: UUID


@dataclass(frozen=True, kw_only=True)
class Exceptions:
    """What did not go through, at most so many of each, and how many there are of it."""

    failed: list[Delivery]
    stuck: list[Stuck]
    returned: list[Returned]
    counts: dict[str, int]


def exceptions_of(actor: Actor, now: datetime, *, most: int) -> Exceptions:
    """Read what failed, what money is stuck, and which payments came back or were called off."""
    late, dividing = undelivered(actor, now), Q(consumer=apply_remittance.name)
    stuck, failed = late.filter(dividing), late.filter(Q(attempts__gt=0) | ~dividing)
    back = payments_for(actor).filter(state__in=BACK, receivable__due_fen__gt=0)
    ids = [UUID(each.event.subject_id) for each in stuck[:most]]
    money = Remittance.objects.filter(pk__in=ids, city_id=actor.city)
    return Exceptions(
        failed=read_deliveries(failed[:most]),
        stuck=[
            plain(Stuck, each, contract=each.receivable.contract.title, serial=each.bank_serial)
            for each in money.select_related("receivable__contract").order_by("recorded_at")
        ],
        returned=[
            plain(
                Returned,
                each,
                contract=each.receivable.contract.title,
                word=PAYMENT.states[each.state].word,
            )
            for each in back[:most]
        ],
        counts={"failed": failed.count(), "stuck": stuck.count(), "returned": back.count()},
    )


def titles_of(actor: Actor, differences: Iterable[Difference]) -> dict[str, str]:
    """Name the contracts of receivables whose books differ, by the receivable."""
    rows = receivables_for(actor).filter(
        pk__in={difference.receivable for difference in differences} - {""}
    )
    return {str(row.pk): row.contract.title for row in rows}


def undelivered_count(actor: Actor, now: datetime) -> int:
    """Count what has waited longer than it should, or failed."""
    return undelivered(actor, now).count()


def undelivered(actor: Actor, now: datetime) -> QuerySet[Outbox]:
    """List what has waited longer than it should, or failed."""
    rows = _open(actor).filter(stuck_so(actor, now, ""))
    return rows.select_related("event").order_by("-attempts", "id")


def undelivered_on_cases(actor: Actor) -> QuerySet[Any]:
    """List what is not delivered yet, each named by its case; `stuck_so` keeps what is late."""
    return of_case(_open(actor), about="event__about")


def stuck_so(_actor: Actor, now: datetime, tried: str) -> Q:
    """Keep what failed, or is money that waits too long; of it what was tried already, or not."""
    money = [confirm_payment.name, apply_remittance.name]
    late = Q(consumer__in=money, event__at__lt=now - PATIENCE)
    failed = Q(attempts__gt=0)
    return (late | failed) & {"yes": failed, "no": ~failed}.get(tried, Q())


def _open(actor: Actor) -> QuerySet[Outbox]:
    rows = Outbox.objects.filter(city=actor.city, done_at=None)
    if actor.whole_city:
        return rows
    own = Contract.objects.filter(IsIn("pk", OuterRef("event__about")), region=actor.region)
    return rows.filter(Exists(own))
