"""Reply to a supplier that asked for a correction: the grounds as they are now, and words."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import WrongState
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.policy.recommending import CLAUSE, LEAST, MOST
from cairong.recommending.facts import Firm
from cairong.recommending.models import Recommendation, Saying
from cairong.recommending.reads import correction_waits, grounds_of, recommendation_for
from cairong.recommending.states import RECOMMENDATION
from cairong.recommending.steps.opening import keep_grounds


@two_person(Role.SME_AUTHORITY, word="答复更正请求", of=RECOMMENDATION)
def reply_correction(
    *,
    actor: Actor,
    now: datetime,
    recommendation_id: UUID,
    lead: str,
    credit: str,
    operation: str,
    reply: str,
) -> Recommendation:
    """Reply to a request for correction: what is changed becomes a new version of the grounds.

    The version before stays to be read, and papers stay with their grounds. Raises NotFound,
    WrongState where nothing was asked or the recommendation is over, Invalid for words that say
    nothing. Writes: recommending.Ground, Saying. Source: 三(一)-4.
    """
    found = recommendation_for(actor, recommendation_id, lock=True)
    RECOMMENDATION.after(found.state, "correct")
    if not correction_waits(found):
        raise WrongState("recommending.nothing_asked", CLAUSE, no=found.no)
    text = clean_text(reply, "reply", least=LEAST, most=MOST)
    grounds = grounds_of(found)
    before = {each.kind: each.words for each in grounds}
    after: dict[str, Any] = {"lead": lead, "credit": credit, "operation": operation}
    changed = [kind for kind, words in after.items() if words.strip() != before[kind]]
    if changed:
        papers: dict[str, Any] = {f"{each.kind}_paper_id": each.paper_id for each in grounds}
        version = max(each.version for each in grounds) + 1
        firm = Firm(uscc=found.supplier.uscc, until=found.until, **after, **papers)
        keep_grounds(actor, found, firm, version=version, now=now, kinds=changed)
    Saying.objects.create(recommendation=found, kind=Saying.Kind.REPLY, words=text, at=now)
    known = {"no": found.no, "supplier": found.supplier.name}
    record(
        actor=actor,
        now=now,
        type="recommending.correction.replied",
        subject=found,
        visible_to=[found.supplier_id, *found.asks.values_list("institution_id", flat=True)],
        before={**known, **before},
        after={**known, **after, "reply": text},
        basis=[CLAUSE],
        tell=[Tell(organisation_id=found.supplier_id, role=Role.SUPPLIER, subject_id=found.pk)],
    )
    return found
