"""Deliveries of the outbox as the desks that look after them see them."""

from datetime import datetime

from django.db.models import Q, QuerySet

from cairong.audit.models import Outbox
from cairong.kernel.actor import Actor


def deliveries_of(actor: Actor) -> QuerySet[Outbox]:
    """List what has to be delivered in an actor's city, done or not."""
    return Outbox.objects.filter(city=actor.city)


def standing_so(_actor: Actor, _now: datetime, standing: str) -> Q:
    """Keep the deliveries that stand so; those not made yet where nothing is asked."""
    waiting = Q(done_at=None)
    asked = {"failed": waiting & Q(attempts__gt=0), "done": ~waiting, "all": Q()}
    return asked.get(standing, waiting)
