"""Draft an event of one of the kinds the notice names."""

from datetime import datetime

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.contracts.steps.numbers import next_numbers
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.policy.promotion import CLAUSE
from cairong.promotion.models import OutreachEvent
from cairong.promotion.states import HOSTS
from cairong.promotion.steps.drafting import facts_of, said_of

SERIES = "HD"


@use_case(*HOSTS, word="起草活动")
def draft_outreach_event(
    *,
    actor: Actor,
    now: datetime,
    kind: str,
    title: str,
    programme: str,
    meant_for: str,
    place: str,
    starts_at: datetime,
    ends_at: datetime,
    capacity: int,
) -> OutreachEvent:
    """Draft an event; nobody but one's own desk sees it yet.

    Raises Invalid by field, PolicyBreach for times that are none.
    Writes: promotion.OutreachEvent. Source: 三(三)-1.
    """
    said = said_of(
        now,
        {
            "kind": kind, "title": title, "programme": programme, "meant_for": meant_for,
            "place": place, "starts_at": starts_at, "ends_at": ends_at, "capacity": capacity,
        },
    )  # fmt: skip
    assert actor.organisation_id is not None
    made = OutreachEvent.objects.create(
        city_id=actor.city,
        no=next_numbers(actor.city, SERIES, day_of(now).year)[0],
        host_id=actor.organisation_id,
        region=actor.region,
        drafted_at=now,
        **said,
    )
    record(
        actor=actor,
        now=now,
        type="promotion.event.drafted",
        subject=made,
        after=facts_of(made),
        basis=[CLAUSE],
    )
    return made
