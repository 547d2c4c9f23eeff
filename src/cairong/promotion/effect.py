"""What came after an event: those who came against suppliers like them. 三(三)-3"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from cairong.contracts.models import AwardShare
from cairong.kernel.calendar import day_of, end_of
from cairong.lending.counted import COUNTED
from cairong.lending.models import Intent, Loan
from cairong.parties.models import Organisation
from cairong.policy.promotion import YEAR, Difference, Stratum, compared
from cairong.promotion.models import OutreachEvent, SignUp
from cairong.promotion.states import TOOK_PLACE
from cairong.rulebook.reads import parameter

DAYS = "event_effect_days"
ALIKE = ("region", "size", "won", "borrowed")


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What those who came did within the days, and the differences from those like them.

    `until` is the last day counted, `whole` whether that is over; `first_time` those of the
    borrowers who had no loan before. None where nobody has his like.
    """

    days: int
    until: date
    whole: bool
    came: int
    intents: int
    borrowers: int
    first_time: int
    loans: int
    lent_fen: int
    by_intent: Difference | None
    by_loan: Difference | None


@dataclass(frozen=True, kw_only=True)
class _Counted:
    """Suppliers alike in everything that is held against: how many, and what they did."""

    attended: bool
    number: int
    intents: int
    loans: int
    of: tuple[Any, ...]


def effect_of(event: OutreachEvent, now: datetime) -> Effect:
    """Count what came after one event, and hold it against those like them who did not come."""
    return effect_of_all([event], now)


def held_in(city: str, year: int) -> list[OutreachEvent]:
    """List the events that took place in a calendar year, the first first."""
    rows = OutreachEvent.objects.filter(city_id=city, state__in=TOOK_PLACE)
    listed = rows.select_related("host").order_by("starts_at", "no")
    return [each for each in listed if day_of(each.starts_at).year == year]


def effect_of_all(events: Sequence[OutreachEvent], now: datetime) -> Effect:
    """Count several events as one: a supplier is alike only to those of the same event."""
    city, today = events[0].city_id, day_of(now)
    counted = list[_Counted]()
    loans, lent, last, days = 0, 0, date.min, 0
    for event in events:
        days = parameter(city, DAYS, on=day_of(event.ends_at))
        until = day_of(event.ends_at) + timedelta(days=days)
        counted += _counted(event, days, min(until, today))
        sums = _lent_to_those_who_came(event, min(until, today))
        loans, lent, last = loans + sums["loans"], lent + (sums["fen"] or 0), max(last, until)
    attended = [each for each in counted if each.attended]
    return Effect(
        days=days,
        until=last,
        whole=last < today,
        came=sum(each.number for each in attended),
        intents=sum(each.intents for each in attended),
        borrowers=sum(each.loans for each in attended),
        first_time=sum(each.loans for each in attended if not each.of[-1]),
        loans=loans,
        lent_fen=lent,
        by_intent=compared(_strata(counted, "intents")),
        by_loan=compared(_strata(counted, "loans")),
    )


def _counted(event: OutreachEvent, days: int, until: date) -> list[_Counted]:
    """Count the suppliers of a city by what they are alike in, and what they did till a day.

    Who came to another event within the days before or after is nobody's like.
    """
    held = day_of(event.ends_at)
    came = _came().filter(event=event)
    elsewhere = _came().filter(
        event__ends_at__gte=event.ends_at - timedelta(days=days),
        event__starts_at__lte=end_of(until),
    )
    won = AwardShare.objects.filter(
        supplier=OuterRef("pk"), award__sample=False,
        award__notice_on__gte=held - YEAR, award__notice_on__lte=held,
    )  # fmt: skip
    loans = Loan.here.filter(supplier=OuterRef("pk"))
    intents = Intent.objects.filter(
        supplier=OuterRef("pk"), registered_at__gt=event.ends_at, registered_at__lt=end_of(until)
    )
    rows = (
        Organisation.objects.filter(
            city_id=event.city_id, kind=Organisation.Kind.SUPPLIER, active=True
        )
        .annotate(
            size=F("supplier_profile__size"),
            attended=Exists(came),
            won=Exists(won),
            borrowed=Exists(loans.filter(drawn_on__lte=held)),
            intent=Exists(intents),
            loan=Exists(loans.filter(drawn_on__gt=held, drawn_on__lte=until)),
        )
        .filter(Q(attended=True) | ~Exists(elsewhere))
        .values("attended", *ALIKE)
        .order_by()
        .annotate(
            number=Count("pk"),
            intents=Count("pk", filter=Q(intent=True)),
            loans=Count("pk", filter=Q(loan=True)),
        )
    )
    return [
        _Counted(
            attended=row["attended"], number=row["number"], intents=row["intents"],
            loans=row["loans"], of=(event.pk, *(row[key] for key in ALIKE)),
        )
        for row in rows
    ]  # fmt: skip


def _came() -> QuerySet[SignUp]:
    return SignUp.objects.filter(organisation=OuterRef("pk"), attended_at__isnull=False)


def _lent_to_those_who_came(event: OutreachEvent, until: date) -> dict[str, Any]:
    came = event.sign_ups.filter(attended_at__isnull=False, organisation__isnull=False)
    rows = Loan.counted.filter(
        supplier__in=came.values("organisation"),
        drawn_on__gt=day_of(event.ends_at), drawn_on__lte=until,
    )  # fmt: skip
    return rows.aggregate(loans=Count("pk"), fen=Sum(COUNTED))


def _strata(counted: Iterable[_Counted], did: str) -> list[Stratum]:
    found = dict[tuple[Any, ...], dict[bool, _Counted]]()
    for each in counted:
        found.setdefault(each.of, {})[each.attended] = each
    return [
        Stratum(
            came=came.number,
            came_did=getattr(came, did),
            stayed=stayed.number if stayed else 0,
            stayed_did=getattr(stayed, did) if stayed else 0,
        )
        for came, stayed in ((pair.get(True), pair.get(False)) for pair in found.values())
        if came
    ]
