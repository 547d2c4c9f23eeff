"""The supplier asks for a correction of what is said of it."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import WrongState
from cairong.kernel.text import clean_text
from cairong.policy.recommending import CLAUSE, LEAST, MOST
from cairong.recommending.models import Recommendation, Saying
from cairong.recommending.reads import correction_waits, recommendation_for
from cairong.recommending.states import RECOMMENDATION


@use_case(Role.SUPPLIER, word="请求更正推荐依据")
def ask_correction(
    *, actor: Actor, now: datetime, recommendation_id: UUID, words: str
) -> Recommendation:
    """Ask the authority to correct a ground; what was said is read by all, and stays.

    Raises NotFound, WrongState for one that is over or where a request waits already.
    Writes: recommending.Saying. Source: 三(一)-4.
    """
    found = recommendation_for(actor, recommendation_id, lock=True)
    RECOMMENDATION.after(found.state, "ask_correction")
    if correction_waits(found):
        raise WrongState("recommending.asked_already", CLAUSE, no=found.no)
    text = clean_text(words, "words", least=LEAST, most=MOST)
    Saying.objects.create(recommendation=found, kind=Saying.Kind.CORRECTION, words=text, at=now)
    record(
        actor=actor,
        now=now,
        type="recommending.correction.asked",
        subject=found,
        visible_to=[found.authority_id, *found.asks.values_list("institution_id", flat=True)],
        after={"no": found.no, "supplier": found.supplier.name, "words": text},
        basis=[CLAUSE],
        tell=[
            Tell(organisation_id=found.authority_id, role=Role.SME_AUTHORITY, subject_id=found.pk)
        ],
    )
    return found
