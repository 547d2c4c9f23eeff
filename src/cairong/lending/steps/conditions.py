"""From the lock on, the institution has so many days to bring the conditions of the draw about."""

from datetime import date, datetime

from cairong.clocks.steps.duties import open_duty
from cairong.lending.models import Offer
from cairong.treasury.models import Receivable


def start_meeting(offer: Offer, receivable: Receivable, *, on: date, now: datetime) -> None:
    """Start the days in which the conditions of an offer under an active lock are met.

    Writes: clocks.Duty. Source: 二(四)-4.
    """
    intent = offer.intent
    open_duty(
        city=offer.city_id,
        kind="meet_conditions",
        subject_id=offer.pk,
        holder=offer.institution,
        region=intent.region,
        title=f"{intent.no} {receivable.contract.title}",
        start_on=on,
        now=now,
        about=[intent.pk, offer.application_id, receivable.contract_id, intent.supplier_id],
    )
