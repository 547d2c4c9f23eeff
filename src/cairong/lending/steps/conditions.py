"""The days in which the conditions of a draw are brought about, and those in which it is drawn."""

from datetime import date, datetime

from cairong.clocks.models import Duty
from cairong.clocks.steps.duties import open_duty
from cairong.lending.models import Offer
from cairong.treasury.models import Receivable


def start_meeting(offer: Offer, receivable: Receivable, *, on: date, now: datetime) -> None:
    """Start the days in which the conditions of an offer under an active lock are met.

    Writes: clocks.Duty. Source: 二(四)-4.
    """
    _start("meet_conditions", offer, receivable, on=on, now=now)


def start_drawing(offer: Offer, receivable: Receivable, *, on: date, now: datetime) -> Duty | None:
    """Start the days in which what was asked of an offer is drawn: clock B (D14).

    Writes: clocks.Duty. Source: 二(四)-4.
    """
    return _start("disburse_loan", offer, receivable, on=on, now=now)


def _start(
    kind: str, offer: Offer, receivable: Receivable, *, on: date, now: datetime
) -> Duty | None:
    intent = offer.intent
    return open_duty(
        city=offer.city_id,
        kind=kind,
        subject_id=offer.pk,
        holder=offer.institution,
        region=intent.region,
        title=f"{intent.no} {receivable.contract.title}",
        start_on=on,
        now=now,
        about=[intent.pk, offer.application_id, receivable.contract_id, intent.supplier_id],
    )
