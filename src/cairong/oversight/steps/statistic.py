"""An official table as PDF, set from the rows it was issued with."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cairong.kernel.calendar import day_of
from cairong.kernel.money import format_yuan
from cairong.kernel.typesetting import set_in_type
from cairong.policy.catalogue.words import day_words
from cairong.policy.parameters import NOTICE
from cairong.policy.statistics import Cell, CellKind, Form

if TYPE_CHECKING:
    from cairong.oversight.models import Statistic

SOURCE = Path(__file__).parent / "statistic.typ"
FIRST = "合计"


def paper_of(
    statistic: "Statistic",
    form: Form,
    scope: str,
    rows: Sequence[Mapping[str, Cell]],
    total: Mapping[str, Cell],
) -> bytes:
    """Set a table in type, on A4 across, its head on every sheet."""
    given = {
        "title": f"{scope}{statistic.of_year}年{form.title}",
        "no": statistic.no,
        "until": f"截至{day_words(statistic.cut_off)}",
        "rule": form.rule,
        "clause": f"{NOTICE} {form.clause}",
        "issued": f"{statistic.organisation.name}{day_words(day_of(statistic.issued_at))}出具",
        "hash": statistic.sha256,
        "revises": f"更正 {statistic.revises.no}" if statistic.revises else "",
        "mark": "演示数据,不是真实的统计表" if statistic.city.demo else "",
        "columns": [[field.word, field.kind != "text"] for field in form.fields],
        "rows": [
            *([said(row.get(field.key), field.kind) for field in form.fields] for row in rows),
            *(
                [[FIRST, *(said(total.get(field.key), field.kind) for field in form.fields[1:])]]
                if total
                else []
            ),
        ],
    }
    return set_in_type(SOURCE, given)


def said(value: Cell, kind: CellKind) -> str:
    """Write a cell as people read it; what there is none of stays empty."""
    if value is None:
        return ""
    if kind == "money":
        return format_yuan(int(value))
    if kind == "rate":
        return f"{int(value) / 100:.2f}"
    return f"{value:,}" if isinstance(value, int) else value
