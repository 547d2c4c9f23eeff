"""What is wrong with an argument of an act, in Chinese: pydantic's kinds of error as words."""

from collections.abc import Mapping, Sequence
from typing import Any

from cairong.kernel.errors import Invalid

LACKING = {"missing", "missing_argument", "missing_keyword_only_argument"}
UNKNOWN = {"extra_forbidden", "unexpected_keyword_argument"}
WHOLE, NUMBER, TEXT = "应为整数", "应为数字", "应为文字"
DAY, MOMENT = "应为日期,例如 2025-10-09", "应为时间,例如 2025-10-09 09:00"
YES_NO, NUMBERED, ROWS, FACTS = "应为是或否", "不是有效的编号", "应为一列内容", "应为一组内容"
WHY: dict[str, str] = {
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "应不小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "应不大于 {le}",
    "multiple_of": "应为 {multiple_of} 的倍数",
    "finite_number": NUMBER,
    "too_short": "至少 {min_length} 项",
    "too_long": "最多 {max_length} 项",
    "string_too_short": "至少 {min_length} 个字",
    "string_too_long": "最多 {max_length} 个字",
    "string_pattern_mismatch": "写法不对",
    "literal_error": "只能是 {expected}",
    "enum": "只能是 {expected}",
    "none_required": "应留空",
    "int_parsing_size": "数字太大",
    "decimal_max_digits": "最多 {max_digits} 位数字",
    "decimal_max_places": "最多 {decimal_places} 位小数",
    "decimal_whole_digits": "整数部分最多 {whole_digits} 位",
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), WHOLE),
    **dict.fromkeys(("float_type", "float_parsing", "decimal_type", "decimal_parsing"), NUMBER),
    **dict.fromkeys(("string_type", "string_unicode"), TEXT),
    **dict.fromkeys(("bool_type", "bool_parsing"), YES_NO),
    **dict.fromkeys(("uuid_type", "uuid_parsing", "uuid_version"), NUMBERED),
    **dict.fromkeys(("list_type", "tuple_type", "iterable_type", "sequence_str"), ROWS),
    **dict.fromkeys(("dict_type", "mapping_type", "model_type", "model_attributes_type"), FACTS),
    **dict.fromkeys(("dataclass_type", "dataclass_exact_type", "is_instance_of"), FACTS),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        DAY,
    ),
    **dict.fromkeys(
        ("datetime_type", "datetime_parsing", "datetime_object_invalid", "timezone_naive",
         "timezone_aware", "datetime_from_date_parsing"), MOMENT,
    ),
}  # fmt: skip
OTHERWISE = "写法不对"
TYPES = {"str", "int", "float", "bool"}  # in a place, which kind was tried, not where


def unfit_argument(error: Mapping[str, Any]) -> Invalid:
    """Make the refusal of one argument that does not fit, from an error as pydantic lists it."""
    field = _place(error["loc"])
    if error["type"] in LACKING:
        return Invalid("invalid.missing", field=field)
    if error["type"] in UNKNOWN:
        return Invalid("invalid.unknown_field", field=field, value=error.get("input", ""))
    return Invalid(
        "invalid.argument", field=field, value=error.get("input", ""), why=why_words(error)
    )


def why_words(error: Mapping[str, Any]) -> str:
    """Say in Chinese why a value does not fit."""
    context = dict(error.get("ctx") or {})
    if "expected" in context:
        listed = str(context["expected"]).replace(" or ", "、").replace(", ", "、")
        context["expected"] = listed.replace("'", "")
    return WHY.get(error["type"], OTHERWISE).format_map(context)


def _place(parts: Sequence[str | int]) -> str:
    """Write where the argument stands: schedule.0.percent."""
    named = [
        str(part)
        for part in parts
        if isinstance(part, int) or (part.isidentifier() and part not in TYPES)
    ]
    return ".".join(named)
