"""Letters of credit guidance (信贷指导, 三(一)-3): which figures, what is answered, how it ends."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from cairong.kernel.errors import Finding
from cairong.kernel.money import format_yuan
from cairong.policy.rule import Answer, rule

CLAUSE = "三(一)-3"
ANSWER, CLOSE = "answer_guidance", "close_guidance"  # duties: of the institution, of the bank
MET, PARTLY, UNMET = "met", "partly", "unmet"
VERDICTS: Mapping[str, str] = {MET: "已落实", PARTLY: "部分落实", UNMET: "未落实"}
FARTHEST = 366  # days within which a promised figure is to be reached


def figures_said(figures: Mapping[str, int | float | None]) -> list[tuple[str, str]]:
    """Say the figures that a letter rests on, each with its word; what nothing is known of as —.

    Amounts are fen, rates basis points, spans working days.
    """
    return [
        ("本年放款", f"{format_yuan(int(figures['amount_fen'] or 0))},{figures['loans']} 笔"),
        ("得到贷款的企业", f"{figures['suppliers']} 家"),
        (
            "全市同期放款",
            f"{format_yuan(int(figures['city_fen'] or 0))},{figures['city_loans']} 笔",
        ),
        ("加权平均年利率", _percent(figures["rate_bp"])),
        ("较 LPR", _or_none(figures["spread_bp"], "{:+} 个基点")),
        ("信用贷款占比", _or_none(figures["credit_percent"], "{}%")),
        ("审批和放款按期率", _or_none(figures["kept_percent"], "{}%")),
        ("审批工作日中位数", _or_none(figures["approval_days"], "{:g}")),
        ("放款工作日中位数", _or_none(figures["disbursement_days"], "{:g}")),
    ]


def _percent(rate_bp: float | None) -> str:
    return "—" if rate_bp is None else f"{rate_bp / 100:.2f}%"


def _or_none(value: float | None, words: str) -> str:
    return "—" if value is None else words.format(value)


@rule("三(一)-3")
def guided_is_active(*, name: str, active: bool) -> Answer:
    """Bar a letter to an institution that is suspended: nobody there can answer it."""
    return None if active else Finding.of("guidance.suspended", CLAUSE, name=name)


@rule("三(一)-3")
def promised_in_time(*, today: date, by_on: date) -> Answer:
    """Bar a promise for a day that is over, or farther off than a year."""
    last = today + timedelta(days=FARTHEST)
    if today < by_on <= last:
        return None
    first = today + timedelta(days=1)
    return Finding.of("guidance.by_on", CLAUSE, by_on=by_on, first=first, last=last)


@rule("三(一)-3")
def guidance_awaited(*, answered: bool, answer_on: date, today: date) -> Answer:
    """Bar closing before the answer came, or its day is over."""
    if answered or answer_on < today:
        return None
    return Finding.of("guidance.awaited", CLAUSE, answer_on=answer_on)


def named(names: Sequence[str], *, most: int = 5) -> str:
    """Name so many of several institutions, and count the others."""
    said = "、".join(names[:most])
    return f"{said}等 {len(names)} 家" if len(names) > most else said
