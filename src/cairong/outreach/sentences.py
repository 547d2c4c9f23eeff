"""Say in one Chinese sentence what an event was, and what it means for whoever is told of it."""

from collections.abc import Mapping
from typing import Any

from cairong.audit.models import Event
from cairong.policy.catalogue.events import EVENTS, OTHERWISE
from cairong.policy.catalogue.words import SentenceFormatter

MOST = 500
_FORMATTER = SentenceFormatter()


def message_of(event: Event, saying: str = "") -> str:
    """Write what the told of an event's type (or of another) are to know."""
    said = EVENTS.get(saying or event.type, OTHERWISE)
    return _filled(said.told or OTHERWISE.told, event)


def happening_of(event: Event) -> str:
    """Write what happened, as a timeline says it beside who did it and when."""
    return happened(event.type, event.organisation_name, event.person_name, event.after)


def happened(kind: str, organisation: str, person: str, after: Mapping[str, Any]) -> str:
    """Write what happened, from the facts of an event."""
    return _written(EVENTS.get(kind, OTHERWISE).happened, organisation, person, after)


def _filled(template: str, event: Event) -> str:
    return _written(template, event.organisation_name, event.person_name, event.after)


def _written(template: str, organisation: str, person: str, after: Mapping[str, Any]) -> str:
    facts = {
        "organisation": organisation,
        "person": person,
        **{name: value for name, value in after.items() if name != "tell"},
    }
    return _FORMATTER.vformat(template, (), facts)[:MOST]
