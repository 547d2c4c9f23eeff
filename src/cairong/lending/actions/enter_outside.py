"""An institution enters a loan it lent before its contract came here (平台外贷款): two persons."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.lending.elsewhere import Running, outside_for, running_on
from cairong.lending.models import OutsideLoan
from cairong.lending.states import OUTSIDE
from cairong.lending.steps.outside import outside_facts, readers
from cairong.parties.four_eyes import two_person
from cairong.parties.reads import own_organisation
from cairong.policy.opening import opening_first
from cairong.policy.outside import (
    CLAUSE,
    contract_ran,
    counted_since,
    due_after_draw,
    left_of_it,
    lent_before,
    within_carried,
)
from cairong.policy.rule import require
from cairong.treasury.arithmetic import carried_fen
from cairong.treasury.steps.tellings import about, supplier

Fen = Annotated[int, Field(gt=0, le=10**15)]
Points = Annotated[int, Field(gt=0, le=3600)]


@two_person(Role.INSTITUTION_OFFICER, word="登记平台外贷款", of=OUTSIDE)
def enter_outside(
    *,
    actor: Actor,
    now: datetime,
    contract_id: UUID,
    agreement_no: str,
    original_fen: Fen,
    outstanding_fen: Fen,
    counted_on: date,
    drawn_on: date,
    due_on: date,
    rate_bp: Points,
    day_count: Literal[360, 365],
    evidence: str,
    lpr_bp: Points | None = None,
    supplier_id: UUID | None = None,
) -> OutsideLoan:
    """Enter what is left of a loan that runs already; its supplier says whether it is so.

    `outstanding_fen` is the principal left on `counted_on`; interest runs here from that day.
    Raises NotFound, Invalid, PolicyBreach before the opening of the contract stands, on one that
    never ran elsewhere, for days that cannot be, or above what the contract could carry;
    Conflict where the same agreement stands or waits. Writes: lending.OutsideLoan.
    Source: 一(一)-1, 二(三)-3, D9.
    """
    running = running_on(actor, contract_id, supplier_id, lock=True)
    outside = OutsideLoan(
        city_id=actor.city,
        receivable=running.receivable,
        institution_id=own_organisation(actor),
        agreement_no=clean_text(agreement_no, "agreement_no", least=2, most=60),
        original_fen=original_fen,
        outstanding_fen=outstanding_fen,
        counted_on=counted_on,
        drawn_on=drawn_on,
        due_on=due_on,
        rate_bp=rate_bp,
        lpr_bp=lpr_bp,
        day_count=day_count,
        evidence=clean_text(evidence, "evidence", least=2, most=500, lines=True),
        entered_at=now,
    )
    _require(outside, running, day_of(now))
    outside.save()
    _record(actor, now, outside)
    return outside


def _require(outside: OutsideLoan, running: Running, today: date) -> None:
    receivable, opening, drawn_on = running.receivable, running.opening, outside.drawn_on
    signed_on = running.contract.signed_on or today
    require(opening_first(opening_known=receivable.opening_fen is not None))
    require(contract_ran(signed_on=signed_on, opening_stands=opening is not None))
    assert opening is not None
    require(
        lent_before(
            drawn_on=drawn_on, signed_on=signed_on, came_on=day_of(receivable.established_at)
        ),
        counted_since(
            counted_on=outside.counted_on, least=max(drawn_on, opening.paid_until), today=today
        ),
        left_of_it(outstanding_fen=outside.outstanding_fen, original_fen=outside.original_fen),
        due_after_draw(drawn_on=drawn_on, due_on=outside.due_on),
        within_carried(
            outstanding_fen=outside.outstanding_fen, carried_fen=carried_fen(receivable)
        ),
    )


def _record(actor: Actor, now: datetime, outside: OutsideLoan) -> None:
    record(
        actor=actor,
        now=now,
        type="lending.outside.entered",
        subject=outside,
        about=about(outside.receivable),
        visible_to=readers(outside, now),
        after=outside_facts(outside),
        inside=("agreement_no", "evidence"),
        basis=[CLAUSE, "二(三)-3"],
        tell=[supplier(outside.receivable)],
    )


@use_case(Role.INSTITUTION_OFFICER, word="撤回平台外贷款")
def withdraw_outside(*, actor: Actor, now: datetime, outside_id: UUID, reason: str) -> OutsideLoan:
    """Take back, as the institution, what the supplier has not answered.

    Raises NotFound, Invalid, WrongState once answered. Writes: lending.OutsideLoan.
    Source: 一(一)-1.
    """
    words = clean_text(reason, "reason", least=2, most=500, lines=True)
    outside = outside_for(actor, outside_id, lock=True)
    before = outside.state
    outside.state = OUTSIDE.after(before, "withdraw")
    outside.words, outside.answered_at = words, now
    outside.save(update_fields=["state", "words", "answered_at"])
    record(
        actor=actor,
        now=now,
        type="lending.outside.withdrawn",
        subject=outside,
        about=about(outside.receivable),
        visible_to=readers(outside, now),
        before={"state": before},
        after={"state": outside.state, "amount_fen": outside.outstanding_fen, "reason": words},
        basis=[CLAUSE],
        tell=[Tell(organisation_id=outside.receivable.supplier_id, role=Role.SUPPLIER)],
    )
    return outside
