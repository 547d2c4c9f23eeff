"""The supplier waives the cooling-off of its loan's contract: it may be drawn from now on."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.lending.models import Offer
from cairong.lending.states import OFFER
from cairong.lending.steps.holding import offer_under


@use_case(Role.SUPPLIER, word="放弃冷静期")
def waive_cooling(*, actor: Actor, now: datetime, offer_id: UUID) -> Offer:
    """Waive the cooling-off while it runs; the days of the draw stay as they were.

    Raises NotFound, WrongState where none runs. Writes: lending.Offer. Source: 二(四)-4, D14.
    """
    offer, receivable = offer_under(actor, offer_id)
    OFFER.after(offer.state, "waive_cooling")
    if not offer.cools_on(day_of(now)):
        raise WrongState("lending.not_cooling", "二(四)-4")
    offer.cooling_waived_at = now
    offer.save(update_fields=["cooling_waived_at"])
    record(
        actor=actor,
        now=now,
        type="lending.cooling.waived",
        subject=offer,
        about=[offer.application_id, offer.intent_id, receivable.contract_id],
        visible_to=[offer.institution_id],
        before={"waived": False},
        after={"waived": True, "cooling_until": offer.cooling_until},
        basis=["二(四)-4"],
        tell=[Tell(organisation_id=offer.institution_id, role=Role.INSTITUTION_OFFICER)],
    )
    return offer
