"""The supplier says no: it is recommended no longer."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.text import clean_text
from cairong.policy.recommending import CLAUSE, MOST
from cairong.recommending.models import Recommendation, Saying
from cairong.recommending.reads import recommendation_for
from cairong.recommending.steps.ending import end
from cairong.recommending.steps.opening import asked_told


@use_case(Role.SUPPLIER, word="谢绝推荐")
def refuse_recommendation(
    *, actor: Actor, now: datetime, recommendation_id: UUID, reason: str
) -> Recommendation:
    """Say no to one's own recommendation: no institution has to answer it any more.

    Raises NotFound, WrongState for one that is over, Invalid without a reason.
    Writes: recommending.Recommendation, Ask, Saying, clocks.Mark. Source: 三(一)-4.
    """
    found = recommendation_for(actor, recommendation_id, lock=True)
    text = clean_text(reason, "reason", least=2, most=MOST, lines=True)
    waiting = end(found, "refuse", reason=text, now=now)
    Saying.objects.create(recommendation=found, kind=Saying.Kind.REFUSED, words=text, at=now)
    record(
        actor=actor,
        now=now,
        type="recommending.supplier.refused",
        subject=found,
        about=[each.pk for each in waiting],
        visible_to=[found.authority_id, *found.asks.values_list("institution_id", flat=True)],
        before={"state": "open"},
        after={"no": found.no, "supplier": found.supplier.name, "state": found.state,
               "reason": text},
        basis=[CLAUSE],
        tell=[
            Tell(organisation_id=found.authority_id, role=Role.SME_AUTHORITY, subject_id=found.pk),
            *asked_told(waiting),
        ],
    )  # fmt: skip
    return found
