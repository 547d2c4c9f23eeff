"""The words of stories: each `do` and `expect` is one function, its arguments are its words."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from cairong.driving.stories.reading import Reader

RESERVED = ("at", "by", "do", "expect", "name", "refused")


@dataclass(frozen=True, kw_only=True)
class Argument:
    """One word of a line: how it is read, and whether it must stand."""

    reader: Reader
    required: bool


@dataclass(frozen=True, kw_only=True)
class Word:
    """One `do` or `expect`: its function, its words, how many persons, what it gives a name to."""

    name: str
    function: Callable[..., Any]
    arguments: Mapping[str, Argument]
    persons: int
    gives: str
    example: str

    @property
    def meaning(self) -> str:
        """What the word means, as its function says."""
        return inspect.cleandoc(self.function.__doc__ or "")


ACTS: dict[str, Word] = {}
EXPECTATIONS: dict[str, Word] = {}


def act[F: Callable[..., Any]](*, persons: int, gives: str, example: str) -> Callable[[F], F]:
    """Declare a `do`: by how many persons, the kind of thing it names, an example of its words.

    The function takes the stage, the actors, then the line's words as keywords.
    """

    def decorate(function: F) -> F:
        ACTS[function.__name__] = _word(function, persons, gives, example)
        return function

    return decorate


def expectation[F: Callable[..., Any]](*, example: str) -> Callable[[F], F]:
    """Declare an `expect`: the function takes the stage and the words, and answers with facts."""

    def decorate(function: F) -> F:
        name = function.__name__.removeprefix("expect_")
        EXPECTATIONS[name] = _word(function, 0, "", example, name)
        return function

    return decorate


def _word(
    function: Callable[..., Any], persons: int, gives: str, example: str, name: str = ""
) -> Word:
    arguments = {
        one.name: Argument(
            reader=_reader(one.annotation), required=one.default is inspect.Parameter.empty
        )
        for one in inspect.signature(function).parameters.values()
        if one.kind is inspect.Parameter.KEYWORD_ONLY
    }
    return Word(
        name=name or function.__name__,
        function=function,
        arguments=arguments,
        persons=persons,
        gives=gives,
        example=example,
    )


def _reader(annotation: Any) -> Reader:
    """Find the reader in `Annotated[type, reader]`, or in one half of `… | None`."""
    for one in (annotation, *get_args(annotation)):
        if metadata := getattr(one, "__metadata__", None):
            reader: Reader = metadata[0]
            return reader
    raise TypeError(f"a word of a story needs a reader: {annotation}")
