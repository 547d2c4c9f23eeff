"""What should have gone on by itself and did not, in an actor's region."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from cairong.audit.arrays import Among
from cairong.audit.models import Outbox
from cairong.cases.done import of_case
from cairong.contracts.models import Contract
from cairong.kernel.actor import Actor
from cairong.lending.actions.apply_remittance import apply_remittance
from cairong.treasury.actions.confirm_payment import confirm_payment

PATIENCE = timedelta(seconds=60)


def undelivered(actor: Actor, now: datetime) -> QuerySet[Outbox]:
    """List what has waited longer than it should, or failed."""
    rows = _open(actor).filter(stuck_so(actor, now, ""))
    return rows.select_related("event").order_by("-attempts", "id")


def undelivered_on_cases(actor: Actor) -> QuerySet[Any]:
    """List what is not delivered yet, each named by its case; `stuck_so` keeps what is late."""
    return of_case(_open(actor), about="event__about")


def stuck_so(_actor: Actor, now: datetime, tried: str) -> Q:
    """Keep what failed, or is money that waits too long; of it what was tried already, or not."""
    money = [confirm_payment.name, apply_remittance.name]
    late = Q(consumer__in=money, event__at__lt=now - PATIENCE)
    failed = Q(attempts__gt=0)
    return (late | failed) & {"yes": failed, "no": ~failed}.get(tried, Q())


def _open(actor: Actor) -> QuerySet[Outbox]:
    rows = Outbox.objects.filter(city=actor.city, done_at=None)
    if actor.whole_city:
        return rows
    own = Contract.objects.filter(Among("pk", OuterRef("event__about")), region=actor.region)
    return rows.filter(Exists(own))
