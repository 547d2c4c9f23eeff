"""Say in one Chinese sentence what an event was, and what it means for whoever is told of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairong.audit.models import Event
from cairong.policy.catalogue.events import EVENTS, OTHERWISE, TURN
from cairong.policy.catalogue.words import SentenceFormatter

MOST, MOST_ASKED = 500, 380
TITLE, FACT, NAMED = 60, 150, 3
SHORTER = (TITLE, 30, 15)  # what a title may take beside several things that are asked
_FORMATTER = SentenceFormatter()


def message_of(event: Event, saying: str = "") -> str:
    """Write what the told of an event's type (or of another) are to know, long names shortened."""
    said = EVENTS.get(saying or event.type, OTHERWISE)
    facts = {
        name: shorten(fact, TITLE if name == "title" else FACT) if isinstance(fact, str) else fact
        for name, fact in event.after.items()
    }
    template = said.told or OTHERWISE.told
    return _written(template, event.organisation_name, event.person_name, facts)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What its reader has to do: with which amount, until which day."""

    what: str
    title: str = ""
    amount_fen: int | None = None
    until: date | None = None

    def words(self, title: str, most: int = TITLE) -> str:
        """Write what is to be done, until when; for which project, unless that is said already."""
        named = f"「{shorten(self.title, most)}」" if self.title not in {"", title} else ""
        known = {"amount_fen": self.amount_fen, "until": self.until}
        parts = [text for key, text in TURN.items() if known.get(key, self.what) is not None]
        what = f"{shorten(self.what, most)}{named}"
        return _FORMATTER.vformat("".join(parts), (), {"what": what, **known})


def told(title: str, said: str, turns: Iterable[Turn]) -> str:
    """Write a message: on which project, what happened, and what its reader has to do now.

    What is to be done comes whole; what happened gives way to it.
    """
    asked = _asked(title, list(turns))
    short = shorten(title)
    head = f"「{short}」" if title and short not in f"{said}{asked}" else ""
    room = MOST - len(head) - len(asked)
    return f"{head}{shorten(said, room)}{asked}"


def _asked(title: str, turns: Sequence[Turn]) -> str:
    """Write what is to be done, names as short as its reader's message needs."""
    if not turns:
        return ""
    more = f";等 {len(turns)} 项" if len(turns) > NAMED else ""
    asked = ""
    for most in SHORTER:
        asked = ";".join(each.words(title, most) for each in turns[:NAMED])
        if len(asked) <= MOST_ASKED:
            break
    return f"请{asked}{more}。"


def shorten(text: str, most: int = TITLE) -> str:
    """Leave out the end of what leaves no room for what is said of it."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def happening_of(event: Event) -> str:
    """Write what happened, as a timeline says it beside who did it and when."""
    return happened(event.type, event.organisation_name, event.person_name, event.after)


def happened(kind: str, organisation: str, person: str, after: Mapping[str, Any]) -> str:
    """Write what happened, from the facts of an event."""
    return _written(EVENTS.get(kind, OTHERWISE).happened, organisation, person, after)


def _written(template: str, organisation: str, person: str, after: Mapping[str, Any]) -> str:
    facts = {
        "organisation": organisation,
        "person": person,
        **{name: value for name, value in after.items() if name != "tell"},
    }
    return _FORMATTER.vformat(template, (), facts)[:MOST]
