"""A letter of an authority as PDF, set from the facts that it keeps; a letter of urging by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cairong.kernel.actor import ROLE_NAMES, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.orders import digest_of, text_of
from cairong.kernel.typesetting import set_in_type
from cairong.oversight.models import Urging
from cairong.parties.models import Organisation
from cairong.policy.catalogue.words import day_words
from cairong.policy.duties import DUTIES
from cairong.policy.parameters import NOTICE
from cairong.policy.urging import CLAUSE

SOURCE = Path(__file__).parent / "letter.typ"


@dataclass(frozen=True, kw_only=True)
class Form:
    """The form of a kind of letter: its title, and the columns of its table.

    Each column is its heading, its width (millimetres, 0 for what is left) and whether it is set
    to the right.
    """

    title: str
    columns: Sequence[tuple[str, int, bool]]


URGED = Form(
    title="督办函",
    columns=(
        ("序", 9, False), ("事项", 0, False), ("应办的事", 26, False), ("依据", 20, False),
        ("到期日", 32, False), ("已超工作日", 25, True),
    ),
)  # fmt: skip


def letter_of(letter: Urging, bureau: Organisation) -> bytes:
    """Set a letter of urging in type."""
    return set_letter(URGED, facts_of(letter, bureau), demo=letter.city.demo)


def set_letter(form: Form, facts: Mapping[str, Any], *, demo: bool) -> bytes:
    """Set a letter in type: no, bureau, holder, opening, rows, demand, answer and issued.

    The hash of the facts stands at its foot.
    """
    given = {
        **facts,
        "title": form.title,
        "columns": form.columns,
        "hash": digest_of(text_of(facts)),
        "mark": f"演示数据,不是真实的{form.title}" if demo else "",
    }
    return set_in_type(SOURCE, given)


def facts_of(letter: Urging, bureau: Organisation) -> dict[str, Any]:
    """Say a letter in words, as its paper has them."""
    issued = day_of(letter.issued_at)
    items = letter.items.order_by("due_on", "pk")
    return {
        "no": letter.no,
        "bureau": bureau.name,
        "holder": _whose(letter),
        "opening": f"经采融平台按期限逐日核对,截至{day_words(issued)},你单位下列 {len(items)} 件"
        "事项已经超过规定期限,还没有办完:",
        "rows": [
            [
                str(number),
                item.title,
                DUTIES[item.kind].word,
                item.obligation,
                f"{item.due_on.year}年{item.due_on.month}月{item.due_on.day}日",
                str(item.late_days),
            ]
            for number, item in enumerate(items, start=1)
        ],
        "demand": letter.demand.splitlines(),
        "answer": f"请于{day_words(letter.answer_on)}前在采融平台「待办」里书面答复办理情况;"
        f"对事实有异议的,附依据一并提出。依据:{NOTICE} {CLAUSE}。",
        "issued": f"{issued.year}年{issued.month}月{issued.day}日",
    }


def _whose(letter: Urging) -> str:
    own = letter.organisation.kind == Organisation.Kind.BUREAU
    name = letter.organisation.name
    return f"{name}({ROLE_NAMES[Role(letter.desk)].removesuffix('经办')})" if own else name
