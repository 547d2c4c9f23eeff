"""Say why an institution that declared a shortage gets no support, by two of the People's Bank."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.guidance.models import Shortage
from cairong.guidance.states import SHORTAGE
from cairong.guidance.steps.shortages import end_shortage
from cairong.guidance.steps.telling import at_institution, require_city
from cairong.kernel.actor import Actor, Role
from cairong.parties.four_eyes import two_person
from cairong.policy.relending import CLAUSE


@two_person(Role.PBOC, word="不予再贷款、再贴现支持", of=SHORTAGE)
def refuse_relending(*, actor: Actor, now: datetime, shortage_id: UUID, reason: str) -> Shortage:
    """Answer a declaration without support, with the reason; another may be declared after it.

    Raises NotAllowed for a county's desk, NotFound, WrongState for one that is answered,
    Invalid without a reason.
    Writes: guidance.Shortage, clocks.Mark. Source: 三(二)-3.
    """
    require_city(actor, CLAUSE)
    found = end_shortage(actor, now, shortage_id, "refuse", words=reason)
    record(
        actor=actor,
        now=now,
        type="guidance.shortage.refused",
        subject=found,
        visible_to=[found.institution_id],
        before={"state": "open"},
        after={
            "no": found.no,
            "institution": found.institution.name,
            "state": found.state,
            "amount_fen": found.amount_fen,
            "reason": found.words,
        },
        basis=[CLAUSE],
        tell=at_institution(found.institution_id, found.pk),
    )
    return found
