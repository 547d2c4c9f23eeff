"""A performance record in the words of a page: each figure with its arithmetic and contracts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cairong.policy.record import Part, Record, Work, percent
from cairong.web.parts import Column, Linked, Row, Table, plain_table

CONTRACT = Column(key="contract", word="合同", kind="name")
SAYS = Column(key="says", word="计为")
WHEN = (
    Column(key="filed", word="备案", kind="moment"),
    Column(key="promised", word="履行期限至", kind="date"),
    Column(key="done", word="最后一次验收", kind="date"),
)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One component as it is shown."""

    word: str
    how: str
    weight: int
    said: str
    sum: str
    table: Table | None


def grade_word(grade: str) -> str:
    """Call a grade by its word."""
    return f"{grade} 级" if grade else "未评级"


def shown(record: Record, *, opens: Callable[[Any], str], own: bool) -> dict[str, Any]:
    """Lay out a record; the days of each contract are for the supplier itself alone.

    A period of performance may be withheld from others (二(二)-5).
    """
    figures = [_figure(part, record.formula, opens=opens, own=own) for part in record.parts]
    return {
        "record": record,
        "grade": grade_word(record.grade),
        "value": percent(record.value),
        "figures": figures,
        "least": record.formula["record_least_contracts"],
    }


def arithmetic(part: Part, formula: Mapping[str, int]) -> str:
    """Write how a component comes to its share: (3 + 3 × 70%) ÷ (3 + 3) = 85.00%."""
    few, prior = formula["record_prior_contracts"], formula["record_prior_percent"]
    return f"({part.good} + {few} × {prior}%) ÷ ({part.of} + {few}) = {percent(part.share)}%"


def _figure(
    part: Part, formula: Mapping[str, int], *, opens: Callable[[Any], str], own: bool
) -> Figure:
    columns = (CONTRACT, *(WHEN if own else ()), SAYS)
    rows = [Row(cells=_cells(work, good=good, opens=opens)) for work, good in part.counted]
    listed = plain_table(part.component.word, columns, rows, empty="", heading=False)
    return Figure(
        word=part.component.word,
        how=part.component.how,
        weight=part.weight,
        said=f"{part.of} 份中 {part.good} 份" if part.of else "还没有可以计算的合同",
        sum=arithmetic(part, formula),
        table=listed if rows else None,
    )


def _cells(work: Work, *, good: bool, opens: Callable[[Any], str]) -> dict[str, Any]:
    contract = work.contract
    return {
        "contract": Linked(value=f"{contract.no} {contract.title}", href=opens(contract)),
        "filed": contract.filed_at,
        "promised": work.promised_on,
        "done": work.done_on,
        "says": "是" if good else "否",
    }


def numbers(formula: Mapping[str, int]) -> dict[str, int]:
    """Give the numbers of the formula to a template, by short names."""
    return {code.removeprefix("record_"): value for code, value in formula.items()}
