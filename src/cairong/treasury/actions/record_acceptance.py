"""The purchaser records what it has accepted (验收): from then on it is owed, and in time."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.contracts.models import ScheduleRow
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.money import positive
from cairong.policy.opening import opening_first
from cairong.policy.rule import require
from cairong.policy.treasury import (
    acceptance_within_milestone,
    accepted_on_a_possible_day,
    milestone_amounts,
)
from cairong.treasury.chart import Kind
from cairong.treasury.models import Acceptance, Receivable
from cairong.treasury.reads import contract_receivable
from cairong.treasury.steps.books import move
from cairong.treasury.steps.paying import open_pay_duty, term_of
from cairong.treasury.steps.schedule import done_of
from cairong.treasury.steps.tellings import about, lenders, parties_of, supplier


@use_case(Role.PURCHASER_OFFICER, word="登记验收")
def record_acceptance(
    *,
    actor: Actor,
    now: datetime,
    contract_id: UUID,
    milestone: str,
    amount_fen: int,
    on: date,
    supplier_id: UUID | None = None,
) -> Acceptance:
    """Record the acceptance of a milestone, whole or in part; the period of payment begins.

    Raises NotFound, Invalid for a milestone the contract does not have, PolicyBreach above what
    the milestone has open, for a day that cannot be, or while it is not known what was paid before
    the contract came here. Writes: treasury.Acceptance,
    treasury.Entry, clocks.Duty. Source: 二(三)-4, 802§9, 802§10.
    """
    receivable = contract_receivable(actor, contract_id, supplier_id, lock=True)
    contract, today = receivable.contract, day_of(now)
    require(opening_first(opening_known=receivable.opening_fen is not None))
    row, open_fen = _milestone(receivable, milestone)
    require(
        acceptance_within_milestone(
            amount_fen=positive(amount_fen, "amount"), open_fen=open_fen, milestone=row.milestone
        ),
        accepted_on_a_possible_day(on=on, signed_on=contract.signed_on, today=today),
    )
    days, unit = term_of(row, city=actor.city, accepted_on=on)
    acceptance = Acceptance.objects.create(
        city_id=actor.city,
        receivable=receivable,
        milestone=row.milestone,
        amount_fen=amount_fen,
        accepted_on=on,
        agreed_days=days,
        agreed_unit=unit,
        recorded_at=now,
    )
    move(receivable, Kind.ACCEPT, amount_fen, ref_id=acceptance.pk, now=now)
    duty = open_pay_duty(receivable, acceptance, now=now)
    _record(actor, now, acceptance, ["二(三)-4", "802§9" if duty.due_law_on else "条例§51"])
    return acceptance


def _milestone(receivable: Receivable, name: str) -> tuple[ScheduleRow, int]:
    """Find a milestone of the schedule and what of it is not yet accepted."""
    rows = list(receivable.contract.schedule.order_by("position"))
    wanted = name.strip()
    place = next((at for at, row in enumerate(rows) if row.milestone == wanted), None)
    if place is None:
        choices = "、".join(row.milestone for row in rows)
        raise Invalid("invalid.choice", field="milestone", value=name, choices=choices)
    share = milestone_amounts(receivable.amount_fen, [row.percent for row in rows])[place]
    return rows[place], share - done_of([receivable]).get((receivable.pk, wanted), 0)


def _record(actor: Actor, now: datetime, acceptance: Acceptance, basis: list[str]) -> None:
    receivable = acceptance.receivable
    record(
        actor=actor,
        now=now,
        type="treasury.acceptance.recorded",
        subject=acceptance,
        about=about(receivable),
        visible_to=parties_of(receivable),
        after={
            "milestone": acceptance.milestone,
            "amount_fen": acceptance.amount_fen,
            "accepted_on": acceptance.accepted_on,
            "due_fen": receivable.due_fen,
        },
        basis=basis,
        tell=[supplier(receivable), *lenders(receivable)],
    )
