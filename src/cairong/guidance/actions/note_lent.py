"""Daily: a loan itself answers for a firm of the roster; found by the program, never typed."""

from datetime import datetime
from functools import partial
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import anything
from cairong.audit.transaction import carry_out_each, use_case
from cairong.clocks.steps.duties import fulfil_duty
from cairong.guidance.models import RosterPush
from cairong.guidance.roster import entry_locked, lent_pushes, loan_since, push_for
from cairong.guidance.states import ENTRY, PUSH
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.policy.roster import ANSWER, CLAUSE

PUSHED = "SELECT FROM guidance_rosterpush WHERE city_id = %s AND state <> 'lent'"


def note_lent(*, actor: Actor, now: datetime) -> int:
    """Note, as the system, each firm to which its institution has lent; count them."""
    if not anything(PUSHED, actor.city):
        return 0
    acts = [partial(note_loan, push_id=pk) for pk in lent_pushes(actor)]
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word="以放款答复名录库企业对接")
def note_loan(*, actor: Actor, now: datetime, push_id: UUID) -> RosterPush:
    """Answer with the institution's newest loan to the firm, which is running or drawn since.

    Raises NotFound where the consent does not stand, WrongState where there is no loan.
    Writes: guidance.RosterPush, clocks.Mark. Source: 三(二)-4.
    """
    entry = entry_locked(actor, push_for(actor, push_id).entry_id)
    ENTRY.after(entry.state, "answer")
    found = push_for(actor, push_id, lock=True)
    loan, name = loan_since(found), found.entry.supplier.name
    if loan is None:
        raise WrongState("roster.no_loan", CLAUSE, name=name)
    before = found.state
    found.state, found.loan_id = PUSH.after(before, "lend"), loan.pk
    found.answered_at = found.answered_at or now
    found.save(update_fields=["state", "loan_id", "answered_at"])
    since = max(day_of(found.pushed_at), loan.drawn_on)
    fulfil_duty(subject_id=found.pk, kind=ANSWER, on=min(since, day_of(now)), now=now)
    record(
        actor=actor,
        now=now,
        type="guidance.roster.lent",
        subject=found,
        about=[entry.pk, loan.pk],
        visible_to=[found.entry.supplier_id, found.institution_id],
        before={"state": before},
        after={
            "supplier": name,
            "institution": found.institution.name,
            "state": found.state,
            "amount_fen": loan.principal_fen,
        },
        basis=[CLAUSE],
    )
    return found
