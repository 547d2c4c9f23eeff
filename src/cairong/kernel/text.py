"""Text people type: cleaned of what breaks pages and papers, rare characters kept exactly."""

import re
import unicodedata

from cairong.kernel.errors import Invalid

MARKS_IN_A_ROW = 4
LINE_BREAKS = "\n\t"
BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
REFUSED = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
SECRET_MARK = re.compile(r"(绝密|机密|秘密)\s*[★☆]")  # 绝密★、机密★、秘密★1年 (保密法§17)
HARMLESS = re.compile(r"[ -~、-〩一-鿿!-~]*")  # neither controls nor marks, in NFC as they are
FULL_WIDTH = {0xFF00 + sign: 0x20 + sign for sign in range(1, 0x5F)} | {0x3000: 0x20}


def even(text: str) -> str:
    """Return a text trimmed, in NFC, its lines ended alike, as `clean_text` leaves it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").strip())


def clean_text(
    value: object, field: str, *, least: int = 0, most: int = 200, lines: bool = False
) -> str:
    """Return the text trimmed and in NFC; `lines` lets line breaks stand.

    Raises Invalid naming the field for NUL and other controls, direction overrides, piled-up
    combining marks, a length outside `least` to `most`, and for the mark of a state secret.
    """
    if not isinstance(value, str):
        raise Invalid("invalid.type", field=field, value=value, wanted="文字")
    text = value.replace("\r\n", "\n").strip()
    check_unmarked(text, field)
    if len(text) > most * (MARKS_IN_A_ROW + 1):
        raise _length(field, text, least, most)
    if not HARMLESS.fullmatch(text):
        _refuse_characters(text, field, LINE_BREAKS if lines else "")
        _refuse_marks(text, field)
        text = unicodedata.normalize("NFC", text)
    if least and not text:
        raise Invalid("invalid.missing", field=field)
    if not least <= len(text) <= most:
        raise _length(field, text, least, most)
    return text


def check_characters(text: str, field: str) -> None:
    """Refuse what breaks pages and papers in a text of any length, line breaks allowed.

    Raises Invalid naming the field, also for the mark of a state secret.
    """
    check_unmarked(text, field)
    _refuse_characters(text.replace("\r\n", "\n"), field, LINE_BREAKS)
    _refuse_marks(text, field)


def check_unmarked(text: str, field: str) -> None:
    """Refuse a text with the mark of a state secret, and repeat nothing of it. Raises Invalid."""
    if SECRET_MARK.search(text):
        raise Invalid("invalid.secret_mark", field=field)


def half_width(text: str) -> str:
    """Write full-width digits, letters and punctuation as plain ones; nothing else is changed."""
    return text.translate(FULL_WIDTH)


def _length(field: str, text: str, least: int, most: int) -> Invalid:
    return Invalid(
        "invalid.text_length", field=field, value=text, length=len(text), least=least, most=most
    )


def _refuse_characters(text: str, field: str, allowed: str) -> None:
    for sign in text:
        if sign in allowed:
            continue
        if sign in BIDI or unicodedata.category(sign) in REFUSED:
            name = f"U+{ord(sign):04X}"
            raise Invalid("invalid.text_character", field=field, value=name, character=name)


def _refuse_marks(text: str, field: str) -> None:
    run = 0
    for sign in text:
        run = run + 1 if unicodedata.category(sign) in {"Mn", "Me"} else 0
        if run > MARKS_IN_A_ROW:
            raise Invalid("invalid.text_marks", field=field)
