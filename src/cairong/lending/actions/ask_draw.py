"""The supplier asks to draw more of the offer it accepted; that runs days of its own."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.models import Loan, Offer
from cairong.lending.states import AWAITING_LOCK, LIVE_OVERDUE, OFFER
from cairong.lending.steps.asking import check_asked
from cairong.lending.steps.conditions import start_drawing
from cairong.lending.steps.holding import hold, locked_offer
from cairong.lending.steps.revolving import last_draw
from cairong.policy.drawing import asked_in_term, nothing_overdue
from cairong.policy.rule import require
from cairong.treasury.arithmetic import fits_headroom


@use_case(Role.SUPPLIER, word="提出提款")
def ask_draw(*, actor: Actor, now: datetime, offer_id: UUID, amount_fen: int) -> Offer:
    """Ask to draw more of an accepted offer, within what of it has not been asked for.

    Of a revolving limit also what was repaid: it is held again, as far as the contract carries it.
    Once the conditions are met the 7 working days of this draw start today; before that it joins
    what was asked, whose days start with the last condition (D14). Raises NotFound, WrongState
    while an earlier draw is not made yet, Invalid, PolicyBreach above what is left, after the
    term, while a loan of the offer is overdue, or where the contract no longer carries it.
    Writes: lending.Offer, Intent, treasury.Entry, clocks.Duty. Source: 二(四)-4, 二(四)-5.
    """
    offer, intent, receivable = locked_offer(actor, offer_id)
    before, today = offer.state, day_of(now)
    state, asked = OFFER.after(before, "ask_draw"), offer.wanted_fen
    check_asked(amount_fen, offer.unasked_fen)
    cap, held = offer.cap_percent, intent.reserved_fen
    require(
        asked_in_term(on=today, last_on=last_draw(offer)),
        nothing_overdue(overdue_no=_overdue(offer)),
        fits_headroom(receivable, amount_fen, cap_percent=cap, own_fen=held),
    )
    offer.state, offer.asked_fen, offer.asked_at = state, asked + amount_fen, now
    offer.save(update_fields=["state", "asked_fen", "asked_at"])
    if offer.due_fen > held:
        hold(intent, receivable, offer.due_fen, cap_percent=cap, now=now)
    if before not in AWAITING_LOCK:
        start_drawing(offer, receivable, on=today, now=now)
    record(
        actor=actor,
        now=now,
        type="lending.draw.asked",
        subject=offer,
        about=[offer.application_id, intent.pk, receivable.contract_id],
        visible_to=[offer.institution_id],
        before={"state": before, "asked_fen": asked},
        after={"state": state, "asked_fen": offer.asked_fen, "amount_fen": amount_fen},
        basis=["二(四)-4", "二(四)-5"],
        tell=[Tell(organisation_id=offer.institution_id, role=Role.INSTITUTION_OFFICER)],
    )
    return offer


def _overdue(offer: Offer) -> str:
    """Name a loan of an offer that is overdue."""
    late = Loan.objects.filter(offer=offer, overdues__state__in=LIVE_OVERDUE)
    return late.order_by("pk").values_list("no", flat=True).first() or ""
