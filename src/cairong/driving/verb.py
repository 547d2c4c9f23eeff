"""Verbs: each act of a case declared once, with the words that whoever drives it may say."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import GenericAlias
from typing import Any

from django.db.models import Model

from cairong.audit.arguments import GIVEN
from cairong.driving.kinds import KINDS, NAMES
from cairong.kernel.actor import Role
from cairong.kernel.acts import ACTS
from cairong.parties.four_eyes import TwoPersonAct
from cairong.parties.models import Organisation

Act = Callable[..., Any] | TwoPersonAct[..., Any]
THINGS: Mapping[str, type[Model]] = {
    **{name: kind.model for name, kind in KINDS.items()},
    "supplier": Organisation,
    "institution": Organisation,
    "reader": Organisation,
}
SAID = {"reason": "reasons"}
SIMPLE: Mapping[Any, str] = {str: "说明", int: "1", bool: "true", date: "2025-09-15"}


@dataclass(frozen=True)
class Part:
    """What one word of a verb says: its type, and whether it has to be said."""

    type: Any
    required: bool

    @property
    def kind(self) -> str:
        """The kind of the thing it names, empty where it names none."""
        return NAMES.get(self.type, "")


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One act with its words.

    `arguments` makes of the situation, the first person and the words what the act is told; `made`
    finds in the act's answer the thing that it `gives`. `roles` are who does it unless others are
    named: nobody, one person, or the one who prepares and the one who approves. `then` is what
    others do at once with what was made, unless the word of its name is said to be false.
    """

    name: str
    act: Act
    roles: tuple[Role, ...]
    words: Mapping[str, Part]
    arguments: Callable[..., Mapping[str, Any]]
    gives: str
    made: Callable[[Any, Any], Model]
    meaning: str
    example: str
    then: Callable[[Any, Any], None] | None = None


VERBS: dict[str, Verb] = {}


def _as_answered(_: object, answer: Any) -> Model:
    made: Model = answer
    return made


def verb[F: Callable[..., Mapping[str, Any]]](
    act: Act,
    *,
    example: str = "",
    gives: str = "",
    persons: int | None = None,
    made: Callable[[Any, Any], Model] = _as_answered,
    then: Callable[[Any, Any], None] | None = None,
) -> Callable[[F], F]:
    """Declare a verb by a function from its words to what its act is told.

    The function takes the situation and the first person, then the words as keywords; its
    docstring says to a clerk what is done.
    """

    def decorate(function: F) -> F:
        VERBS[function.__name__] = Verb(
            name=function.__name__,
            act=act,
            roles=_roles(act) if persons is None else (),
            words=parts_of(function),
            arguments=function,
            gives=gives or _gives(act),
            made=made,
            meaning=inspect.cleandoc(function.__doc__ or ""),
            example=example,
            then=then,
        )
        return function

    return decorate


def plain(
    act: Act,
    meaning: str,
    *,
    example: str = "",
    says: Mapping[str, str] | None = None,
    **usual: Any,
) -> None:
    """Declare a verb whose words are the arguments of its act.

    What the act knows by its id is said as the thing itself; `says` gives an argument another
    word. `usual` holds what is meant where a word is not said: a value, or a function of the
    situation and the words said.
    """
    words, told = {}, {}
    for argument, part in parts_of(_body(act)).items():
        word, type_ = _word(argument, part.type, {**SAID, **(says or {})})
        words[word] = Part(type_, part.required and word not in usual)
        told[word] = argument

    def arguments(situation: Any, _: object, **said: Any) -> dict[str, Any]:
        for word, value in usual.items():
            if said.get(word) is None:
                said[word] = value(situation, said) if callable(value) else value
        return {told[word]: _key(value) for word, value in said.items()}

    name = _name(act)
    VERBS[name] = Verb(
        name=name, act=act, roles=_roles(act), words=words, arguments=arguments, gives=_gives(act),
        made=_as_answered, meaning=meaning, example=example,
    )  # fmt: skip


def enter_rest() -> None:
    """Enter every act on a thing of a case that has no verb of its own, under its own words."""
    for act in list(ACTS.values()):
        found = act if isinstance(act, TwoPersonAct) else act.call
        if found is None or _name(found) in VERBS or not act.roles or Role.SYSTEM in act.roles:
            continue
        argued = parts_of(_body(found))
        things = {argument.removesuffix("_id") for argument in argued} & KINDS.keys()
        if things and all(_is_simple(argument, part.type) for argument, part in argued.items()):
            examples = (
                f"{SAID.get(argument, argument)}: {SIMPLE[part.type]}"
                for argument, part in argued.items()
                if part.required and part.type in SIMPLE
            )
            plain(found, f"{act.word}。", example=", ".join(examples))


def _is_simple(argument: str, type_: Any) -> bool:
    return type_ in SIMPLE or argument.removesuffix("_id") in KINDS


def parts_of(function: Callable[..., Any]) -> dict[str, Part]:
    """List what a function takes by keyword, but for what its caller always gives."""
    return {
        name: Part(parameter.annotation, parameter.default is parameter.empty)
        for name, parameter in inspect.signature(function, eval_str=True).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and name not in GIVEN
    }


def _body(act: Act) -> Callable[..., Any]:
    return act.body if isinstance(act, TwoPersonAct) else act


def _name(act: Act) -> str:
    return _body(act).__name__


def _roles(act: Act) -> tuple[Role, ...]:
    if isinstance(act, TwoPersonAct):
        return act.roles[0], act.approves
    return ACTS[_name(act)].roles[:1]


def _gives(act: Act) -> str:
    answer = inspect.signature(_body(act), eval_str=True).return_annotation
    return NAMES.get(answer, "")


def _word(argument: str, type_: Any, says: Mapping[str, str]) -> tuple[str, Any]:
    """Name the word for an argument of an act, and the type of what is said."""
    thing, _, tail = argument.rpartition("_")
    if tail == "id" and thing in THINGS:
        return says.get(thing, thing), THINGS[thing]
    if tail == "ids" and thing in THINGS:
        return f"{thing}s", GenericAlias(list, THINGS[thing])
    word = says.get(argument, argument)
    return word, THINGS[word] if tail == "id" and word in THINGS else type_


def _key(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, list):
        return [_key(item) for item in value]
    return value
