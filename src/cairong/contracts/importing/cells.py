"""Understand single cells: days in many shapes, money, text; a reason where one cannot be."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import isfinite

from cairong.kernel.errors import Invalid
from cairong.kernel.money import WAN, parse_yuan, positive, read_yuan
from cairong.kernel.text import clean_text

EXCEL_EPOCH = date(1899, 12, 30)
SERIALS = range(32874, 73051)  # 1990 to 2099 as spreadsheets count days
DAYS = (
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
CLOCK = re.compile(
    r"(?:[T ]|(?<=[日号]))\d{1,2}[:时]\d{1,2}([:分]\d{0,2}(\.\d+)?)?[秒]?(Z|[+-]\d\d:?\d\d)?$"
)
CHINESE_YEAR = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
DIGITS = {sign: str(value) for value, sign in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
BREAKS = re.compile(r"[\r\n\t\v\f\u2028\u2029]+")
UNREADABLE = "\ufffd"
WHOLE_TO = 2**53


def text_of(value: object, label: str, *, least: int = 0, most: int = 200) -> str:
    """Read a cell as text on one line; a whole number without its .0. Raises Invalid."""
    if value == "" and not least:
        return ""
    text = _plain(value)
    if UNREADABLE in text:
        raise Invalid("import.bytes", field=label, value=text)
    return clean_text(BREAKS.sub(" ", text), label, least=least, most=most)


def day_of_cell(value: object, label: str) -> date:
    """Read a cell as a day: a date, 2024-1-2, 2024/1/2, 20240102, 2024年1月2日, 二〇二四年….

    Raises Invalid for what could be read two ways, such as 1/2/2024.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _serial(value, label)
    text = unicodedata.normalize("NFKC", _plain(value)).strip()
    if not text:
        raise Invalid("invalid.missing", field=label)
    found = _written_day(text)
    if found is None:
        raise Invalid("invalid.date", field=label, value=value)
    return found


def money_of(value: object, label: str, *, in_wan: bool = False) -> int:
    """Read a cell as whole fen above zero; `in_wan` where the header says 万元. Raises Invalid."""
    if isinstance(value, bool | date):
        raise Invalid("invalid.money", field=label, value=value)
    if isinstance(value, int | float):
        fen = parse_yuan(_settled(value, in_wan=in_wan), label)
    elif in_wan and _is_number(text := unicodedata.normalize("NFKC", _plain(value)).strip()):
        fen = parse_yuan(Decimal(text.replace(",", "")) * WAN / 100, label)
    else:
        fen = read_yuan(_plain(value), label)
    return positive(fen, label)


def shown(value: object) -> str:
    """Write a cell's value for a report."""
    text = (value.isoformat() if isinstance(value, date) else _plain(value))[:200]
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else "\ufffd" for each in text)


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < WHOLE_TO:
        return str(int(value))
    return str(value)


def _settled(value: float, *, in_wan: bool) -> Decimal:
    """Take a spreadsheet's number as it was meant: 1234567.8899999999 is 1234567.89."""
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return exact
    yuan = exact * WAN / 100 if in_wan else exact
    cents = yuan.quantize(Decimal("0.01")) if abs(yuan) < WHOLE_TO else yuan
    return cents if abs(cents - yuan) < Decimal("0.000001") else yuan


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?", text))


def _serial(value: float, label: str) -> date:
    number = int(value) if isfinite(value) else 0
    if number in SERIALS:
        return EXCEL_EPOCH + timedelta(days=number)
    found = _written_day(str(number)) if value == number else None
    if found is None:
        raise Invalid("invalid.date", field=label, value=value)
    return found


def _written_day(text: str) -> date | None:
    bare = CLOCK.sub(
        "", text.replace(" 年", "年").replace("年 ", "年").replace("月 ", "月")
    ).strip()
    chinese = CHINESE_YEAR.fullmatch(bare)
    if chinese:
        year = "".join(DIGITS[sign] for sign in chinese[1])
        return _day(year, _small(chinese[2]), _small(chinese[3]))
    for shape in DAYS:
        if match := shape.fullmatch(bare):
            return _day(*match.groups())
    return None


def _small(text: str) -> str:
    head, ten, tail = text.partition("十")
    tens = (DIGITS.get(head, "1") if ten else "0") if head or ten else "0"
    return tens + DIGITS.get(tail, "0") if ten else DIGITS.get(text, "0")


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
