"""Say that what lies in the folder to the treasury and the rows are settled with one another."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import fetch
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.orders.models import Doubt, GatewayWatch
from cairong.orders.steps.telling import told
from cairong.parties.models import Person


@use_case(Role.SYSTEM, word="对清交换目录")
def settle_folder(
    *,
    actor: Actor,
    now: datetime,
    person_id: UUID,
    numbers: Collection[str],
    unpaid: Mapping[UUID, str],
    doubted: Mapping[UUID, str],
) -> Person:
    """Record who of the treasury desk compared with the treasury what rows and folder disagree on.

    Payments, by their vouchers, that are said to be `unpaid` are in doubt no more; `doubted` are
    from now on. The operator's command says so to the folder afterwards. Raises NotFound. Writes:
    orders.Doubt. Source: 二(三)-4.
    """
    person = fetch(Person.objects.filter(city_id=actor.city), person_id, "人员")
    about = [*unpaid, *doubted]
    Doubt.objects.filter(city_id=actor.city, about_id__in=about, ended_at=None).update(ended_at=now)
    Doubt.objects.bulk_create(
        Doubt(city_id=actor.city, about_id=pk, raised_at=now) for pk in doubted
    )
    record(
        actor=actor,
        now=now,
        type="orders.folder.settled",
        subject=GatewayWatch(city_id=actor.city),
        about=[person.pk],
        after={
            "name": person.name,
            "numbers": _listed(numbers),
            "unpaid": _listed(unpaid.values()),
            "doubted": _listed(doubted.values()),
        },
        basis=["二(三)-4"],
        tell=told(actor.city),
    )
    return person


def _listed(what: Iterable[str]) -> str:
    return "、".join(what) or "没有"
