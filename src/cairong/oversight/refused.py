"""Acts that were refused, as the desks that look after them see them (三(一)-2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from cairong.audit.models import RefusalRecord
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import end_of, start_of
from cairong.parties.models import Organisation

LATELY = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Refused:
    """One kind of refusal of the last 30 days: how often, and when last."""

    kind: str
    count: int
    last: datetime


def refusals_of(actor: Actor) -> QuerySet[RefusalRecord]:
    """List what was refused, within an actor's region; what was typed is not for them."""
    rows = RefusalRecord.objects.filter(city=actor.city)
    if actor.whole_city:
        return rows
    local = Organisation.objects.filter(city_id=actor.city, region=actor.region)
    return rows.filter(organisation_id__in=local.values("pk"))


def refused_lately(actor: Actor, now: datetime) -> list[Refused]:
    """Count the refusals of the last 30 days by kind, the most frequent first."""
    rows = refusals_of(actor).filter(at__gte=now - LATELY).order_by().values_list("kind")
    counted = rows.annotate(count=Count("pk"), last=Max("at")).order_by("-count")
    return [Refused(kind=kind, count=count, last=last) for kind, count, last in counted]


def refused_names(_actor: Actor, _now: datetime, ids: Sequence[UUID | None]) -> dict[UUID, str]:
    """Name the organisations of these ids."""
    known = {id_ for id_ in ids if id_}
    return dict(Organisation.objects.filter(pk__in=known).values_list("pk", "name"))


def refused_so_named(_actor: Actor, _now: datetime, words: str) -> Q:
    """Keep what was refused to organisations with these words in their names."""
    named = Organisation.objects.filter(name__icontains=words)
    return Q(organisation_id__in=named.values("pk"))


def refused_since(_actor: Actor, _now: datetime, day: date | None) -> Q:
    """Keep what was refused from a day on."""
    return Q(at__gte=start_of(day)) if day else Q()


def refused_until(_actor: Actor, _now: datetime, day: date | None) -> Q:
    """Keep what was refused up to the end of a day."""
    return Q(at__lte=end_of(day)) if day else Q()
