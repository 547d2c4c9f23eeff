"""The authority's letters about a size class as PDF: to who asked, or to another place."""

from typing import Any

from cairong.kernel.calendar import day_of
from cairong.oversight.steps.letter import Form, set_letter
from cairong.policy.catalogue.words import day_words
from cairong.policy.size import FIELDS, INDICATOR_UNITS, INDICATOR_WORDS
from cairong.policy.sizing import SIZES
from cairong.sizing.models import Dispute

COLUMNS = (("事项", 38, False), ("内容", 0, False))
REPLY = Form(title="企业规模认定复函", columns=COLUMNS)
ASKED = Form(title="协助认定企业规模的函", columns=COLUMNS)
LAW = "《保障中小企业款项支付条例》第二十九条、《政府采购促进中小企业发展管理办法》第十六条"


def paper_of(found: Dispute) -> bytes:
    """Set the letter of a dispute in type."""
    form, facts = (REPLY, replied(found)) if found.state == "decided" else (ASKED, forwarded(found))
    return set_letter(form, facts, demo=found.city.demo)


def replied(found: Dispute) -> dict[str, Any]:
    """Say a decision in words; no figure of the firm stands in it."""
    assert found.ended_at is not None
    on = day_of(found.ended_at)
    letter = f"来函 {found.letter_no}" if found.letter_no else f"异议 {found.no}"
    return {
        **_frame(found, found.asker.name, on),
        "opening": f"你单位{letter}收悉。经审查企业提供的材料,认定如下:",
        "rows": [
            *_firm(found),
            ["认定的规模类型", f"{SIZES[found.size]}企业"],
            ["有效", f"自{day_words(on)}起的核验和统计;此前签订的合同不变"],
        ],
        "demand": [],
        "answer": f"依据:{LAW}。",
    }


def forwarded(found: Dispute) -> dict[str, Any]:
    """Ask the authority of the firm's place, with what the firm declared."""
    assert found.sent_at is not None
    asker = f"{found.asker.name}({found.letter_no})" if found.letter_no else found.asker.name
    said = found.declared
    figures = [
        [word, f"{said[FIELDS[name]]} {INDICATOR_UNITS[name]}"]
        for name, word in INDICATOR_WORDS.items()
        if said.get(FIELDS[name]) is not None
    ]
    return {
        **_frame(found, found.addressed, day_of(found.sent_at)),
        "opening": f"{asker}对下列企业申报的规模类型提出异议(编号 {found.no})。企业登记机关的"
        f"行政区划是 {found.place},不属本市,请你单位协助认定:",
        "rows": [*_firm(found), ["所属行业", said["industry"]], *figures],
        "demand": [],
        "answer": f"请书面答复,写明认定的规模类型和依据。依据:{LAW}。",
    }


def _frame(found: Dispute, holder: str, on: Any) -> dict[str, Any]:
    return {
        "no": found.letter,
        "bureau": found.authority.name,
        "holder": holder,
        "issued": f"{on.year}年{on.month}月{on.day}日",
    }


def _firm(found: Dispute) -> list[list[str]]:
    return [
        ["企业名称", found.supplier.name],
        ["统一社会信用代码", found.supplier.uscc],
        ["申报的规模类型", f"{SIZES[found.claimed]}企业"],
    ]
