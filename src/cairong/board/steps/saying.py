"""What is said of a task, held against the rules: by who proposes one, and in a line of minutes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cairong.kernel.actor import Actor
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.parties.reads import region_names
from cairong.policy.board import (
    CLAUSE,
    clauses_of_notice,
    co_owners_apart,
    desk_known,
    due_in_time,
)
from cairong.policy.rule import require
from cairong.rulebook.reads import calendar_of


def said_of(
    actor: Actor,
    since: date,
    *,
    title: str,
    words: str,
    clauses: Sequence[str],
    owner: str,
    partners: Sequence[str],
    region: str,
    due_on: date,
) -> dict[str, Any]:
    """Clean what was typed of a task. Raises Invalid by field, PolicyBreach by rule."""
    named = clean_text(title, "title", least=4, most=60)
    wanted = clean_text(words, "words", least=4, most=1000, lines=True)
    require(
        desk_known(field="owner", desk=owner),
        *(desk_known(field="partners", desk=each) for each in partners),
    )
    require(
        clauses_of_notice(clauses=clauses),
        co_owners_apart(owner=owner, co_owners=partners),
        due_in_time(since=since, due_on=due_on, calendar=calendar_of(actor.city)),
    )
    if region not in region_names(actor.city, on=since):
        raise Invalid("board.region", CLAUSE, field="region", value=region)
    return {
        "title": named,
        "words": wanted,
        "clauses": list(clauses),
        "owner": owner,
        "region": region,
        "due_on": due_on,
    }
