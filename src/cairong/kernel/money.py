"""Money: whole fen inside; yuan strings, 万元 and Chinese capitals at the edges."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from cairong.kernel.errors import Invalid

WAN = 1_000_000  # fen in ten thousand yuan
FEN_LIMIT = 10**15  # ten trillion yuan: beyond any contract, far inside 64 bits
RAISED = ("<super>", "<sub>", "<fraction>", "<circle>")  # 10³ is not 103
STRICT = re.compile(r"(\d+)(?:\.(\d*))?")
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?")
SCALED = re.compile(r"(\d+(?:\.\d+)?)(亿|万|千|百)?")
SCALES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100}
CAPITALS = "零壹贰叁肆伍陆柒捌玖"
DIGITS = {sign: value for value, sign in enumerate(CAPITALS)} | {
    sign: value for value, sign in enumerate("〇一二三四五六七八九")
}
DIGITS |= {"两": 2, "貳": 2, "叄": 3, "陸": 6}
UNITS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
CHINESE = re.compile(
    "(?P<whole>[{0}{1}万亿]+)(?:元|圆)?(?:(?P<jiao>[{0}])角)?零?(?:(?P<fen>[{0}])分)?(?:整|正)?".format(
        "".join(DIGITS), "".join(UNITS)
    )
)
COLLOQUIAL = re.compile(f"[仟千佰百万亿][{''.join(DIGITS)}]$")  # 一万二: 12,000 or 10,002
GROUP = re.compile(
    "零?" + "".join(f"(?:([{''.join(DIGITS)}])[{units}])?零?" for units in ("仟千", "佰百"))
    + f"(?:([{''.join(DIGITS)}])?([拾十]))?零?([{''.join(DIGITS)}])?"
)  # fmt: skip


def parse_yuan(value: object, field: str) -> int:
    """Read yuan (int, Decimal, float or plain decimal string) as whole fen, strictly.

    Raises Invalid naming the field for negatives, NaN, exponents, a third decimal, or excess.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        raise Invalid("invalid.money", field=field, value=value)
    text = value.strip() if isinstance(value, str) else _plain(value)
    _refuse_sign(text, field, value)
    match = STRICT.fullmatch(text)
    if match is None or not text.isascii():
        raise Invalid("invalid.money", field=field, value=value)
    yuan, fraction = match[1].lstrip("0") or "0", match[2] or ""
    if fraction[2:].strip("0"):
        raise Invalid("invalid.money_fraction", field=field, value=value)
    if len(yuan) > len(str(FEN_LIMIT)):
        raise Invalid("invalid.money_size", field=field, value=value)
    return _bounded(int(yuan) * 100 + int(fraction[:2].ljust(2, "0")), field, value)


def read_yuan(value: object, field: str) -> int:
    """Read what a person typed as whole fen: 1,000.00, full-width digits, 30万, 壹佰元整, ¥.

    Raises Invalid naming the field where it cannot be read, or could be read two ways.
    """
    if not isinstance(value, str):
        return parse_yuan(value, field)
    if not value.isascii() and any(
        unicodedata.decomposition(sign).startswith(RAISED) for sign in value
    ):
        raise Invalid("invalid.money", field=field, value=value)
    text = unicodedata.normalize("NFKC", value).replace(" ", "").strip()
    text = text.removeprefix("人民币").removeprefix("RMB").removeprefix("¥")
    _refuse_sign(text, field, value)
    if not text:
        raise Invalid("invalid.missing", field=field)
    if "," in text:
        if not GROUPED.fullmatch(text.removesuffix("元")):
            raise Invalid("invalid.money_ambiguous", field=field, value=value)
        text = text.replace(",", "")
    scaled = SCALED.fullmatch(text.removesuffix("整").removesuffix("元"))
    if scaled:
        return _scaled(scaled, field, value)
    if (fen := _chinese_fen(text)) is not None:
        return _bounded(fen, field, value)
    return _parsed_as(text, field, value)


def positive(fen: int, field: str) -> int:
    """Return the amount itself. Raises Invalid when it is not above zero."""
    if fen <= 0:
        raise Invalid("invalid.money_zero", field=field, value=fen)
    return fen


