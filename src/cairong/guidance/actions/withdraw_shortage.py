"""Withdraw a declared shortage of funds before it is answered, by two of the institution."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.guidance.models import Shortage
from cairong.guidance.states import SHORTAGE
from cairong.guidance.steps.shortages import end_shortage
from cairong.guidance.steps.telling import at_pboc
from cairong.kernel.actor import Actor, Role
from cairong.parties.four_eyes import two_person
from cairong.policy.relending import CLAUSE


@two_person(Role.INSTITUTION_MANAGER, word="撤回资金困难申报", of=SHORTAGE)
def withdraw_shortage(*, actor: Actor, now: datetime, shortage_id: UUID, reason: str) -> Shortage:
    """Withdraw a declaration that waits, with the reason; nobody has to answer it any more.

    Raises NotFound, WrongState for one that is answered, Invalid without a reason.
    Writes: guidance.Shortage, clocks.Mark. Source: 三(二)-3.
    """
    found = end_shortage(actor, now, shortage_id, "withdraw", words=reason)
    record(
        actor=actor,
        now=now,
        type="guidance.shortage.withdrawn",
        subject=found,
        visible_to=[found.authority_id],
        before={"state": "open"},
        after={"no": found.no, "state": found.state, "reason": found.words},
        basis=[CLAUSE],
        tell=at_pboc(found.authority_id, found.pk),
    )
    return found
