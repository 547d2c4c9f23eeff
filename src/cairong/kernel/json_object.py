"""One JSON object from outside, read strictly: no key twice, no NaN, not nested deeply."""

import json
from decimal import Decimal
from typing import Any

from cairong.kernel.errors import Invalid


class _TwiceError(ValueError):
    """An object names a key twice."""


def read_object(raw: bytes) -> dict[str, Any]:
    """Parse one object; numbers with a fraction become Decimals. Raises Invalid."""
    try:
        value = json.loads(
            raw.decode(), object_pairs_hook=_once, parse_constant=_refuse, parse_float=Decimal
        )
        json.dumps(value, ensure_ascii=False, default=str).encode()  # half a sign has no bytes
    except _TwiceError as error:
        raise Invalid("invalid.duplicate_key", field=str(error)) from None
    except RecursionError:
        raise Invalid("invalid.json", field="json", reason="嵌套过深") from None
    except UnicodeError:
        raise Invalid("invalid.json", field="json", reason="不是 UTF-8,或含有半个字符") from None
    except (ValueError, ArithmeticError):
        raise Invalid("invalid.json", field="json", reason="读不懂") from None
    if not isinstance(value, dict):
        raise Invalid("invalid.json", field="json", reason="应为一个对象")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise _TwiceError(key)
        made[key] = value
    return made


def _refuse(name: str) -> None:
    raise ValueError(name)
