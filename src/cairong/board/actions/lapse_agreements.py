"""Daily: an agreement ends with its last day, and its parties are told some time before."""

from datetime import datetime
from functools import partial
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import anything, fetch
from cairong.audit.transaction import carry_out_each, use_case
from cairong.board.agreements import to_lapse, to_warn
from cairong.board.models import Agreement
from cairong.board.states import AGREEMENT
from cairong.board.steps.sharing import at_parties, facts_of, readers
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.policy.sharing import CLAUSE

RUNNING = "SELECT FROM board_agreement WHERE city_id = %s AND state = 'agreed'"


def lapse_agreements(*, actor: Actor, now: datetime) -> int:
    """End, as the system, each agreement whose last day is over; count them."""
    if not anything(RUNNING, actor.city):
        return 0
    acts = [partial(lapse_agreement, agreement_id=pk) for pk in to_lapse(actor.city, day_of(now))]
    return carry_out_each(acts, actor=actor, now=now)


def warn_of_agreements(*, actor: Actor, now: datetime) -> int:
    """Tell the parties of each agreement that ends soon, once; count the agreements."""
    if not anything(RUNNING, actor.city):
        return 0
    acts = [partial(warn_of_end, agreement_id=pk) for pk in to_warn(actor.city, day_of(now))]
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word="数据共享协议到期")
def lapse_agreement(*, actor: Actor, now: datetime, agreement_id: UUID) -> Agreement:
    """Let an agreement end whose last day is over.

    Raises NotFound, WrongState where it ended already or runs still. Writes: board.Agreement.
    Source: 三(一)-1.
    """
    found = _agreement(actor, agreement_id)
    state = AGREEMENT.after(found.state, "lapse")
    if found.until_on >= day_of(now):
        raise WrongState("sharing.runs", CLAUSE, no=found.no, until_on=found.until_on)
    found.state, found.ended_at = state, now
    found.save(update_fields=["state", "ended_at"])
    record(
        actor=actor,
        now=now,
        type="board.agreement.lapsed",
        subject=found,
        visible_to=readers(found),
        before={"state": "agreed"},
        after=facts_of(found),
        basis=[CLAUSE],
        tell=at_parties(found),
    )
    return found


@use_case(Role.SYSTEM, word="数据共享协议到期提醒")
def warn_of_end(*, actor: Actor, now: datetime, agreement_id: UUID) -> Agreement:
    """Tell the parties of an agreement that it ends soon, once.

    Raises NotFound, WrongState where it ended or they were told. Writes: board.Agreement.
    Source: 三(一)-1.
    """
    found = _agreement(actor, agreement_id)
    AGREEMENT.after(found.state, "warn")
    if found.warned_at is not None:
        raise WrongState("sharing.warned", CLAUSE, no=found.no)
    found.warned_at = now
    found.save(update_fields=["warned_at"])
    record(
        actor=actor,
        now=now,
        type="board.agreement.warned",
        subject=found,
        visible_to=readers(found),
        after=facts_of(found),
        basis=[CLAUSE],
        tell=at_parties(found),
    )
    return found


def _agreement(actor: Actor, agreement_id: UUID) -> Agreement:
    rows = Agreement.objects.filter(city_id=actor.city)
    return fetch(rows, agreement_id, "数据共享协议", lock=True)
