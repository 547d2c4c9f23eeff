"""The «百千万» roster as each side reads it: its firms, what institutions answered, the counts.

Of a firm whose consent does not stand nobody but itself reads more than a count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cairong.audit.rows import fetch
from cairong.clocks.reads import due_day
from cairong.contracts.models import Award, AwardShare
from cairong.contracts.reads import award_for
from cairong.guidance.models import Participation, RosterEntry, RosterPush
from cairong.guidance.reads import of_pboc
from cairong.guidance.states import PUSH
from cairong.kernel.actor import INSTITUTION, PURCHASER, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.counted import COUNTED
from cairong.lending.models import Loan
from cairong.parties.models import Organisation, SupplierProfile
from cairong.parties.reads import (
    institutions_serving,
    own_organisation,
    region_names,
    serving_outer,
)
from cairong.policy.roster import ANSWER

ANSWERED = ("visited", "credited", "declined", "lent")


def entries_of(actor: Actor) -> QuerySet[RosterEntry]:
    """List the firms whose consent stands, the newest first; a supplier its own in any state.

    One that is suspended is listed and pushed no more.
    """
    rows = RosterEntry.objects.filter(city_id=actor.city).select_related("supplier")
    if actor.role is Role.SUPPLIER:
        return rows.filter(supplier=actor.organisation_id)
    rows = rows.filter(state="listed", supplier__active=True).order_by("-consented_at", "pk")
    return rows if of_pboc(actor) or actor.role is Role.SYSTEM else rows.none()


def own_entry(actor: Actor, *, lock: bool = False) -> RosterEntry | None:
    """Find a supplier's own entry, in whatever state; None where it never consented."""
    rows = RosterEntry.objects.filter(city_id=actor.city, supplier=actor.organisation_id)
    return (rows.select_for_update(of=("self",), no_key=True) if lock else rows).first()


def entry_locked(actor: Actor, entry_id: UUID) -> RosterEntry:
    """Fetch an entry, locked: of the actor's city. Raises NotFound."""
    return fetch(RosterEntry.objects.filter(city_id=actor.city), entry_id, "名录库企业", lock=True)


def pushes_of(actor: Actor) -> QuerySet[RosterPush]:
    """List what is pushed to institutions, of firms whose consent stands; each its own.

    Of a suspended firm an institution sees what it has still to answer alone.
    """
    rows = RosterPush.objects.filter(city_id=actor.city)
    rows = rows.select_related("entry__supplier", "institution")
    if actor.role is Role.SUPPLIER:
        rows = rows.filter(entry__supplier=actor.organisation_id)
    elif actor.role in INSTITUTION:
        rows = rows.filter(institution=actor.organisation_id, entry__state="listed")
        rows = rows.filter(Q(entry__supplier__active=True) | Q(state="waiting"))
    elif of_pboc(actor) or actor.role is Role.SYSTEM:
        rows = rows.filter(entry__state="listed", entry__supplier__active=True)
    else:
        rows = rows.none()
    return rows.annotate(due_on=due_day(ANSWER)).order_by("-pushed_at", "pk")


def push_for(actor: Actor, push_id: UUID, *, lock: bool = False) -> RosterPush:
    """Fetch what is pushed to an actor. Raises NotFound."""
    return fetch(pushes_of(actor), push_id, "名录库企业", lock=lock)


def took_part(supplier: Organisation) -> bool:
    """Whether a supplier won an award that the platform knows, or is entered as a participant."""
    if AwardShare.objects.filter(supplier=supplier).exists():
        return True
    rows = Participation.objects.filter(city_id=supplier.city_id, uscc=supplier.uscc)
    return bool(supplier.uscc) and rows.exists()


def size_of(supplier_id: UUID) -> str:
    """Give the size class of a supplier; empty where nobody worked it out."""
    rows = SupplierProfile.objects.filter(pk=supplier_id)
    return rows.values_list("size", flat=True).first() or ""


def parts_in(supplier: Organisation) -> tuple[int, int]:
    """Count the awards a supplier won, and those it is entered for as a participant."""
    won = AwardShare.objects.filter(supplier=supplier).count()
    rows = Participation.objects.filter(city_id=supplier.city_id, uscc=supplier.uscc)
    return won, rows.count() if supplier.uscc else 0


@dataclass(frozen=True, kw_only=True)
class OwnRoster:
    """What a supplier reads of itself: its entry, where it took part, what institutions did."""

    entry: RosterEntry | None
    won: int
    entered: int
    size: str
    region: str
    pushes: list[RosterPush]


