"""JSON from outside: bounded, without duplicate keys, not nested deeply, checked by a model."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from pydantic import BaseModel, ValidationError

from cairong.doors.page import Unreadable
from cairong.kernel.errors import Invalid

MOST_BYTES = 256 * 1024
MOST_NESTED = 20


class DuplicateKeyError(ValueError):
    """An object names a key twice."""


def read_json(request: HttpRequest, *, most: int = MOST_BYTES) -> dict[str, Any]:
    """Read the body of a request as one JSON object.

    Raises Unreadable (400) for a body that is too large, no UTF-8, no JSON object, nested too
    deeply, or holds a key twice, NaN or Infinity.
    """
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if declared.isdigit() and int(declared) > most:
        raise Unreadable("doors.body_too_large", most=most)
    try:
        raw = request.read(most + 1)
    except RequestDataTooBig:
        raise Unreadable("doors.body_too_large", most=most) from None
    if len(raw) > most:
        raise Unreadable("doors.body_too_large", most=most)
    return parse_json(raw)


def parse_json(raw: bytes) -> dict[str, Any]:
    """Parse one JSON object strictly. Raises Unreadable."""
    refuse_nesting(raw)
    try:
        value = json.loads(
            raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant
        )
    except DuplicateKeyError as error:
        raise Unreadable("invalid.duplicate_key", field=str(error)) from None
    except (ValueError, RecursionError) as error:
        raise Unreadable("invalid.json", reason=_reason(error)) from None
    if not isinstance(value, dict):
        raise Unreadable("invalid.json", reason="应为一个对象")
    return value


def refuse_nesting(raw: bytes) -> None:
    """Refuse brackets nested deeper than any of our bodies, before parsing. Raises Unreadable."""
    depth, quoted, escaped = 0, False, False
    for sign in raw:
        if quoted:
            quoted = escaped or sign != ord('"')
            escaped = not escaped and sign == ord("\\")
        elif sign == ord('"'):
            quoted = True
        elif sign in b"[{":
            depth += 1
            if depth > MOST_NESTED:
                raise Unreadable("doors.nested", most=MOST_NESTED)
        elif sign in b"]}":
            depth -= 1


def read_model[M: BaseModel](request: HttpRequest, model: type[M]) -> M:
    """Read the body by a model that forbids extra fields. Raises Invalid naming the first field."""
    try:
        return model.model_validate(read_json(request))
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            raise Invalid("invalid.unknown_field", field=field, value=first["input"]) from None
        raise Invalid(
            "invalid.argument", field=field, value=first.get("input", ""), why=first["msg"]
        ) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise DuplicateKeyError(key)
        made[key] = value
    return made


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} 不是 JSON 的数")


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "嵌套过深"
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8"
    return str(error)[:200]
