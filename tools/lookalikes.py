"""Write policy/data/lookalikes.txt: which characters of a name look alike, or are one in two forms.

Usage: python -m tools.lookalikes --write | --check
Sources, one after the other: confusables of Unicode UTS #39 (confusable-homoglyphs), traditional
and variant forms of Chinese characters (OpenCC), and a short list of our own
(docs/decisions/names.md).
"""

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import opencc
from confusable_homoglyphs import confusables

WHERE = Path(__file__).parents[1] / "src/cairong/policy/data/lookalikes.txt"
HAN = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000))
# Characters that differ by the length of a stroke, or by one that touches or not; and old print
# forms beside the new. Which of them, and why no more: docs/decisions/names.md.
OURS = (
    "1li", "0Oo〇○◯", "国囯", "己已巳", "日曰", "未末", "土士", "戊戌戍", "人入", "干千于", "天夭",
    "治冶", "冼洗", "汩汨", "氾汜", "刺剌", "市巿", "崇祟", "侯候", "赢嬴羸", "茶荼", "壶壸",
    "祇衹祗", "晳皙", "盲肓", "灸炙", "免兔", "沫沬", "味呩", "抹抺", "妹妺", "昧昩", "茉苿",
    "青靑", "清淸", "真眞", "高髙", "告吿", "户戸", "查査", "别別", "强強", "德徳", "吴呉",
    "步歩", "毁毀", "册冊", "黄黃", "郎郞", "即卽", "既旣", "产産", "换換", "争爭", "净淨",
    "虚虛", "宫宮", "温溫", "彦彥", "录彔", "绿緑", "广広", "泽沢",
)  # fmt: skip


def main() -> None:
    """Write the file, or say whether it is as it would be written."""
    text = "".join(f"{line}\n" for line in lines())
    if "--write" in sys.argv[1:]:
        WHERE.write_text(text, encoding="utf-8")
    elif WHERE.read_text(encoding="utf-8") != text:
        raise SystemExit(f"{WHERE.name} is not what its sources say: run this with --write")


def lines() -> Iterator[str]:
    """Write each class of signs on one line, the character that stands for all of it first."""
    yield "# The characters of one line look alike. Made by tools/lookalikes.py (names.md)"
    above: dict[str, str] = {}

    def top(sign: str) -> str:
        while above.setdefault(sign, sign) != sign:
            sign = above[sign]
        return sign

    for first, *others in (*_unicode(), *_forms(), *OURS):
        for other in others:
            above[top(other)] = top(first)
    classes = defaultdict(list)
    for sign in list(above):
        classes[top(sign)].append(sign)
    ordered = (sorted(signs, key=_rank) for signs in classes.values() if len(signs) > 1)
    yield from sorted("".join(signs) for signs in ordered)


def _rank(sign: str) -> tuple[bool, bool, int]:
    """Put first what is in daily use (GB 2312), of that a letter or a digit."""
    letter = unicodedata.category(sign)[0] in "LN"
    try:
        daily = bool(sign.encode("gb2312"))
    except UnicodeEncodeError:
        daily = False
    return not daily, not letter, ord(sign)


def _unicode() -> Iterator[str]:
    """Give the pairs of single signs that Unicode calls confusable, of those NFKC leaves."""
    for sign, others in confusables.confusables_data.items():
        for other in (each["c"] for each in others):
            pair = sign + other
            if len(sign) == len(other) == 1 and unicodedata.is_normalized("NFKC", pair):
                yield pair


def _forms() -> Iterable[str]:
    """Give each traditional or variant character with the one in use."""
    plain = opencc.OpenCC("t2s")
    for sign in (chr(code) for block in HAN for code in block):
        form = plain.convert(sign)
        if len(form) == 1 and form != sign:
            yield form + sign


if __name__ == "__main__":
    main()
