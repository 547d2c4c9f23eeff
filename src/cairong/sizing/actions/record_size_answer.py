"""Record what the authority of the firm's place answered, with its paper, number and day."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.policy import sizing as rules
from cairong.policy.rule import require
from cairong.sizing.models import Dispute, Saying
from cairong.sizing.reads import dispute_for
from cairong.sizing.states import DISPUTE
from cairong.sizing.steps.saying import named, say
from cairong.sizing.steps.settling import settle
from cairong.sizing.steps.telling import at_asker, at_firm, require_city


@two_person(Role.SME_AUTHORITY, word="登记外地的规模认定", of=DISPUTE)
def record_size_answer(
    *,
    actor: Actor,
    now: datetime,
    dispute_id: UUID,
    size: Literal["large", "medium", "small", "micro"],
    answer_no: str,
    answered_on: date,
    words: str,
    paper_id: UUID,
) -> Dispute:
    """Record the class that the other authority decided; it holds from now on.

    Raises NotAllowed for a county's desk, NotFound, WrongState for one that was not sent on,
    Invalid, PolicyBreach for an answer dated before the letter or after today.
    Writes: sizing.Dispute, sizing.Saying, parties.SupplierProfile. Source: 46§16, 802§29.
    """
    require_city(actor)
    found = dispute_for(actor, dispute_id, lock=True)
    before = found.state
    found.state = DISPUTE.after(before, "answer")
    assert found.sent_at is not None
    sent_on, today = day_of(found.sent_at), day_of(now)
    require(rules.answered_between(sent_on=sent_on, answered_on=answered_on, today=today))
    found.answer_no = clean_text(answer_no, "answer_no", least=2, most=60)
    found.answered_on = answered_on
    said = say(actor, now, found, Saying.Kind.ANSWERED, words=words, paper_id=paper_id)
    settle(found, size, now=now)
    record(
        actor=actor,
        now=now,
        type="sizing.dispute.answered",
        subject=found,
        visible_to=[found.supplier_id],
        before={"state": before, "size": rules.SIZES[found.claimed]},
        after={
            "no": found.no,
            "supplier": found.supplier.name,
            "state": found.state,
            "size": rules.SIZES[size],
            "addressee": found.addressed,
            "answer_no": found.answer_no,
            "answered_on": answered_on,
            "words": said.words,
            **named(said),
        },
        basis=[rules.LETTER],
        tell=[*at_firm(found), *at_asker(found, "sizing.dispute.told")],
    )
    return found
