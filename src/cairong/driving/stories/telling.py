"""What is said of a thing and of a value, in the words a clerk reads."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

from cairong.driving.kinds import KINDS, NAMES
from cairong.kernel.money import yuan_string


def shown(name: str, value: Any) -> str:
    """Write one value as a story would: yuan with two places, true and false, days."""
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and name.endswith("yuan"):
        return yuan_string(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def described(thing: Model) -> str:
    """Say what a thing is and how it stands now."""
    thing.refresh_from_db()
    number = getattr(thing, "no", "") or getattr(thing, "title", "") or getattr(thing, "name", "")
    state = getattr(thing, "get_state_display", None)
    kind = NAMES.get(type(thing))
    words = [KINDS[kind].word if kind else "", str(number)]
    return (
        " ".join(str(part) for part in [*words, f"({state()})" if state else ""] if part) or "办成"
    )
