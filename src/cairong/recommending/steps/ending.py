"""End a recommendation inside an act: what is not answered closes, what is answered stays."""

from datetime import datetime

from cairong.audit.rows import locked
from cairong.clocks.steps.duties import cancel_duties
from cairong.kernel.calendar import day_of
from cairong.recommending.models import Ask, Recommendation
from cairong.recommending.states import ASK, RECOMMENDATION, UNANSWERED


def end(found: Recommendation, step: str, *, reason: str, now: datetime) -> list[Ask]:
    """Take a recommendation out of force, with the reason; answer who was still asked.

    Whom to call is shown no more. Raises WrongState for one that is over.
    Writes: recommending.Recommendation, Ask, clocks.Mark.
    """
    found.state = RECOMMENDATION.after(found.state, step)
    found.ended_at, found.ended_reason, found.shares_contact = now, reason, False
    found.save(update_fields=["state", "ended_at", "ended_reason", "shares_contact"])
    waiting = list(locked(found.asks.filter(state__in=UNANSWERED)).order_by("pk"))
    for ask in waiting:
        ask.state = ASK.after(ask.state, "close")
        ask.save(update_fields=["state"])
        cancel_duties(subject_id=ask.pk, on=day_of(now), now=now, reason="推荐已经结束")
    return waiting
