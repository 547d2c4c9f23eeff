"""Say in one Chinese sentence what an event means for whoever is told of it."""

from cairong.audit.models import Event
from cairong.policy.catalogue.outreach import EVENTS, OTHERWISE
from cairong.policy.catalogue.words import SentenceFormatter

MOST = 500
_FORMATTER = SentenceFormatter()


def message_of(event: Event, saying: str = "") -> str:
    """Write the sentence of an event's type (or another), filled with what it recorded."""
    facts = {
        "organisation": event.organisation_name,
        "person": event.person_name,
        **{name: value for name, value in event.after.items() if name != "tell"},
    }
    return _FORMATTER.vformat(EVENTS.get(saying or event.type, OTHERWISE), (), facts)[:MOST]
