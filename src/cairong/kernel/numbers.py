"""Plain numbers: as people type them, never a guess; and as programs write them in JSON."""

import re
from decimal import Decimal

from cairong.kernel.errors import Invalid
from cairong.kernel.text import half_width

NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.(?P<rest>\d{0,10}))?", re.ASCII
)
PLAIN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
MINUS = str.maketrans({"−": "-", "–": "-"})
WHOLE_REST = {"", "0", "00"}  # 5.0 comes out of spreadsheets; 1.000 may mean a thousand


def read_number(value: str, field: str, *, places: int, unit: str = "") -> Decimal:
    """Read a number of at most `places` decimals: １２, 1,000, 12.50, and with its unit 12%.

    Raises Invalid naming the field where it cannot be read, or could be read two ways.
    """
    text = half_width(value).translate(MINUS).strip()
    match = NUMBER.fullmatch(text.removesuffix(half_width(unit)).rstrip() if unit else text)
    if match is None:
        code = "invalid.number" if places else "invalid.integer"
        raise Invalid(code, field=field, value=value, example=_example(places))
    rest = match["rest"] or ""
    if not places and rest not in WHOLE_REST:
        raise Invalid("invalid.integer", field=field, value=value, example=_example(places))
    rest = rest.rstrip("0")
    if len(rest) > places:
        raise Invalid("invalid.number_places", field=field, value=value, places=places)
    whole = match["whole"].replace(",", "")
    return Decimal(f"{match['sign']}{whole}.{rest}" if rest else f"{match['sign']}{whole}")


def plain_number(value: object) -> Decimal | None:
    """Read a JSON number however it is written (400, 400.0, 4e2), or a plain string of one.

    Exact; None for what is neither, NaN and Infinity among it.
    """
    if isinstance(value, str):
        return Decimal(value.strip()) if PLAIN.fullmatch(value.strip()) else None
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return number if number.is_finite() else None


def _example(places: int) -> str:
    return "12.5" if places else "30"
