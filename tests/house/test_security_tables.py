"""The tables of docs/security name each requirement once, count right, and cite what is there."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from house.test_guards import names_in

ROOT = Path(__file__).parents[2]
SECURITY = ROOT / "docs" / "security"
ASVS = """
V1.1.1-2 V1.2.1-9 V1.3.1-11 V1.4.1-3 V1.5.1-2 V2.1.1-3 V2.2.1-3 V2.3.1-4 V2.4.1 V3.2.1-2 V3.3.1-4
V3.4.1-6 V3.5.1-5 V3.7.1-2 V4.1.1-3 V4.2.1 V4.3.1-2 V4.4.1-4 V5.1.1 V5.2.1-3 V5.3.1-2 V5.4.1-3
V6.1.1-3 V6.2.1-12 V6.3.1-4 V6.4.1-4 V6.5.1-5 V6.6.1-3 V6.8.1-4 V7.1.1-3 V7.2.1-4 V7.3.1-2
V7.4.1-5 V7.5.1-2 V7.6.1-2 V8.1.1-2 V8.2.1-3 V8.3.1 V8.4.1 V9.1.1-3 V9.2.1-4 V10.1.1-2 V10.2.1-2
V10.3.1-4 V10.4.1-11 V10.5.1-5 V10.6.1-2 V10.7.1-3 V11.1.1-2 V11.2.1-3 V11.3.1-3 V11.4.1-4 V11.5.1
V11.6.1 V12.1.1-3 V12.2.1-2 V12.3.1-4 V13.1.1 V13.2.1-5 V13.3.1-2 V13.4.1-5 V14.1.1-2 V14.2.1-4
V14.3.1-3 V15.1.1-3 V15.2.1-3 V15.3.1-7 V16.1.1 V16.2.1-5 V16.3.1-4 V16.4.1-3 V16.5.1-3 V17.1.1
V17.2.1-4 V17.3.1-2
"""  # levels 1 and 2 of OWASP ASVS 5.0.0, by section: its first and last requirement
DJBH = """
8.1.1.1b 8.1.1.2a 8.1.1.3c 8.1.1.4b 8.1.1.5c 8.1.1.6c 8.1.1.7b 8.1.1.8a 8.1.1.9c 8.1.1.10b
8.1.2.1e 8.1.2.2b 8.1.2.3a 8.1.3.1d 8.1.3.2e 8.1.3.3d 8.1.3.4b 8.1.3.5d 8.1.3.6a
8.1.4.1d 8.1.4.2g 8.1.4.3d 8.1.4.4f 8.1.4.5a 8.1.4.6a 8.1.4.7b 8.1.4.8b 8.1.4.9c 8.1.4.10b
8.1.4.11b 8.1.5.1b 8.1.5.2b 8.1.5.3b 8.1.5.4f 8.1.6.1a 8.1.6.2c 8.1.6.3b 8.1.6.4a
8.1.7.1c 8.1.7.2b 8.1.7.3c 8.1.7.4c 8.1.7.5c 8.1.8.1c 8.1.8.2b 8.1.8.3c 8.1.8.4d
8.1.9.1d 8.1.9.2c 8.1.9.3c 8.1.9.4g 8.1.9.5c 8.1.9.6c 8.1.9.7b 8.1.9.8c 8.1.9.9c 8.1.9.10c
8.1.10.1c 8.1.10.2c 8.1.10.3b 8.1.10.4d 8.1.10.5b 8.1.10.6j 8.1.10.7b 8.1.10.8b 8.1.10.9b
8.1.10.10c 8.1.10.11c 8.1.10.12d 8.1.10.13d 8.1.10.14d
"""  # GB/T 22239-2019, third level: each control and the letter of its last item
HELD, BY_HAND, OPEN = "守住", "部署", "未做"
READ = ",读过"  # of source that has no test of its own
ROW = re.compile(r"\| (V\d\S*|8\.1\.\S+ [a-z](?:–[a-z])?) \|")


class Line(NamedTuple):
    """One requirement, or several of one row: its ids, the verdict, the words of how."""

    ids: list[str]
    verdict: str
    how: str


def letters(first: str, last: str) -> list[str]:
    return [chr(sign) for sign in range(ord(first), ord(last) + 1)]


def all_of_asvs() -> Iterator[str]:
    for word in ASVS.split():
        section, _, numbers = word.rpartition(".")
        first, _, last = numbers.partition("-")
        yield from (f"{section}.{no}" for no in range(int(first), int(last or first) + 1))


def all_of_djbh() -> Iterator[str]:
    for word in DJBH.split():
        yield from (f"{word[:-1]} {letter}" for letter in letters("a", word[-1]))


PAGES = {
    "asvs.md": (list(all_of_asvs()), {HELD, BY_HAND, "不适用", OPEN}),
    "djbh.md": (list(all_of_djbh()), {HELD, BY_HAND, "单位", OPEN}),
}


def named(text: str) -> list[str]:
    """Spell out the ids of a first cell: «8.1.1.3 a–c» is three."""
    control, _, part = text.partition(" ")
    if not part:
        return [control]
    first, _, last = part.partition("–")
    return [f"{control} {letter}" for letter in letters(first, last or first)]


def lines(text: str) -> list[Line]:
    """Read the rows of the tables of a page."""
    found = []
    for row in text.splitlines():
        if ROW.match(row):
            cells = [cell.strip() for cell in row.strip("| ").split(" | ")]
            found.append(Line(ids=named(cells[0]), verdict=cells[-2], how=cells[-1]))
    return found


def chapter_of(one: str) -> str:
    control = one.partition(" ")[0].split(".")
    return control[0] if one.startswith("V") else ".".join(control[:3])


def counted(text: str) -> dict[str, dict[str, int]]:
    """Read the table of counts: by chapter, what stands under each verdict."""
    rows = [row.strip("| ").split(" | ") for row in text.splitlines() if row.startswith("| ")]
    at = next(no for no, cells in enumerate(rows) if cells[0] == "章")
    heads, found = rows[at][1:], {}
    for cells in rows[at + 1 :]:
        found[cells[0].split(" ")[0]] = dict(zip(heads, map(int, cells[1:]), strict=True))
        if cells[0] == "合计":
            break
    return found


def is_there(cited: str) -> bool:
    """Whether what stands in backticks is there: a test, a source file, a path of the checkout."""
    path, _, test = cited.partition("::")
    if test:
        return (ROOT / "tests" / path).is_file() and test in names_in(ROOT / "tests" / path)
    return any((place / path).exists() for place in (ROOT / "src" / "cairong", ROOT))


def missing(text: str) -> list[str]:
    """List the tests, files and pages that a page cites and that are not there."""
    cited = [
        one
        for one in re.findall(r"`([^`\s]+)`", text)
        if re.match(r"[\w/]+\.\w+(::|$)|tests/", one)
    ]
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    gone = [link for link in links if not (SECURITY / link).resolve().is_file()]
    return [one for one in cited if not is_there(one)] + gone


def faults(text: str, wanted: list[str], verdicts: set[str]) -> list[str]:
    """Say all that is wrong with a page."""
    table, _, rest = text.partition("\n## 未做的\n")
    rows = lines(table)
    ids = [one for line in rows for one in line.ids]
    said = [f"{one}: doubled" for one, times in Counter(ids).items() if times > 1]
    said += [f"{one}: missing" for one in wanted if one not in set(ids)]
    said += [f"{one}: none of the standard" for one in ids if one not in set(wanted)]
    places = {one: no for no, one in enumerate(wanted)}
    order = [places[one] for one in ids if one in places]
    said += [f"{wanted[b]}: out of order" for a, b in pairwise(order) if b < a]
    said += [
        f"{line.ids[0]}: verdict {line.verdict}" for line in rows if line.verdict not in verdicts
    ]
    said += [
        f"{line.ids[0]}: nothing shows it"
        for line in rows
        if line.verdict in {HELD, BY_HAND}
        and not any(mark in line.how for mark in ("::", "](", READ))
    ]
    said += [f"{one}: not there" for one in missing(text)]
    opened = re.findall(r"(?:V\d+\.\d+\.\d+|8\.1\.\d+\.\d+ [a-z])", rest)
    still = [one for line in rows if line.verdict == OPEN for one in line.ids]
    said += [f"open, told elsewhere: {one}" for one in sorted(set(still) ^ set(opened))]
    said += [f"{one}: told open twice" for one, times in Counter(opened).items() if times > 1]
    return said + wrong_counts(text, rows, verdicts)


def wrong_counts(text: str, rows: list[Line], verdicts: set[str]) -> list[str]:
    """Say where the table of counts is not what the rows come to."""
    true: dict[str, Counter[str]] = {"合计": Counter(dict.fromkeys(verdicts, 0))}
    for line in rows:
        for one in line.ids:
            true.setdefault(chapter_of(one), Counter(dict.fromkeys(verdicts, 0)))
            for chapter in (chapter_of(one), "合计"):
                true[chapter][line.verdict] += 1
                true[chapter]["合计"] += 1
    told = counted(text)
    return [
        f"{chapter}: counted {told.get(chapter)}, is {dict(true.get(chapter, {}))}"
        for chapter in sorted(told.keys() | true.keys())
        if told.get(chapter) != dict(true.get(chapter, {}))
    ]


@pytest.mark.parametrize("name", PAGES)
def test_each_requirement_stands_there_once_with_what_holds_it(name):
    wanted, verdicts = PAGES[name]
    assert faults((SECURITY / name).read_text(), wanted, verdicts) == []


BROKEN = {
    "V7.3.1: missing": lambda text: re.sub(r"\n\| V7\.3\.1 \|[^\n]*", "", text),
    "V7.3.1: doubled": lambda text: re.sub(r"(\n\| V7\.3\.1 \|[^\n]*)", r"\1\1", text),
    "V7.3.9: none of the standard": lambda text: text.replace("| V7.3.1 |", "| V7.3.9 |"),
    "V7.3.2: out of order": lambda text: re.sub(
        r"(\| V7\.3\.1 [^\n]*\n)(\| V7\.3\.2 [^\n]*\n)(\| V7\.4\.1 [^\n]*\n)", r"\1\3\2", text
    ),
    "V7.3.1: verdict 很好": lambda text: re.sub(r"(\| V7\.3\.1 .*\|) 守住", r"\1 很好", text),
    "V7.3.1: nothing shows it": lambda text: re.sub(
        r"(\| V7\.3\.1 .*\| 守住 \|) [^\n]*", r"\1 是 |", text
    ),
    "web/account/test_sign_in.py::test_no: not there": lambda text: re.sub(
        r"test_sign_in\.py::test_an_idle\w+", "test_sign_in.py::test_no", text
    ),
    "config/none.py: not there": lambda text: text.replace("config/settings.py", "config/none.py"),
    "../eyes.md: not there": lambda text: text.replace("../decisions/eyes.md", "../eyes.md"),
    "V7: counted": lambda text: re.sub(r"(\| V7 会话 \| )\d+", r"\g<1>99", text),
    "open, told elsewhere: V7.1.2": lambda text: text.replace("V7.1.2、", ""),
    "V7.1.2: told open twice": lambda text: text.replace("V7.1.2、", "V7.1.2、V7.1.2、"),
}


@pytest.mark.parametrize("said", BROKEN)
def test_a_broken_page_is_seen(said):
    text = BROKEN[said]((SECURITY / "asvs.md").read_text())
    assert any(fault.startswith(said) for fault in faults(text, *PAGES["asvs.md"]))