def yuan_string(fen: int) -> str:
    """Write fen as a decimal string of yuan with two places, for JSON: 411120.00."""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{rest // 100}.{rest % 100:02d}"


def format_yuan(fen: int) -> str:
    """Write fen for people: ¥411,120.00."""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}¥{rest // 100:,}.{rest % 100:02d}"


def format_wan(fen: int) -> str:
    """Write fen in 万元 with two places, half up: 41.11 万元."""
    wan = (Decimal(fen) / WAN).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{wan:,} 万元"


def capitals(fen: int) -> str:
    """Write fen in Chinese capitals for official papers: 肆拾壹万壹仟壹佰贰拾元整."""
    sign, rest = ("负", -fen) if fen < 0 else ("", fen)
    yuan, jiao, cents = rest // 100, rest // 10 % 10, rest % 10
    text = f"{_whole_capitals(yuan)}元" if yuan or not rest else ""
    if not jiao and not cents:
        return f"{sign}{text}整"
    text += f"{CAPITALS[jiao]}角" if jiao else ("零" if text else "")
    return sign + text + (f"{CAPITALS[cents]}分" if cents else "")


def _plain(value: float | Decimal) -> str:
    if isinstance(value, int):
        return str(max(min(value, FEN_LIMIT * 100), -1))
    number = Decimal(str(value))
    if not number.is_finite():
        return str(number)
    if number.adjusted() > len(str(FEN_LIMIT)):
        return str(FEN_LIMIT * 100) if number > 0 else "-1"
    if number and number.adjusted() < -len(str(FEN_LIMIT)):
        return "0.001" if number > 0 else "-1"
    return format(number, "f")


def _refuse_sign(text: str, field: str, value: object) -> None:
    if text.startswith(("-", "−", "负", "(")):
        raise Invalid("invalid.money_negative", field=field, value=value)


def _bounded(fen: int, field: str, value: object) -> int:
    if fen > FEN_LIMIT:
        raise Invalid("invalid.money_size", field=field, value=value)
    return fen


def _scaled(match: re.Match[str], field: str, value: object) -> int:
    number, scale = match[1], match[2]
    if scale is None:
        return _parsed_as(number, field, value)
    fen = Decimal(number) * SCALES[scale] * 100
    if fen != fen.to_integral_value():
        raise Invalid("invalid.money_fraction", field=field, value=value)
    return _bounded(int(fen), field, value)


def _parsed_as(text: str, field: str, value: object) -> int:
    try:
        return parse_yuan(text, field)
    except Invalid as refusal:
        raise Invalid(refusal.findings[0].code, field=field, value=value) from None


def _chinese_fen(text: str) -> int | None:
    match = CHINESE.fullmatch(text)
    if match is None or ((match["jiao"] or match["fen"]) and not re.search("[元圆]", text)):
        return None
    yuan = _chinese_whole(match["whole"])
    if yuan is None or COLLOQUIAL.search(match["whole"]):
        return None
    return yuan * 100 + DIGITS[match["jiao"] or "零"] * 10 + DIGITS[match["fen"] or "零"]


def _chinese_whole(text: str) -> int | None:
    """Read 壹仟贰佰万零叁 by its 亿 and 万 groups; None where the order is not that of a number."""
    total = 0
    for scale in ("亿", "万"):
        head, found, tail = text.partition(scale)
        if found:
            group = _chinese_whole(head) if scale == "亿" else _chinese_group(head)
            if not group:
                return None
            total, text = total + group * SCALES[scale], tail
    group = _chinese_group(text) if text else 0
    return None if group is None else total + group


def _chinese_group(text: str) -> int | None:
    match = GROUP.fullmatch(text)
    if match is None:
        return None
    thousand, hundred, ten, ten_sign, unit = match.groups()
    tens = DIGITS[ten] if ten else int(bool(ten_sign))
    digits = [DIGITS[sign] if sign else 0 for sign in (thousand, hundred)]
    return digits[0] * 1000 + digits[1] * 100 + tens * 10 + (DIGITS[unit] if unit else 0)


def _whole_capitals(yuan: int) -> str:
    for mark in ("亿", "万"):
        scale = SCALES[mark]
        if yuan >= scale:
            head, tail = divmod(yuan, scale)
            zero = "零" if 0 < tail < scale // 10 else ""
            return _whole_capitals(head) + mark + zero + (_whole_capitals(tail) if tail else "")
    return _group_capitals(yuan) or "零"


def _group_capitals(group: int) -> str:
    text, gap = "", False
    for unit, mark in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = group // unit % 10
        if digit:
            text += ("零" if gap and text else "") + CAPITALS[digit] + mark
            gap = False
        else:
            gap = True
    return text
