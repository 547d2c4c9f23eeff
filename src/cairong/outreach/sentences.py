"""Say in one Chinese sentence what an event was, and what it means for whoever is told of it."""

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
    return _filled(EVENTS.get(event.type, OTHERWISE).happened, event)


def _filled(template: str, event: Event) -> str:
    facts = {
        "organisation": event.organisation_name,
        "person": event.person_name,
        **{name: value for name, value in event.after.items() if name != "tell"},
    }
    return _FORMATTER.vformat(template, (), facts)[:MOST]
