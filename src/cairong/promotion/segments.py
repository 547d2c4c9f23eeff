"""Whom to invite: one query counts and lists a segment, its region and size included. 三(三)-2"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cairong.contracts.models import AwardShare
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.lending.models import Loan
from cairong.outreach.models import Letter
from cairong.parties.models import Mandate, Organisation
from cairong.policy.promotion import YEAR
from cairong.promotion.models import OutreachEvent
from cairong.recommending.models import Recommendation

Kind = Organisation.Kind
INVITED = (Kind.SUPPLIER, Kind.INSTITUTION)


def invitable(actor: Actor) -> QuerySet[Organisation]:
    """List who can be invited from the actor's desk: who takes part, and whom somebody reads for.

    `size` is that of a supplier by its own figures.
    """
    rows = Organisation.objects.filter(city_id=actor.city, kind__in=INVITED, active=True)
    rows = rows.annotate(size=F("supplier_profile__size"))
    return rows if actor.whole_city else rows.filter(of_region(actor, None, actor.region))


def still_read(_actor: Actor, now: datetime) -> Q:
    """Keep those with a person whose mandate runs now."""
    running = Mandate.objects.running(day_of(now))
    return Q(Exists(running.filter(organisation=OuterRef("pk"))))


def of_segment(actor: Actor, now: datetime, segment: str) -> Q:
    """Keep those of one segment (`policy.promotion.SEGMENTS`); all where none is named."""
    if not segment:
        return Q()
    if segment == "institutions":
        return Q(kind=Kind.INSTITUTION)
    asked = {"won": _won, "recommended": _recommended, "unread": _unread}.get(segment)
    return Q(kind=Kind.SUPPLIER) & (asked(actor, now) if asked else Q())


def of_region(actor: Actor, _now: datetime | None, region: str) -> Q:
    """Keep a region's suppliers and the institutions that serve it; all where none is named."""
    if not region:
        return Q()
    serving = Q(institution_profile__regions__overlap=[region, actor.city])
    return Q(kind=Kind.SUPPLIER, region=region) | Q(serving, kind=Kind.INSTITUTION)


def not_invited(_actor: Actor, _now: datetime, event_id: Any) -> Q:
    """Leave out who was invited to an event already; nobody where none is named."""
    if not event_id:
        return Q()
    invited = OutreachEvent.objects.filter(pk=event_id, invitations__organisation=OuterRef("pk"))
    return ~Q(Exists(invited))


def to_invite(
    actor: Actor, now: datetime, event_id: UUID, *, segment: str, region: str, size: str
) -> QuerySet[Organisation]:
    """List those of a segment, region and size that were not invited yet, by name."""
    rows = invitable(actor).filter(
        still_read(actor, now),
        of_segment(actor, now, segment),
        of_region(actor, now, region),
        not_invited(actor, now, event_id),
    )
    return (rows.filter(supplier_profile__size=size) if size else rows).order_by("name", "pk")


def how_many(actor: Actor, now: datetime, event_id: UUID, segment: str) -> int:
    """Count those of a segment that could be invited now, by the query that lists them."""
    return to_invite(actor, now, event_id, segment=segment, region="", size="").count()


def _won(_actor: Actor, now: datetime) -> Q:
    since = day_of(now) - YEAR
    won = AwardShare.objects.filter(
        supplier=OuterRef("pk"), award__notice_on__gte=since, award__sample=False
    )
    lent = Loan.here.filter(supplier=OuterRef("pk"), drawn_on__gte=since)
    return Q(Exists(won)) & ~Q(Exists(lent))


def _recommended(_actor: Actor, _now: datetime) -> Q:
    rows = Recommendation.objects.filter(supplier=OuterRef("pk"), state="open")
    return Q(Exists(rows))


def _unread(_actor: Actor, _now: datetime) -> Q:
    # Who obtained a procurement file is told to no authority (87号令§28).
    letters = Letter.objects.filter(supplier=OuterRef("pk")).exclude(occasion="file")
    return Q(Exists(letters)) & ~Q(Exists(letters.filter(opened_at__isnull=False)))