def own_roster(actor: Actor) -> OwnRoster:
    """Read a supplier's own page."""
    firm = Organisation.objects.get(pk=own_organisation(actor))
    won, entered = parts_in(firm)
    return OwnRoster(
        entry=own_entry(actor),
        won=won,
        entered=entered,
        size=size_of(firm.pk),
        region=region_names(actor.city).get(firm.region, firm.region),
        pushes=list(pushes_of(actor).order_by("institution__name")),
    )


def participants_of(actor: Actor, award_id: UUID) -> tuple[Award, list[Participation]]:
    """Read who else took part in an award, by name, for its purchaser. Raises NotFound."""
    award = award_for(actor, award_id)
    if actor.role not in PURCHASER:
        return award, []
    return award, list(award.participations.order_by("name", "uscc"))


def unpushed(entry: RosterEntry) -> QuerySet[Organisation]:
    """List the institutions that serve a firm's region now and were never told of it."""
    told = entry.pushes.values("institution")
    return institutions_serving(entry.city_id, entry.region).exclude(pk__in=told)


def newly_serving(actor: Actor) -> list[UUID]:
    """Name the entries of which somebody who serves the region was not told."""
    serving = serving_outer(actor.city).exclude(
        pk__in=RosterPush.objects.filter(entry=OuterRef(OuterRef("pk"))).values("institution")
    )
    return list(entries_of(actor).filter(Exists(serving)).values_list("pk", flat=True))


def loan_since(push: RosterPush) -> Loan | None:
    """Find the newest loan of the institution to the firm that runs, or was drawn since."""
    since = Q(state="repaying") | Q(drawn_on__gte=day_of(push.pushed_at))
    rows = Loan.here.filter(since, institution=push.institution_id, supplier=push.entry.supplier_id)
    return rows.order_by("drawn_on", "no").last()


def lent_pushes(actor: Actor) -> list[UUID]:
    """Name what a loan answers that is not called lent yet."""
    loans = Loan.here.filter(
        institution=OuterRef("institution"), supplier=OuterRef("entry__supplier")
    )
    rows = pushes_of(actor).filter(Exists(loans), state__in=["waiting", *ANSWERED[:3]])
    return [each.pk for each in rows.order_by("pk") if loan_since(each) is not None]


def answers_on(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say of each of these entries how many institutions answered, and how."""
    rows = RosterPush.objects.filter(entry__in=ids).values("entry").order_by()
    counts = rows.annotate(
        pushed=Count("pk"),
        answered=Count("pk", filter=Q(state__in=ANSWERED)),
        lent=Count("pk", filter=Q(state="lent")),
    )
    return {
        row["entry"]: f"{row['answered']}/{row['pushed']} 家已答复"
        + (f",{row['lent']} 家放款" if row["lent"] else "")
        for row in counts
    }


@dataclass(frozen=True, kw_only=True)
class Came:
    """What came of the roster at one institution in one county; firms that went away count too."""

    key: str
    institution: str
    region: str
    pushed: int
    waiting: int
    overdue: int
    visited: int
    credited: int
    declined: int
    lent: int
    closed: int
    lent_fen: int


def what_came(actor: Actor, now: datetime, _chosen: Mapping[str, Any]) -> list[Came]:
    """Count by institution and county what was pushed and what became of it. For the PBOC."""
    if not of_pboc(actor):
        return []
    names, today = region_names(actor.city), day_of(now)
    groups = ("institution", "institution__name", "entry__region")
    states = {state: Count("pk", filter=Q(state=state)) for state in PUSH.states}
    rows = (
        RosterPush.objects.filter(city_id=actor.city)
        .annotate(due_on=due_day(ANSWER))
        .values(*groups)
        .order_by("institution__name", "entry__region")
        .annotate(
            pushed=Count("pk"),
            overdue=Count("pk", filter=Q(state="waiting", due_on__lt=today)),
            **states,
        )
    )
    lent = _lent(actor.city)
    return [
        Came(
            key=f"{row['institution']}-{row['entry__region']}",
            institution=row["institution__name"],
            region=names.get(row["entry__region"], row["entry__region"]),
            pushed=row["pushed"],
            overdue=row["overdue"],
            **{state: row[state] for state in PUSH.states},
            lent_fen=lent.get((row["institution"], row["entry__region"]), 0),
        )
        for row in rows
    ]


def _lent(city: str) -> dict[tuple[UUID, str], int]:
    """Add up the loans that answer a push, by institution and county."""
    pushes = RosterPush.objects.filter(city_id=city, state="lent")
    regions = dict(pushes.values_list("loan_id", "entry__region"))
    found: dict[tuple[UUID, str], int] = {}
    rows = Loan.counted.filter(pk__in=list(regions)).annotate(fen=COUNTED)
    for pk, institution, fen in rows.values_list("pk", "institution", "fen"):
        key = (institution, regions[pk])
        found[key] = found.get(key, 0) + fen
    return found
