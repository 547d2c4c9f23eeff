"""Names of organisations and people: no character that nobody sees, and what a name looks like."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache, lru_cache

from cairong.kernel.errors import Invalid
from cairong.kernel.text import check_unmarked, clean_text
from cairong.policy.clauses import read_lines

BASIS = "一(一)-5"
LONGEST_LOOK = 400
TWO_FOR_A_LETTER = {"rn": "m", "vv": "w", "c1": "d"}  # as folded: l is 1 by then
STROKES = re.compile("(?<=[a-z0-9])[一ノ]+(?=[a-z0-9])")  # a dash or slash, as folded
UNSEEN = frozenset(
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800\u3164\uffa0"
    "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f"
)
RADICALS = range(0x2E80, 0x2FE0)
SELECTORS = range(0xE0000, 0xE1000)
NO_WRITING = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
CHARACTER_WORDS: Mapping[str, str] = {
    "\u200b": "零宽空格", "\u200c": "零宽不连字", "\u200d": "零宽连字", "\u2060": "零宽不断行",
    "\ufeff": "零宽不断行空格", "\u00ad": "软连字符", "\u3164": "谚文填充符",
    "\uffa0": "谚文填充符", "\u2800": "空白盲文",
}  # fmt: skip
KINDS = (  # by the beginning of the name that Unicode gives a character
    ("VARIATION SELECTOR", "异体选择符"), ("TAG ", "标签字符"), ("KANGXI RADICAL", "康熙部首"),
    ("CJK RADICAL", "部首字形"), ("CJK COMPATIBILITY", "兼容汉字"), ("CJK UNIFIED", "汉字"),
    ("FULLWIDTH", "全角字符"), ("CYRILLIC", "西里尔字母"), ("GREEK", "希腊字母"),
    ("KATAKANA", "片假名"), ("HIRAGANA", "平假名"), ("HANGUL", "谚文"), ("LATIN", "拉丁字母"),
    ("DIGIT", "数字"), ("BOPOMOFO", "注音"), ("ROMAN NUMERAL", "罗马数字"),
)  # fmt: skip
BY_CATEGORY = {"Co": "私用区字符", "Cn": "没有定义的字符", "Zs": "空格"}


def clean_name(value: object, field: str, *, least: int = 0, most: int = 200) -> str:
    """Return a name as `clean_text` does; refuse characters that nobody sees, and radicals.

    Raises Invalid naming the field, the place of the character, its code, and what to do.
    Source: 一(一)-5, docs/decisions/names.md.
    """
    if isinstance(value, str):
        check_unmarked(value, field)
        _refuse_unseen(value.strip(), field)
    return clean_text(value, field, least=least, most=most)


@lru_cache(maxsize=1 << 16)
def look_of(name: str) -> str:
    """Say what a name looks like: two names that somebody would take for one give the same.

    Width, blanks, punctuation, case and the forms of policy/data/lookalikes.txt are left out of it;
    a dash or slash, which looks like 一 or ノ, only between letters and digits.
    """
    text = unicodedata.normalize("NFKC", name)
    for _ in range(3):
        text = text.translate(_classes()).casefold()
    kept = STROKES.sub("", "".join(character for character in text if _is_read(character)))
    for two, letter in TWO_FOR_A_LETTER.items():
        kept = kept.replace(two, letter)
    return (kept or "".join(text.split()))[:LONGEST_LOOK]


def differences(first: str, second: str) -> str:
    """Say in words by which characters two names that look alike differ; empty where by none."""
    ours, theirs = unicodedata.normalize("NFC", first), unicodedata.normalize("NFC", second)
    steps = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return ";".join(
        words
        for step, a, b, c, d in steps
        if step != "equal"
        for words in _step(ours[a:b], theirs[c:d], a)
    )


def character_words(character: str) -> str:
    """Name a character as a person can check it: 「⻘」(U+2ED8,部首字形)."""
    return f"{_shown(character)}(U+{ord(character):04X},{_kind(character)})"


def _step(ours: str, theirs: str, place: int) -> Iterator[str]:
    if len(ours) == len(theirs):
        for at, (own, other) in enumerate(zip(ours, theirs, strict=True), start=place + 1):
            yield f"第 {at} 个字符是{character_words(own)},对方是{character_words(other)}"
        return
    if ours:
        yield f"从第 {place + 1} 个字符起,这里有{_listed(ours)}"
    if theirs:
        where = f"第 {place} 个字符以后" if place else "开头"
        yield f"{where},对方有{_listed(theirs)}"


def _listed(characters: str) -> str:
    return "、".join(character_words(character) for character in characters)


def _refuse_unseen(text: str, field: str) -> None:
    for place, character in enumerate(text, start=1):
        if ord(character) in RADICALS:
            instead = unicodedata.normalize("NFKC", character).translate(_classes())
            raise Invalid(
                "invalid.name_radical", BASIS, field=field, value=text, place=place,
                character=character_words(character), instead=character_words(instead),
            )  # fmt: skip
        if _is_unseen(character):
            raise Invalid(
                "invalid.name_character",
                BASIS,
                field=field,
                value=text,
                place=place,
                character=character_words(character),
            )


def _is_unseen(character: str) -> bool:
    plain = character in UNSEEN or ord(character) in SELECTORS
    return plain or unicodedata.category(character) in NO_WRITING


def _is_read(character: str) -> bool:
    return unicodedata.category(character)[0] in "LN" and not _is_unseen(character)


def _shown(character: str) -> str:
    return "" if _is_unseen(character) or character.isspace() else f"「{character}」"


def _kind(character: str) -> str:
    name, category = unicodedata.name(character, ""), unicodedata.category(character)
    by_name = (word for start, word in KINDS if name.startswith(start))
    unknown = "看不见的字符" if _is_unseen(character) else "符号"
    return CHARACTER_WORDS.get(character) or next(by_name, BY_CATEGORY.get(category, unknown))


@cache
def _classes() -> Mapping[int, str]:
    """Read which character stands for all that look like it, by the number of each."""
    return {
        ord(other): line[0]
        for line in read_lines("lookalikes.txt")
        if not line.startswith("# ")
        for other in line[1:]
    }
