"""From the type of a word to the reader of its text, so that a verb says only the type."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from django.db.models import Model
from ruamel.yaml.nodes import Node

from cairong.contracts.facts import Items
from cairong.driving.kinds import NAMES
from cairong.driving.stories.reading import (
    Known,
    Reader,
    day,
    flag,
    listed,
    moment,
    number,
    one_of,
    party,
    reasons,
    shaped,
    signed_yuan,
    text,
    thing,
    whole,
    yuan,
)
from cairong.driving.verbs.contracts import BY_WORD
from cairong.parties.models import Organisation

SIMPLE: Mapping[Any, Reader] = {
    str: text,
    bool: flag,
    date: day,
    datetime: moment,
    Decimal: number,
    dict[str, str]: reasons,
    Model: thing(),
}
PARTIES = {"reader": "institution"}  # words of another name than the kind of party they name


def spoken(name: str) -> str:
    """Name an argument as a story does: what a program counts in fen, people say in yuan."""
    return name.removesuffix("_fen") + "_yuan" if name.endswith("_fen") else name


def bare(type_: Any) -> Any:
    """Take from a type the notes on it, and that it may be left out."""
    if get_origin(type_) is Annotated:
        return bare(get_args(type_)[0])
    if get_origin(type_) in (Union, UnionType):
        found = [option for option in get_args(type_) if option is not NoneType]
        return bare(found[0]) if len(found) == 1 else type_
    return type_


def names_things(type_: Any) -> bool:
    """Whether what is said of a type is the name of a thing, or of one of several kinds."""
    kinds = get_args(type_) or [type_]
    return all(isinstance(kind, type) and issubclass(kind, Model) for kind in kinds)


def reader_of(name: str, type_: Any) -> Reader:
    """Find how the text of a word becomes a value of its type, or of one that a note reads."""
    for note in get_args(type_)[1:] if get_origin(type_) is Annotated else ():
        if callable(note):
            return note  # type: ignore[no-any-return]
    kind = bare(type_)
    if get_origin(kind) in (list, Sequence):
        return listed(reader_of(name, get_args(kind)[0]))
    if get_origin(kind) is Literal:
        return one_of(*get_args(kind)) if str in map(type, get_args(kind)) else whole
    if kind is int:
        return yuan if name.endswith("_fen") else signed_yuan if name.endswith("yuan") else whole
    return SIMPLE.get(kind) or _thing(name, kind) or _shape(kind)


def _thing(name: str, type_: Any) -> Reader | None:
    """Make a reader of the name of a party or of a thing, None for what is neither."""
    if type_ is Organisation:
        word = name.removesuffix("s")
        return party(PARTIES.get(word, word))
    kinds = [NAMES[option] for option in (type_, *get_args(type_)) if option in NAMES]
    return thing(*kinds) if kinds else None


def _shape(type_: Any) -> Reader:
    """Make a reader of a mapping from the fields of a type."""
    hints = get_type_hints(type_, include_extras=True)
    names = {spoken(name): name for name in hints}
    if type_ is Items:
        names |= {word: name for word, name in BY_WORD.items() if name in hints}
    read = shaped(**{word: reader_of(name, hints[name]) for word, name in names.items()})

    def named(node: Node, known: Known) -> dict[str, Any]:
        return {names[word]: value for word, value in read(node, known).items()}

    return named
