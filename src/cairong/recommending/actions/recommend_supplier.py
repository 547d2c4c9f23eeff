"""Recommend a supplier to the institutions that serve its region, on the notice's grounds."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.parties.four_eyes import RUNNING, two_person
from cairong.policy.recommending import CLAUSE
from cairong.recommending.facts import Firm
from cairong.recommending.models import Recommendation
from cairong.recommending.states import RECOMMENDATION
from cairong.recommending.steps.opening import open_recommendation


@two_person(
    Role.SME_AUTHORITY,
    word="推荐企业",
    of=RECOMMENDATION,
    numbers=("no",),
    free={"asked": RUNNING},
)
def recommend_supplier(
    *,
    actor: Actor,
    now: datetime,
    uscc: str,
    until: date,
    lead: str,
    credit: str,
    operation: str,
    lead_paper_id: UUID | None = None,
    credit_paper_id: UUID | None = None,
    operation_paper_id: UUID | None = None,
) -> Recommendation:
    """Recommend a small, medium or micro supplier until a day, on each ground the notice names.

    Whoever serves its region has to answer; the supplier is told, and may say no. It gives no
    right to a loan. Raises NotFound for a paper, Invalid, Conflict, and PolicyBreach with every
    rule that is not met.
    Writes: recommending.Recommendation, Ground, Ask, clocks.Duty. Source: 三(一)-4.
    """
    firm = Firm(
        uscc=uscc, until=until, lead=lead, credit=credit, operation=operation,
        lead_paper_id=lead_paper_id, credit_paper_id=credit_paper_id,
        operation_paper_id=operation_paper_id,
    )  # fmt: skip
    opened = open_recommendation(actor, now, firm)
    record(
        actor=actor,
        now=now,
        type="recommending.supplier.recommended",
        subject=opened.recommendation,
        about=opened.about,
        visible_to=opened.readers,
        after=opened.shown(),
        basis=[CLAUSE],
        tell=opened.told(),
    )
    return opened.recommendation
