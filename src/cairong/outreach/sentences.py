"""Say in one Chinese sentence what an event was, and what it means for whoever is told of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairong.audit.models import Event
from cairong.policy.catalogue.events import EVENTS, OTHERWISE, TURN
from cairong.policy.catalogue.words import SentenceFormatter

MOST = 500
TITLE, NAMED = 60, 3
_FORMATTER = SentenceFormatter()


def message_of(event: Event, saying: str = "") -> str:
    """Write what the told of an event's type (or of another) are to know."""
    said = EVENTS.get(saying or event.type, OTHERWISE)
    return _filled(said.told or OTHERWISE.told, event)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What its reader has to do: with which amount, until which day."""

    what: str
    title: str = ""
    amount_fen: int | None = None
    until: date | None = None

    def words(self, title: str) -> str:
        """Write what is to be done, until when; for which project, unless that is said already."""
        named = f"「{shorten(self.title)}」" if self.title not in {"", title} else ""
        known = {"amount_fen": self.amount_fen, "until": self.until}
        parts = [text for key, text in TURN.items() if known.get(key, self.what) is not None]
        return _FORMATTER.vformat("".join(parts), (), {"what": f"{self.what}{named}", **known})


def told(title: str, said: str, turns: Iterable[Turn]) -> str:
    """Write a message: on which project, what happened, and what its reader has to do now."""
    listed = list(turns)
    asked = ";".join(each.words(title) for each in listed[:NAMED])
    if len(listed) > NAMED:
        asked += f";等 {len(listed)} 项"
    words = f"{said}请{asked}。" if asked else said
    if title and title not in words:
        words = f"「{shorten(title)}」{words}"
    return words[:MOST]


def shorten(title: str) -> str:
    """Leave out the end of a title that leaves no room for what is said of it."""
    return title if len(title) <= TITLE else f"{title[: TITLE - 1]}…"


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
