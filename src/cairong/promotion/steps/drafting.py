"""What an authority says of an event, held against the rules and written."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.policy.promotion import CLAUSE, KINDS, MOST_PLACES, announced_in_time
from cairong.policy.rule import require
from cairong.promotion.models import OutreachEvent

SAID = (
    "kind", "title", "programme", "meant_for", "place", "starts_at", "ends_at", "capacity",
)  # fmt: skip


def said_of(now: datetime, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Clean what was typed of an event. Raises Invalid by field, PolicyBreach for its times."""
    if facts["kind"] not in KINDS:
        words = "、".join(KINDS.values())
        raise Invalid("promotion.kind", CLAUSE, field="kind", value=facts["kind"], kinds=words)
    if not 1 <= facts["capacity"] <= MOST_PLACES:
        value = {"value": facts["capacity"], "most": MOST_PLACES}
        raise Invalid("promotion.capacity", CLAUSE, field="capacity", **value)
    require(announced_in_time(now=now, starts_at=facts["starts_at"], ends_at=facts["ends_at"]))
    return {
        **{key: facts[key] for key in SAID},
        "title": clean_text(facts["title"], "title", least=4, most=60),
        "programme": clean_text(facts["programme"], "programme", least=8, most=1000, lines=True),
        "meant_for": clean_text(facts["meant_for"], "meant_for", least=2, most=120),
        "place": clean_text(facts["place"], "place", least=4, most=120),
    }


def facts_of(event: OutreachEvent) -> dict[str, Any]:
    """Say an event as its history keeps it."""
    return {
        "no": event.no,
        "kind": KINDS[event.kind],
        "title": event.title,
        "place": event.place,
        "starts": event.starts_at,
        "ends": event.ends_at,
        "capacity": event.capacity,
    }
