"""The rules as questions and answers: plain JSON values in, plain JSON values out."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, cast

from cairong.kernel.calendar import FIRST_DAY, Calendar, Unit, add_days
from cairong.kernel.errors import Invalid
from cairong.kernel.identifiers import cnaps_reason, uscc_reason
from cairong.kernel.money import parse_yuan, positive, yuan_string
from cairong.kernel.numbers import plain_number
from cairong.policy.calendar_data import CALENDAR
from cairong.policy.cost import AT_ONCE, METHOD_WORDS, Instalment, Method, cost
from cairong.policy.size import size_of

Payload = Mapping[str, Any]
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST_YEAR, LAST_YEAR = FIRST_DAY.year, 2199
MOST_DAYS = 36_500
MOST_PERIODS = 1_200
MOST_RATE_BP = 100_000
MOST_FIGURE, PLACES = 10**15 - 1, 6
UNITS: tuple[Unit, ...] = ("working", "calendar")
DAY_COUNTS = (360, 365)


@dataclass(frozen=True)
class Command:
    """One question: the keys it takes, and the function that answers it."""

    keys: tuple[str, ...]
    answer: Callable[[Payload, Calendar], dict[str, Any]]


def answer(command: str, payload: Payload, *, calendar: Calendar = CALENDAR) -> dict[str, Any]:
    """Answer one question. Raises Invalid naming the field that cannot be understood."""
    known = COMMANDS.get(command)
    if known is None:
        raise Invalid(
            "rules.unknown_command", field="command", value=command, choices="、".join(COMMANDS)
        )
    for key in payload:
        if key not in known.keys:
            raise Invalid("invalid.unknown_field", field=key, value=payload[key])
    return known.answer(payload, calendar)


def _due(payload: Payload, calendar: Calendar) -> dict[str, Any]:
    start = _day(payload, "start")
    days = _whole(payload, "days", 0, MOST_DAYS)
    unit = cast("Unit", _choice(payload, "unit", UNITS))
    found = add_days(start, days, unit, calendar)
    return {
        "due": found.due.isoformat(),
        "counted": [day.isoformat() for day in found.counted],
        "provisional": found.provisional,
    }


def _cost(payload: Payload, _calendar: Calendar) -> dict[str, Any]:
    principal = positive(parse_yuan(_given(payload, "principal_yuan"), "principal_yuan"),
                         "principal_yuan")  # fmt: skip
    rate_bp = _whole(payload, "rate_bp", 0, MOST_RATE_BP)
    days = _whole(payload, "days", 1, MOST_DAYS)
    day_count = _whole(payload, "day_count", *DAY_COUNTS)
    if day_count not in DAY_COUNTS:
        raise Invalid("invalid.choice", field="day_count", value=day_count, choices="360、365")
    fee = parse_yuan(payload.get("fee_yuan", 0), "fee_yuan")
    if fee >= principal:
        raise Invalid("cost.fee_too_high", field="fee_yuan", value=payload["fee_yuan"])
    method = cast("Method", _choice(payload, "method", tuple(METHOD_WORDS), "bullet"))
    usual = 1 if method in AT_ONCE else None  # of no other way of repaying is the number known
    instalments = _whole(payload, "instalments", 1, MOST_PERIODS, usual)
    if method not in AT_ONCE and instalments > days:
        raise Invalid(
            "cost.too_many_instalments", field="instalments", value=instalments, days=days
        )
    found = cost(
        principal_fen=principal,
        rate_bp=rate_bp,
        days=days,
        day_count=day_count,
        fee_fen=fee,
        method=method,
        instalments=instalments,
    )
    if found.simple_percent is None or found.irr_percent is None:
        raise Invalid("cost.fee_leaves_little", field="fee_yuan", value=payload.get("fee_yuan", 0))
    return {
        "interest_yuan": yuan_string(found.interest_fen),
        "simple_percent": f"{found.simple_percent:f}",
        "irr_percent": f"{found.irr_percent:f}",
        "schedule": [_row(row) for row in found.schedule],
    }


def _row(row: Instalment) -> dict[str, Any]:
    return {
        "day": row.day,
        "principal_yuan": yuan_string(row.principal_fen),
        "interest_yuan": yuan_string(row.interest_fen),
        "left_yuan": yuan_string(row.left_fen),
    }


def _size(payload: Payload, _calendar: Calendar) -> dict[str, Any]:
    industry = _given(payload, "industry")
    employees = _number(payload, "employees")
    if employees is not None and not _is_whole(employees):
        raise Invalid("invalid.integer", field="employees", value=payload["employees"], example=300)
    found = size_of(
        industry if isinstance(industry, str) else str(industry),
        employees=employees,
        revenue_wan=_number(payload, "revenue_wan"),
        assets_wan=_number(payload, "assets_wan"),
    )
    return {"size": found.size, "decided_by": list(found.decided_by)}


def _code(reason_of: Callable[[str], str], payload: Payload, _calendar: Calendar) -> dict[str, Any]:
    code = _given(payload, "code")
    if not isinstance(code, str):
        raise Invalid("invalid.type", field="code", value=code, wanted="文字")
    reason = reason_of(code)
    return {"valid": not reason, "reason": reason}


COMMANDS: dict[str, Command] = {
    "due": Command(("start", "days", "unit"), _due),
    "cost": Command(
        ("principal_yuan", "rate_bp", "days", "day_count", "fee_yuan", "method", "instalments"),
        _cost,
    ),
    "size": Command(("industry", "employees", "revenue_wan", "assets_wan"), _size),
    "uscc": Command(("code",), partial(_code, uscc_reason)),
    "cnaps": Command(("code",), partial(_code, cnaps_reason)),
}


def _given(payload: Payload, field: str) -> Any:
    value = payload.get(field)
    if value is None:
        raise Invalid("invalid.missing", field=field)
    return value


def _whole(payload: Payload, field: str, least: int, most: int, default: int | None = None) -> int:
    value = payload.get(field)
    if value is None and default is not None:
        return default
    value = _given(payload, field)
    number = plain_number(value)
    if number is None or (isinstance(value, str) and "." in value) or not _is_whole(number):
        raise Invalid("invalid.integer", field=field, value=value, example=least)
    if not least <= number <= most:
        raise Invalid("invalid.range", field=field, value=value, least=least, most=most)
    return int(number)


def _number(payload: Payload, field: str) -> Decimal | None:
    value = payload.get(field)
    if value is None:
        return None
    number = plain_number(value)
    if number is None:
        raise Invalid("invalid.type", field=field, value=value, wanted="不小于零的数")
    if not 0 <= number <= MOST_FIGURE:
        raise Invalid("invalid.range", field=field, value=value, least=0, most=MOST_FIGURE)
    exact = number.quantize(Decimal(1).scaleb(-PLACES))
    if exact != number:
        raise Invalid("invalid.number_places", field=field, value=value, places=PLACES)
    return Decimal(f"{abs(exact).normalize():f}")


def _is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def _day(payload: Payload, field: str) -> date:
    value = _given(payload, field)
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise Invalid("invalid.date", field=field, value=value)
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise Invalid("invalid.date", field=field, value=value) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid("invalid.range", field=field, value=value, least=FIRST_YEAR, most=LAST_YEAR)
    return day


def _choice(
    payload: Payload, field: str, choices: Collection[str], default: str | None = None
) -> str:
    value = payload.get(field)
    if value is None and default is not None:
        return default
    value = _given(payload, field)
    if value not in choices:
        raise Invalid("invalid.choice", field=field, value=value, choices="、".join(choices))
    return str(value)
