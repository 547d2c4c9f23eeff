"""Minutes as PDF, set from the facts that they keep."""

from typing import Any

from cairong.board.models import Minutes
from cairong.kernel.calendar import day_of
from cairong.oversight.steps.letter import Form, set_letter
from cairong.policy.board import CLAUSE, DESKS, desk_words
from cairong.policy.catalogue.words import day_words, moment_words
from cairong.policy.parameters import NOTICE

MINUTES = Form(
    title="会议纪要",
    columns=(
        ("序", 9, False),
        ("议定事项", 0, False),
        ("承办", 34, False),
        ("完成日期", 30, False),
    ),
)


def letter_of(minutes: Minutes) -> bytes:
    """Set confirmed minutes in type."""
    return set_letter(MINUTES, facts_of(minutes), demo=minutes.city.demo)


def facts_of(minutes: Minutes) -> dict[str, Any]:
    """Say minutes in words, as their paper has them."""
    assert minutes.confirmed_at is not None
    there = sorted(minutes.attendances.all(), key=lambda each: list(DESKS).index(each.desk))
    lines = minutes.lines.filter(struck_at=None).order_by("place")
    corrects = f",更正{minutes.corrects.no}" if minutes.corrects else ""
    confirmed = day_of(minutes.confirmed_at)
    return {
        "no": minutes.no,
        "bureau": f"{minutes.city.name}政府采购合同融资联席会议",
        "holder": "各成员单位",
        "opening": f"{day_words(minutes.met_on)}在{minutes.place}召开会议「{minutes.title}」"
        f"{corrects}。参加:"
        + ";".join(f"{DESKS[each.desk]} {each.people}" for each in there)
        + "。议定:",
        "rows": [
            [
                str(number),
                each.words,
                _who(each.owner, each.partners),
                day_words(each.due_on).split("(", maxsplit=1)[0] if each.due_on else "—",
            ]
            for number, each in enumerate(lines, start=1)
        ],
        "demand": ["各参加部门的确认:"]
        + [
            f"{DESKS[each.desk]} {each.confirmed_by.name if each.confirmed_by else ''} "
            f"{moment_words(each.confirmed_at)}"
            for each in there
            if each.confirmed_at
        ],
        "answer": f"确认以后不再改动,有误的另发纪要更正。依据:{NOTICE} {CLAUSE}。",
        "issued": f"{confirmed.year}年{confirmed.month}月{confirmed.day}日",
    }


def _who(owner: str, partners: list[str]) -> str:
    if not owner:
        return "—"
    return DESKS[owner] + (f"(协办 {desk_words(partners)})" if partners else "")
