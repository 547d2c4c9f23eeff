"""What of a contract is owed, accepted and asked for, as its purchaser and the treasury read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.db.models import Exists, OuterRef

from cairong.contracts.models import ScheduleRow
from cairong.kernel.actor import Actor
from cairong.kernel.plain import plain
from cairong.policy.rule import Answer
from cairong.policy.treasury import milestone_amounts
from cairong.treasury.chart import Kind
from cairong.treasury.models import (
    Acceptance,
    Lock,
    Opening,
    OwnMeans,
    Payment,
    PaymentPart,
    PaymentReturn,
    Receivable,
    Remittance,
)
from cairong.treasury.reads import acceptances_for, payment_for, receivables_for
from cairong.treasury.states import ENDED_PAYMENTS
from cairong.treasury.steps.locks import active_lock
from cairong.treasury.steps.paying import arrival_before, used_of
from cairong.treasury.steps.schedule import done_of, shares_of
from cairong.treasury.unsent import (
    bars_call_off,
    bars_own_means,
    other_paid_late,
    own_means_of,
    paid_late,
    under_way,
)

NOT_BY_GATEWAY = "treasury.not_by_gateway"
LockVerdict = Literal["free", "kept", "strayed"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One milestone of a receivable: its share of it, and how much of that is accepted."""

    milestone: str
    percent: Decimal
    agreed_days: int | None
    unit: str
    share_fen: int
    accepted_fen: int

    @property
    def open_fen(self) -> int:
        """What of it is not accepted yet."""
        return self.share_fen - self.accepted_fen


@dataclass(frozen=True, kw_only=True)
class Owing:
    """One receivable of a contract with its milestones."""

    receivable: Receivable
    parts: tuple[Part, ...]

    @property
    def next(self) -> Part | None:
        """The first milestone that is not accepted whole."""
        return next((part for part in self.parts if part.open_fen > 0), None)


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """One acceptance that stands; `asked` says that a payment for it is asked for or made."""

    id: UUID
    milestone: str
    supplier: str
    amount_fen: int
    accepted_on: date
    recorded_at: datetime
    asked: bool


@dataclass(frozen=True, kw_only=True)
class Paying:
    """A payment with what it hangs on: the lock, the remittance it became, what comes before it.

    `earlier` has to be recorded before its arrival; `repaid_fen` of it repaid loans. Where it is
    released, `no_own_means` and `no_call_off` say why neither can be decided; `own_means` that it
    was, and `by_gateway` whether the program sends it at all. By `paid_late` nothing more may be
    paid of it.
    """

    payment: Payment
    lock: Lock | None
    verdict: LockVerdict
    remittance: Remittance | None
    came_back: PaymentReturn | None
    earlier: Answer
    repaid_fen: int
    own_means: OwnMeans | None
    paid_late: Answer
    by_gateway: bool
    no_own_means: Answer
    no_call_off: Answer


def owing_of(actor: Actor, contract_id: UUID) -> list[Owing]:
    """Say for each receivable of a contract what each milestone has open."""
    rows = list(ScheduleRow.objects.filter(contract=contract_id))
    receivables = list(receivables_for(actor).filter(contract=contract_id).order_by("seq"))
    accepted = done_of(receivables)
    return [
        Owing(receivable=receivable, parts=tuple(_parts(receivable, rows, accepted)))
        for receivable in receivables
    ]


def _parts(
    receivable: Receivable, rows: list[ScheduleRow], accepted: dict[tuple[UUID, str], int]
) -> Iterable[Part]:
    shares = milestone_amounts(receivable.amount_fen, [row.percent for row in rows])
    for row, share in zip(rows, shares, strict=True):
        done = accepted.get((receivable.pk, row.milestone), 0)
        yield plain(Part, row, share_fen=share, accepted_fen=done)


@dataclass(frozen=True, kw_only=True)
class PaidBefore:
    """One milestone of an opening: how much it is of the contract, what of it was paid before."""

    milestone: str
    share_fen: int
    paid_fen: int


def opening_parts(opening: Opening) -> list[PaidBefore]:
    """List the milestones of an opening in the order of the schedule, with what was paid."""
    paid = dict(opening.parts.values_list("milestone", "paid_fen"))
    return [
        PaidBefore(milestone=name, share_fen=share, paid_fen=paid.get(name, 0))
        for name, share in shares_of(opening.receivable).items()
    ]


def accepted_on(actor: Actor, contract_id: UUID) -> list[Accepted]:
    """List the acceptances of a contract that stand, the newest first."""
    asked = PaymentPart.objects.exclude(payment__state__in=ENDED_PAYMENTS)
    rows = acceptances_for(actor).filter(Acceptance.STANDING, receivable__contract=contract_id)
    return [
        plain(Accepted, row, supplier=row.receivable.supplier.name)
        for row in rows.annotate(asked=Exists(asked.filter(acceptance=OuterRef("pk"))))
    ]


def paying_of(actor: Actor, payment_id: UUID, now: datetime) -> Paying:
    """Read a payment the actor may see, with what it hangs on. Raises NotFound."""
    found = payment_for(actor, payment_id)
    lock = active_lock(found.receivable)
    remittance = Remittance.objects.filter(payment=found).first()
    verdict: LockVerdict = "free"
    if lock is not None:
        verdict = "kept" if lock.payee_version_id == found.payee_version_id else "strayed"
    return Paying(
        payment=found,
        lock=lock,
        verdict=verdict,
        remittance=remittance,
        came_back=PaymentReturn.objects.filter(payment=found).first(),
        repaid_fen=used_of(found)[Kind.REPAY] if remittance is not None else 0,
        own_means=own_means_of(found),
        **_on_its_way(found, now),
    )


def _on_its_way(found: Payment, now: datetime) -> dict[str, Any]:
    """Say of a released payment what comes before it, and what may be decided of it."""
    if found.state != "released":
        nothing = ("earlier", "no_own_means", "no_call_off")
        late = paid_late(found) if found.state == "unpaid" else None
        return {**dict.fromkeys(nothing), "paid_late": late, "by_gateway": False}
    barred = bars_own_means(found)
    return {
        "earlier": arrival_before(found),
        "paid_late": paid_late(found) or other_paid_late(found),
        "by_gateway": barred is None or barred.code != NOT_BY_GATEWAY,
        "no_own_means": barred or under_way(found),
        "no_call_off": bars_call_off(found, now) or under_way(found),
    }
