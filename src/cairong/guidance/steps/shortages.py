"""End a declared shortage of funds inside an act: its state, its words, its duty."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.clocks.steps.duties import cancel_duties, fulfil_duty
from cairong.guidance.models import Shortage
from cairong.guidance.shortages import shortage_for
from cairong.guidance.states import SHORTAGE
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.policy.relending import ANSWER


def end_shortage(
    actor: Actor, now: datetime, shortage_id: UUID, step: str, *, words: str, **said: Any
) -> Shortage:
    """Answer or withdraw a declaration: with words, and what else is `said`.

    Raises NotFound, WrongState for one that is answered or withdrawn, Invalid for the words.
    Writes: guidance.Shortage, clocks.Mark.
    """
    found = shortage_for(actor, shortage_id, lock=True)
    found.state = SHORTAGE.after(found.state, step)
    granted = step == "grant"
    field, least = ("words", 0) if granted else ("reason", 4)
    found.words = clean_text(words, field, least=least, most=500, lines=True)
    found.answered_at = now
    for name, value in said.items():
        setattr(found, name, value)
    found.save(update_fields=["state", "words", "answered_at", *said])
    if step == "withdraw":
        cancel_duties(subject_id=found.pk, on=day_of(now), now=now, reason="机构撤回申报")
    else:
        fulfil_duty(subject_id=found.pk, kind=ANSWER, on=day_of(now), now=now)
    return found
