"""A supplier's performance record as known at a moment, read from its filed contracts. 二(五)-6"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from cairong.contracts.models import Filing
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.lending.models import Application
from cairong.lending.reads import application_for
from cairong.lending.steps.contact import PURSUED
from cairong.parties.reads import own_organisation
from cairong.policy.record import FORMULA, SUPPLIERS_OWN, Record, Work, promised_by, record_on
from cairong.rulebook.reads import numbers_of
from cairong.treasury.models import Acceptance, Receivable


@dataclass
class _Accepted:
    fen: int = 0
    last: date | None = None


def own_record(actor: Actor, now: datetime) -> Record:
    """Work out the record of a supplier for itself."""
    return record_of(actor.city, own_organisation(actor), now)


def record_in(actor: Actor, application_id: UUID, now: datetime) -> tuple[Application, Record]:
    """Work out the record of the supplier of an application its institution still pursues.

    Raises NotFound, also once the application has ended: then nobody there has business with it.
    """
    found = application_for(actor, application_id)
    if found.state not in PURSUED:
        raise NotFound("access.not_found", thing="履约记录")
    return found, record_of(actor.city, found.intent.supplier_id, now)


def record_of(city: str, supplier_id: UUID, at: datetime) -> Record:
    """Work out a supplier's record from what was known at a moment, in four statements.

    Counted are contracts filed by then, without samples and without those that ran before the
    city opened: who accepted what of these is not known here. An acceptance recalled later counts,
    one recorded later does not.
    """
    on = day_of(at)
    return record_on(on, _works(city, supplier_id, at), formula_of(city, on))


def grade_of(city: str, supplier_id: UUID, at: datetime) -> str:
    """Say which grade a supplier has at a moment; empty while it is not graded."""
    return record_of(city, supplier_id, at).grade


def formula_of(city: str, on: date) -> dict[str, int]:
    """Read the numbers by which records are worked out on a day."""
    held = numbers_of(city, *FORMULA)
    return {code: held(code, on) for code in FORMULA}


def _works(city: str, supplier_id: UUID, at: datetime) -> list[Work]:
    rows = list(
        Receivable.objects.filter(
            city_id=city, supplier_id=supplier_id, opening_fen=0,
            contract__filed_at__lte=at, contract__sample=False,
        ).select_related("contract").order_by("contract__filed_at", "pk")
    )  # fmt: skip
    accepted = _accepted((row.pk for row in rows), at)
    returned = _returned((row.contract_id for row in rows), at)
    return [
        Work(
            contract=row.contract,
            done_on=_done_on(row, accepted[row.pk]),
            promised_on=promised_by(row.contract.performance_period, row.contract.signed_on),
            returned=returned[row.contract_id],
        )
        for row in rows
    ]


def _done_on(row: Receivable, accepted: _Accepted) -> date | None:
    return accepted.last if accepted.fen >= row.amount_fen - row.retention_fen else None


def _accepted(receivables: Iterable[UUID], at: datetime) -> defaultdict[UUID, _Accepted]:
    """Add up what was held as accepted at a moment, by receivable."""
    rows = Acceptance.objects.filter(
        Q(recall__isnull=True) | Q(recall__recalled_at__gt=at),
        receivable__in=list(receivables),
        recorded_at__lte=at,
    )
    sums = defaultdict[UUID, _Accepted](_Accepted)
    for receivable, fen, on in rows.values_list("receivable", "amount_fen", "accepted_on"):
        so_far = sums[receivable]
        so_far.fen, so_far.last = so_far.fen + fen, max(on, so_far.last or on)
    return sums


def _returned(contracts: Iterable[UUID], at: datetime) -> defaultdict[UUID, int]:
    """Count the filings that came back by then for an item of the supplier's own, by contract."""
    rows = Filing.objects.filter(
        contract__in=list(contracts), verdict=Filing.Verdict.RETURN, decided_at__lte=at
    )
    times = defaultdict[UUID, int](int)
    for contract, reasons in rows.values_list("contract", "reasons"):
        times[contract] += bool(SUPPLIERS_OWN & set(reasons))
    return times
