"""JSON from outside: bounded, without duplicate keys, not nested deeply, checked by a model."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from cairong.doors.page import Unreadable
from cairong.kernel.errors import Invalid
from cairong.kernel.json_object import read_object

MOST_BYTES = 256 * 1024
MOST_NESTED = 20


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
    """Parse one JSON object strictly; fractions become Decimals. Raises Unreadable."""
    refuse_nesting(raw)
    try:
        return read_object(raw)
    except Invalid as refusal:
        raise Unreadable(refusal.findings[0]) from None


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
