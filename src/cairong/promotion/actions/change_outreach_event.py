"""Change what is said of an event; who signed up is told once it was announced."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.policy.promotion import CLAUSE, place_is_left, unmoved_once_begun
from cairong.policy.rule import require
from cairong.promotion.models import OutreachEvent
from cairong.promotion.reads import own_event, taken
from cairong.promotion.states import HOSTS, OUTREACH_EVENT
from cairong.promotion.steps.drafting import SAID, facts_of, said_of
from cairong.promotion.steps.telling import readers, signed_up, told


@use_case(*HOSTS, word="修改活动")
def change_outreach_event(
    *,
    actor: Actor,
    now: datetime,
    event_id: UUID,
    kind: str,
    title: str,
    programme: str,
    meant_for: str,
    place: str,
    starts_at: datetime,
    ends_at: datetime,
    capacity: int,
) -> OutreachEvent:
    """Change an event that has not begun; never fewer places than were given.

    Raises NotFound, WrongState, Invalid, PolicyBreach. Writes: promotion.OutreachEvent. 三(三)-1
    """
    found = own_event(actor, event_id, lock=True)
    found.state = OUTREACH_EVENT.after(found.state, "change")
    if found.state == "announced":
        require(unmoved_once_begun(now=now, starts_at=found.starts_at, title=found.title))
    said = said_of(
        now,
        {
            "kind": kind, "title": title, "programme": programme, "meant_for": meant_for,
            "place": place, "starts_at": starts_at, "ends_at": ends_at, "capacity": capacity,
        },
    )  # fmt: skip
    given = taken(found)["taken"]
    require(place_is_left(title=found.title, capacity=capacity + 1, taken=given))
    before = facts_of(found)
    for name, value in said.items():
        setattr(found, name, value)
    found.changed_at = now
    found.save(update_fields=[*SAID, "changed_at"])
    after = facts_of(found)
    people = signed_up(found) if found.state == "announced" else []
    record(
        actor=actor,
        now=now,
        type="promotion.event.changed",
        subject=found,
        visible_to=readers(people),
        before={key: value for key, value in before.items() if after[key] != value},
        after=after,
        basis=[CLAUSE],
        tell=told(found, people),
    )
    return found
