"""The offer or the loan itself is an institution's answer: found by the program, never typed."""

from datetime import date, datetime
from functools import partial
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import carry_out_each, use_case
from cairong.clocks.steps.duties import fulfil_duty
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.policy.recommending import CLAUSE, offer_is_found
from cairong.policy.rule import require
from cairong.recommending.models import Ask
from cairong.recommending.reads import (
    DUTY,
    Backing,
    any_open,
    ask_for,
    backed_asks,
    backing_of,
    recommendation_for,
)
from cairong.recommending.states import ASK, RECOMMENDATION

KINDS = {"offered": "recommending.ask.offered", "lent": "recommending.ask.lent"}


@use_case(Role.INSTITUTION_OFFICER, Role.SYSTEM, word="以报价或放款答复推荐")
def answer_by_offer(*, actor: Actor, now: datetime, ask_id: UUID) -> Ask:
    """Answer a recommendation with the institution's newest loan to the supplier, else its offer.

    The officer who asks for it does so at once; the program does it each day for the others.
    Raises NotFound, WrongState where it stands so already, PolicyBreach where there is neither.
    Writes: recommending.Ask, clocks.Mark. Source: 三(一)-4.
    """
    found = recommendation_for(actor, ask_for(actor, ask_id).recommendation_id, lock=True)
    RECOMMENDATION.after(found.state, "answer")
    ask = ask_for(actor, ask_id, lock=True)
    before = ask.state
    backing = backing_of(ask)
    if before in ("waiting", "explained"):
        require(offer_is_found(name=found.supplier.name, found=backing.found))
    if before == "offered" and backing.loan is None:
        raise WrongState("recommending.no_loan_yet", CLAUSE, no=found.no)
    ask.state = ASK.after(before, "lend" if backing.loan else "offer")
    offer, loan = backing.offer, backing.loan
    ask.offer_id = offer.pk if offer else ask.offer_id
    ask.loan_id = loan.pk if loan else None
    ask.answered_at = ask.answered_at or now
    ask.save(update_fields=["state", "offer_id", "loan_id", "answered_at"])
    since = max(day_of(ask.asked_at), _day(backing))
    fulfil_duty(subject_id=ask.pk, kind=DUTY, on=min(since, day_of(now)), now=now, reason="已报价")
    record(
        actor=actor,
        now=now,
        type=KINDS[ask.state],
        subject=ask,
        about=[found.pk, ask.offer_id, ask.loan_id],
        visible_to=[found.authority_id, found.supplier_id, ask.institution_id],
        before={"state": before},
        after={
            "no": found.no,
            "supplier": found.supplier.name,
            "institution": ask.institution.name,
            "state": ask.state,
            "amount_fen": _amount(backing),
        },
        basis=[CLAUSE],
        tell=[
            Tell(organisation_id=found.authority_id, role=Role.SME_AUTHORITY, subject_id=found.pk)
        ],
    )
    return ask


def answer_by_offers(*, actor: Actor, now: datetime) -> int:
    """Answer, as the system, each ask by what its institution did meanwhile; count them."""
    if not any_open(actor):
        return 0
    acts = [partial(answer_by_offer, ask_id=pk) for pk in backed_asks(actor)]
    return carry_out_each(acts, actor=actor, now=now)


def _day(backing: Backing) -> date:
    if backing.loan is not None:
        return backing.loan.drawn_on
    assert backing.offer is not None
    return day_of(backing.offer.offered_at)


def _amount(backing: Backing) -> int:
    if backing.loan is not None:
        return backing.loan.principal_fen
    assert backing.offer is not None
    return backing.offer.amount_fen
