"""Withdraw a recommendation, with the reason; what was answered stays."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.policy.recommending import CLAUSE, LEAST, MOST
from cairong.recommending.models import Recommendation
from cairong.recommending.reads import recommendation_for
from cairong.recommending.states import RECOMMENDATION
from cairong.recommending.steps.ending import end
from cairong.recommending.steps.opening import asked_told


@two_person(Role.SME_AUTHORITY, word="撤回推荐", of=RECOMMENDATION)
def withdraw_recommendation(
    *, actor: Actor, now: datetime, recommendation_id: UUID, reason: str
) -> Recommendation:
    """Withdraw a recommendation; the supplier and whoever was still asked are told why.

    Raises NotFound, WrongState for one that is over, Invalid without a reason.
    Writes: recommending.Recommendation, Ask, clocks.Mark. Source: 三(一)-4.
    """
    found = recommendation_for(actor, recommendation_id, lock=True)
    text = clean_text(reason, "reason", least=LEAST, most=MOST)
    waiting = end(found, "withdraw", reason=text, now=now)
    record(
        actor=actor,
        now=now,
        type="recommending.supplier.withdrawn",
        subject=found,
        about=[each.pk for each in waiting],
        visible_to=[found.supplier_id, *found.asks.values_list("institution_id", flat=True)],
        before={"state": "open"},
        after={"no": found.no, "supplier": found.supplier.name, "state": found.state,
               "reason": text},
        basis=[CLAUSE],
        tell=[
            Tell(organisation_id=found.supplier_id, role=Role.SUPPLIER, subject_id=found.pk),
            *asked_told(waiting),
        ],
    )  # fmt: skip
    return found
