"""Every act by its name: each declares itself, in its own file, where its use-case is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cairong.kernel.actor import Role
from cairong.kernel.states import StateTable


@dataclass(frozen=True, kw_only=True)
class Act:
    """What is known of an act before it is carried out.

    `word` is what people call it. `roles` are who may carry it out, or prepare it where a second
    person `approves`; none named: everybody may. `of` are the tables that name a `state` among its
    facts, `numbers` the facts that it will number itself. `fulfils` is the kind of duty that it
    ends. What is prepared `moves` the case on, unless it only takes something back. For one that
    is `fresh` the second factor is shown anew. What the bureau does, a county's own does only
    where it is the `counties`' too. `call` carries an act of one person out, for whoever finds it
    by its name.
    """

    name: str
    word: str
    roles: tuple[Role, ...] = ()
    approves: Role | None = None
    of: tuple[StateTable, ...] = ()
    numbers: tuple[str, ...] = ()
    fulfils: str = ""
    moves: bool = True
    fresh: bool = False
    counties: bool = False
    call: Callable[..., Any] | None = None


ACTS: dict[str, Act] = {}


def declare[A: Act](act: A) -> A:
    """Enter an act under its name. Raises ValueError where another has it."""
    if act.name in ACTS:
        raise ValueError(f"two acts are called {act.name}")
    ACTS[act.name] = act
    return act


def act_words(name: str) -> str:
    """Name an act in Chinese; a name that is none stays as it is."""
    return ACTS[name].word if name in ACTS else name
