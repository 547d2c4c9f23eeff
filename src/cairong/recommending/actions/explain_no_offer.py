"""An institution says why it has made a recommended supplier no offer."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import fulfil_duty
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.policy.recommending import (
    CLAUSE,
    MOST,
    WHY_NOT,
    answered_with_reason,
    no_offer_is_found,
)
from cairong.policy.rule import require
from cairong.recommending.models import Ask
from cairong.recommending.reads import DUTY, ask_for, backing_of, recommendation_for
from cairong.recommending.states import ASK, RECOMMENDATION


@use_case(Role.INSTITUTION_OFFICER, word="说明为什么没有报价")
def explain_no_offer(*, actor: Actor, now: datetime, ask_id: UUID, code: str, words: str) -> Ask:
    """Answer a recommendation with a reason of the list and words; an offer may follow later.

    Where the platform knows of an offer or a loan, that is the answer and this is refused.
    Raises NotFound, WrongState, PolicyBreach. Writes: recommending.Ask, clocks.Mark.
    Source: 三(一)-4.
    """
    found = recommendation_for(actor, ask_for(actor, ask_id).recommendation_id, lock=True)
    RECOMMENDATION.after(found.state, "answer")
    ask = ask_for(actor, ask_id, lock=True)
    before = ask.state
    state = ASK.after(before, "explain")
    text = clean_text(words, "words", most=MOST, lines=True)
    require(
        answered_with_reason(code=code, words=text),
        no_offer_is_found(name=found.supplier.name, found=backing_of(ask).found),
    )
    ask.state, ask.code, ask.words, ask.answered_at = state, code, text, now
    ask.save(update_fields=["state", "code", "words", "answered_at"])
    fulfil_duty(subject_id=ask.pk, kind=DUTY, on=day_of(now), now=now, reason="说明未报价")
    record(
        actor=actor,
        now=now,
        type="recommending.ask.explained",
        subject=ask,
        about=[found.pk],
        visible_to=[found.authority_id, found.supplier_id],
        before={"state": before},
        after={
            "no": found.no,
            "supplier": found.supplier.name,
            "state": state,
            "why_not": WHY_NOT[code].word,
            "words": text,
            "cure": WHY_NOT[code].cure,
        },
        basis=[CLAUSE],
        tell=[
            Tell(organisation_id=found.authority_id, role=Role.SME_AUTHORITY, subject_id=found.pk),
            Tell(organisation_id=found.supplier_id, role=Role.SUPPLIER, subject_id=found.pk),
        ],
    )
    return ask
