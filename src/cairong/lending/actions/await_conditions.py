"""The account is locked: the days in which the institution meets the conditions begin."""

from datetime import datetime
from uuid import UUID

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.rows import locked
from cairong.audit.transaction import consumer
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.lending.models import Offer
from cairong.lending.states import AWAITING_LOCK
from cairong.lending.steps.conditions import start_meeting
from cairong.treasury.models import Lock
from cairong.treasury.steps import exposure


@consumer("lending.await_conditions", word="起算落实放款条件的期限")
def await_conditions(*, actor: Actor, now: datetime, event: Event) -> Lock:
    """Start the days of every accepted offer under a lock that has become active.

    Nothing starts where the lock or the offer ended meanwhile, or the conditions are met already.
    Writes: clocks.Duty. Source: 二(四)-4.
    """
    found = Lock.objects.get(city_id=actor.city, pk=UUID(event.subject_id))
    receivable = exposure.locked(found.receivable_id)
    waiting = Offer.objects.filter(lock=found, lock__state="active", state__in=AWAITING_LOCK)
    offers = list(locked(waiting.select_related("intent", "institution").order_by("pk")))
    for offer in offers:
        start_meeting(offer, receivable, on=day_of(event.at), now=now)
    record(
        actor=actor,
        now=now,
        type="lending.conditions.awaited",
        subject=found,
        about=[receivable.contract_id, *(each.pk for each in offers)],
        visible_to=[receivable.supplier_id, found.institution_id],
        after={"offers": len(offers)},
        basis=["二(四)-4"],
    )
    return found
