"""The words of stories: each `do` is a verb, each `expect` one function of what it looks at."""

import inspect
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from cairong.driving import verbs  # noqa: F401 - they are entered when they are imported
from cairong.driving.kinds import KINDS
from cairong.driving.stories.people import PARTY_OF, words_for
from cairong.driving.stories.reading import Reader
from cairong.driving.stories.types import bare, reader_of, spoken
from cairong.driving.verb import VERBS, Part, Verb, parts_of

RESERVED = ("at", "by", "do", "expect", "name", "refused")


@dataclass(frozen=True, kw_only=True)
class Argument:
    """One word of a line: how it is read, what it is then, and whether it must be said."""

    name: str
    reader: Reader
    type: Any
    required: bool


@dataclass(frozen=True, kw_only=True)
class Word:
    """One `do` or `expect`: its words, how many persons, what it gives a name to."""

    name: str
    arguments: Mapping[str, Argument]
    meaning: str
    example: str
    persons: int = 0
    gives: str = ""
    facts: Callable[..., Mapping[str, Any]] | None = None
    wanted: Collection[str] = ()


ACTS: dict[str, Word] = {}
EXPECTATIONS: dict[str, Word] = {}


def expectation[F: Callable[..., Mapping[str, Any]]](
    *, example: str, **facts: Any
) -> Callable[[F], F]:
    """Declare an `expect`: the function takes the stage and its words, and answers with facts.

    `facts` are the types of what it answers, each of which may be expected.
    """

    def decorate(function: F) -> F:
        name = function.__name__.removeprefix("expect_")
        wanted = {fact: Part(type_, required=False) for fact, type_ in facts.items()}
        EXPECTATIONS[name] = Word(
            name=name,
            arguments=_arguments({**parts_of(function), **wanted}),
            meaning=inspect.cleandoc(function.__doc__ or ""),
            example=example,
            facts=function,
            wanted=wanted,
        )
        return function

    return decorate


def _arguments(parts: Mapping[str, Part]) -> dict[str, Argument]:
    return {
        spoken(name): Argument(
            name=name,
            reader=reader_of(name, part.type),
            type=bare(part.type),
            required=part.required,
        )
        for name, part in parts.items()
    }


def _word(verb: Verb) -> Word:
    return Word(
        name=verb.name,
        arguments=_arguments(verb.words),
        meaning=verb.meaning,
        example=_example(verb),
        persons=len(verb.roles),
        gives=verb.gives,
    )


def _example(verb: Verb) -> str:
    """Write who does it, the name of what is made, the things it needs, then the verb's own."""
    by = [
        words_for(PARTY_OF[role.value.partition("-")[0]], role, second=place > 0)
        for place, role in enumerate(verb.roles)
    ]
    parts = [f"by: {by[0] if len(by) == 1 else '[' + ', '.join(by) + ']'}"] if by else []
    made = KINDS[verb.gives].example if verb.gives and verb.gives not in verb.words else ""
    parts += [f"name: {made}"] if made else []
    parts += [
        f"{name}: {KINDS[word.kind].example}"
        for name, word in verb.words.items()
        if word.required and word.kind
    ]
    return ", ".join([*parts, verb.example] if verb.example else parts)


ACTS.update({verb.name: _word(verb) for verb in VERBS.values()})
ACTS["pass_time"] = Word(
    name="pass_time",
    arguments={},
    meaning="时间走到 at;其间到期的例行工作自己发生。",
    example="at: 2025-12-31 09:00",
)
