"""The inbox of what is overdue or soon due, by side and by who has to do it (三(一)-2)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, UUIDField, Value, When
from django.db.models.functions import Coalesce

from cairong.clocks.holders import county_holding
from cairong.clocks.models import Duty
from cairong.clocks.reads import BUREAU_KIND, held_by, missed_duties, open_duties
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.outreach.steps.reminding import HEADS
from cairong.oversight.desk import WATCHED
from cairong.parties.models import Mandate, Organisation
from cairong.parties.reads import KIND_WORDS, the_only
from cairong.policy.counties import FOLLOWING
from cairong.policy.outreach import soon
from cairong.rulebook.reads import calendar_of

MOST_HOLDERS = 200
OF_OTHERS = ""  # the desk of whoever is no bureau: its organisation says enough


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whose duties are overdue or soon due: their numbers, those beyond the law's day, the oldest.

    The bureau's desks are told apart by `role`; the city's have no organisation of their own, those
    of a county's bureau have it. `head` names
    whoever looks after it, `urged_id` to whom a letter would go.
    """

    side: str
    organisation_id: UUID | None
    role: Role
    name: str
    count: int
    law: int
    soon: int
    oldest: date
    urged_id: UUID
    head: str = ""


def overdue_figures(actor: Actor, now: datetime) -> dict[str, int]:
    """Count what is overdue: in `total`, beyond the law's day, by side; and what was cancelled so.

    A side is named by the kind of its organisations (`institution`), `gone` what was cancelled.
    """
    rows, law = _overdue(actor, now), _beyond_law(now)
    sides = {_name(side): Count("pk", filter=held_by(actor, now, side)) for side in KIND_WORDS}
    found: dict[str, int] = rows.aggregate(total=Count("pk"), law=law, **sides)
    return {**found, "gone": missed_duties(actor).order_by().count()}


def overdue_by_holder(
    actor: Actor, now: datetime, *, most: int | None = MOST_HOLDERS
) -> list[Holder]:
    """List who has duties that are overdue or soon due, the most overdue first.

    Those an authority watches: of all sides the bureau and the enterprises' authority, of
    institutions the People's Bank and the regulator; of its county whoever has one.
    """
    today, last = day_of(now), soon(day_of(now), calendar_of(actor.city))
    side = Coalesce("holder_organisation__kind", Value(BUREAU_KIND))
    rows: QuerySet[Any] = (
        open_duties(actor)
        .order_by()
        .filter(WATCHED.get(actor.role, Q()), due_on__lte=last)
        .annotate(side=side, desk=_of_bureau("holder_role", Value(OF_OTHERS)))
        .values_list("side", "desk")
        .annotate(
            holder=Case(
                When(side=BUREAU_KIND, then=_county(today)),
                default="holder_organisation_id",
                output_field=UUIDField(),
            ),
            name=Max("holder_organisation__name"),
            role=Max("holder_role"),
            count=Count("pk", filter=Q(due_on__lt=today)),
            law=_beyond_law(now),
            soon=Count("pk", filter=Q(due_on__gte=today)),
            oldest=Min("due_on"),
        )
        .order_by("-count", "oldest", "name")[:most]
    )
    listed = list(rows)
    bureau = the_only(actor.city, BUREAU_KIND).pk
    counties = _named(row[2] for row in listed if row[0] == BUREAU_KIND and row[2])
    heads = _heads(now, bureau, [row[2] for row in listed])
    return [
        Holder(
            side=kind,
            organisation_id=holder,
            role=Role(role),
            name=counties.get(holder) or (kind != BUREAU_KIND and name) or KIND_WORDS[kind],
            count=count,
            law=law,
            soon=coming,
            oldest=oldest,
            urged_id=holder or bureau,
            head="、".join(heads.get((holder, HEADS.get(Role(role), Role(role))), ())),
        )
        for kind, _, holder, name, role, count, law, coming, oldest in listed
    ]


def _county(on: date) -> Case:
    """Ask which county's bureau a duty of a bureau's desk lies with; NULL where the city's."""
    others = ~Q(holder_organisation__region=F("city_id"))
    return Case(
        When(kind__in=FOLLOWING, then=county_holding(on)),
        When(others, then=F("holder_organisation_id")),
        default=None,
        output_field=UUIDField(),
    )


def _named(ids: Iterable[UUID]) -> dict[UUID, str]:
    found = set(ids)
    rows = Organisation.objects.filter(pk__in=found)
    return dict(rows.values_list("pk", "name")) if found else {}


def _of_bureau(then: str, otherwise: Value) -> Case:
    return Case(When(side=BUREAU_KIND, then=F(then)), default=otherwise)


def _heads(
    now: datetime, bureau: UUID, organisations: Collection[UUID | None]
) -> Mapping[tuple[UUID | None, Role], list[str]]:
    """Name who looks after each of these organisations' desks; the bureau's stand under none."""
    if not organisations:
        return {}
    ids = {each or bureau for each in organisations}
    rows = Mandate.objects.running(day_of(now)).filter(
        organisation__in=ids, role__in=set(HEADS.values())
    )
    named = defaultdict[tuple[UUID | None, Role], list[str]](list)
    for pk, role, name in rows.order_by("pk").values_list(
        "organisation_id", "role", "person__name"
    ):
        held = named[None if pk == bureau else pk, Role(role)]
        if name not in held:
            held.append(name)
    return named


def _overdue(actor: Actor, now: datetime) -> QuerySet[Duty]:
    return open_duties(actor).order_by().filter(due_on__lt=day_of(now))


def _beyond_law(now: datetime) -> Count:
    return Count("pk", filter=Q(due_law_on__lt=day_of(now)))


def _name(side: str) -> str:
    return side.replace("-", "_")
