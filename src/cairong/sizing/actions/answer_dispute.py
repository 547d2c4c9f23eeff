"""The firm says what there is to say to a dispute about its class, with a paper or none."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.policy.rule import require
from cairong.policy.sizing import CLAUSE, says_not_too_often
from cairong.sizing.models import Dispute, Saying
from cairong.sizing.reads import dispute_for
from cairong.sizing.states import DISPUTE
from cairong.sizing.steps.saying import named, say
from cairong.sizing.steps.telling import at_authority


@use_case(Role.SUPPLIER, word="对规模异议陈述意见")
def answer_dispute(
    *, actor: Actor, now: datetime, dispute_id: UUID, words: str, paper_id: UUID | None = None
) -> Dispute:
    """Speak to a dispute as long as it is not decided; more than once, each time kept.

    Who asked does not read it. Raises NotFound, WrongState for one that is over, Invalid,
    PolicyBreach after too many. Writes: sizing.Saying. Source: 802§29.
    """
    found = dispute_for(actor, dispute_id, lock=True)
    DISPUTE.after(found.state, "hear")
    require(says_not_too_often(said=found.sayings.filter(kind=Saying.Kind.HEARD).count()))
    said = say(actor, now, found, Saying.Kind.HEARD, words=words, paper_id=paper_id)
    record(
        actor=actor,
        now=now,
        type="sizing.dispute.heard",
        subject=found,
        visible_to=[found.authority_id],
        after={"no": found.no, "supplier": found.supplier.name, "words": said.words, **named(said)},
        basis=[CLAUSE],
        tell=at_authority(found),
    )
    return found
