"""Read what an act is told by the act's own signature, whoever brings it and in whatever form."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from cairong.kernel.text import even
from cairong.policy.catalogue.arguments import unfit_argument

GIVEN = ("actor", "now")  # by the door, never by who asks


def model_of(name: str, act: Callable[..., Any]) -> type[BaseModel]:
    """Make the model of an act's arguments: plain values or JSON become what it takes."""
    fields: dict[str, Any] = {}
    for parameter in inspect.signature(act, eval_str=True).parameters.values():
        if parameter.name not in GIVEN:
            default = ... if parameter.default is parameter.empty else parameter.default
            fields[parameter.name] = (parameter.annotation, default)
    config = ConfigDict(extra="forbid", strict=False)
    return create_model(name.replace(".", "_"), __config__=config, **fields)


def fitting(model: type[BaseModel], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Read arguments by their model. Raises Invalid naming the first bad field."""
    try:
        read = model.model_validate(dict(arguments))
    except ValidationError as error:
        raise unfit_argument(error.errors()[0]) from error
    return {name: getattr(read, name) for name in type(read).model_fields}


def as_kept(model: type[BaseModel], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Write arguments as they wait for a second person: every text as an act cleans it.

    So what the database compares with what was decided (docs/decisions/decided.md) is the same to
    the letter, however a browser ends its lines.
    """
    written: dict[str, Any] = _evened(model.model_validate(dict(arguments)).model_dump(mode="json"))
    return written


def _evened(value: Any) -> Any:
    if isinstance(value, str):
        return even(value)
    if isinstance(value, dict):
        return {key: _evened(each) for key, each in value.items()}
    return [_evened(each) for each in value] if isinstance(value, list) else value
