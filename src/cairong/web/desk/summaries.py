"""The figures beside a desk's list, by role: filled by the rooms whose pages they lead to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cairong.kernel.actor import Actor, Role


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A panel of the first screen: its template and what the template shows."""

    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


SUMMARIES: dict[Role, Callable[[Actor, datetime], Summary]] = {}


def summary_of(actor: Actor, now: datetime) -> Summary:
    """Make the figures of an actor's role, none where the role has none."""
    make = SUMMARIES.get(actor.role)
    return make(actor, now) if make else Summary()
