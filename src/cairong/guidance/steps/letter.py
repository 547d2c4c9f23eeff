"""A letter of credit guidance as PDF, set from the facts that it keeps."""

from typing import Any

from cairong.guidance.models import Guided
from cairong.kernel.calendar import day_of
from cairong.oversight.steps.letter import Form, set_letter
from cairong.policy.catalogue.words import day_words
from cairong.policy.guidance import CLAUSE, figures_said
from cairong.policy.parameters import NOTICE

GUIDANCE = Form(
    title="信贷指导函", columns=(("序", 9, False), ("数据", 0, False), ("数值", 70, True))
)


def paper_of(guided: Guided) -> bytes:
    """Set a letter to one institution in type."""
    return set_letter(GUIDANCE, facts_of(guided), demo=guided.city.demo)


def facts_of(guided: Guided) -> dict[str, Any]:
    """Say a letter to one institution in words, as its paper has them."""
    letter = guided.letter
    issued = day_of(letter.issued_at)
    rows = enumerate(figures_said(guided.figures), start=1)
    return {
        "no": letter.no,
        "bureau": letter.authority.name,
        "holder": guided.institution.name,
        "opening": f"关于{letter.subject}。截至{day_words(issued)},采融平台记录的你机构本年"
        "政府采购合同融资数据如下:",
        "rows": [[str(number), word, value] for number, (word, value) in rows],
        "demand": letter.demand.splitlines(),
        "answer": f"请于{day_words(letter.answer_on)}前在采融平台「待办」里答复采取的措施、承诺的"
        f"放款数额和时间。依据:{NOTICE} {CLAUSE}。",
        "issued": f"{issued.year}年{issued.month}月{issued.day}日",
    }
