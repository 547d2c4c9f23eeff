"""The SQL that stands beside the models: functions and triggers, as they have to be today.

Each `*.sql` of a room is such SQL; a migration holds a copy of it, which is never changed.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from django.apps import AppConfig, apps

from cairong.audit import living as audit
from cairong.complaints import living as complaints
from cairong.lending import living as lending
from cairong.orders import living as orders
from cairong.papers import living as papers
from cairong.parties import living as parties
from cairong.treasury import living as treasury

GENERATED: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "audit": audit.words,
    "complaints": complaints.words,
    "lending": lending.words,
    "orders": orders.words,
    "papers": papers.words,
    "parties": parties.words,
    "treasury": treasury.words,
}
PLACE = re.compile(r"\{\{ (\w+) \}\}")


def living_sql(room: AppConfig) -> dict[str, str]:
    """Name the files of SQL of a room with their text, what is generated filled in."""
    words = GENERATED[room.label]() if room.label in GENERATED else {}
    files = sorted(Path(room.path).glob("*.sql"))
    return {file.name: filled(file.read_text(encoding="utf-8"), words) for file in files}


def filled(text: str, words: Mapping[str, str]) -> str:
    """Fill in what is generated, each line as deep as the line it stands in. Raises KeyError."""
    return "".join(_filled(line, words) for line in text.splitlines(keepends=True))


def _filled(line: str, words: Mapping[str, str]) -> str:
    depth = line[: len(line) - len(line.lstrip())]
    return PLACE.sub(lambda found: words[found[1]].replace("\n", "\n" + depth), line)


def rooms() -> list[AppConfig]:
    """List our own rooms, in the order of the settings."""
    return [room for room in apps.get_app_configs() if room.name.startswith("cairong.")]
