"""Work out anew what names look like, and tell of twins that came to stand unseen meanwhile."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import combinations

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.parties.alike import named_by
from cairong.parties.looks import NameLook
from cairong.parties.models import City
from cairong.parties.reads import desks_told
from cairong.policy.names import look_of

TOLD = (Role.PROCUREMENT_APPROVER, Role.OPERATOR)
MOST_NAMED = 20
AT_ONCE = 500


def put_looks_right(*, actor: Actor, now: datetime) -> int:
    """Work out anew what the names of a city look like; count those that were kept otherwise.

    They differ after the characters that look alike changed, and where somebody wrote them. Of
    those put right that stand beside another, which no two persons let in, it is told.
    Writes: parties.NameLook.
    """
    rows = NameLook.objects.filter(city_id=actor.city).only("name", "look")
    wrong = [row for row in rows.iterator() if row.look != look_of(row.name)]
    for row in wrong:
        row.look = look_of(row.name)
    NameLook.objects.bulk_update(wrong, ["look"], batch_size=AT_ONCE)
    if twins := _unseen_twins(actor.city, {row.look for row in wrong}):
        tell_of_twins(actor=actor, now=now, twins=twins)
    return len(wrong)


@use_case(Role.SYSTEM, word="告知名称相近的单位")
def tell_of_twins(*, actor: Actor, now: datetime, twins: Sequence[str]) -> City:
    """Tell the procurement desk and operators of names that stand side by side unseen.

    Writes: nothing but its event. Source: 一(一)-5, docs/decisions/names.md.
    """
    city = City.objects.get(pk=actor.city)
    tell = desks_told(actor.city, *TOLD)
    record(
        actor=actor, now=now, type="parties.city.twins_found", subject=city,
        visible_to=[each.organisation_id for each in tell],
        after={"twins": len(twins), "alike": list(twins[:MOST_NAMED])},
        basis=["一(一)-5"], tell=tell,
    )  # fmt: skip
    return city


def _unseen_twins(city: str, looks: Collection[str]) -> list[str]:
    """Name the pairs under different codes that bear one of these looks, let in by nobody."""
    rows = NameLook.objects.filter(city_id=city, look__in=looks).select_related("organisation")
    bearing = defaultdict[str, list[NameLook]](list)
    for row in rows.order_by("pk"):
        bearing[row.look].append(row)
    return [
        f"{named_by(first.name, first.organisation)}、{named_by(other.name, other.organisation)}"
        for group in bearing.values()
        for first, other in combinations(group, 2)
        if _apart(first, other) and first.alike_at is None and other.alike_at is None
    ]


def _apart(first: NameLook, other: NameLook) -> bool:
    """Whether two names are of two organisations, under different codes or none."""
    firm, body = first.organisation, other.organisation
    return firm.pk != body.pk and (not firm.uscc or firm.uscc != body.uscc)
