"""What the pages of a loan share, the supplier's and the institution's: terms, plan, statement."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cairong.cases.loans import Statement
from cairong.kernel.states import State
from cairong.lending.arrears import days_overdue
from cairong.lending.states import OVERDUE
from cairong.policy.lpr import TENOR_WORDS
from cairong.rulebook.reads import lpr_standing
from cairong.web.loan_states import loan_state
from cairong.web.parts import Column, Empty, Row, Sum, Table, plain_table
from cairong.web.public.terms import METHODS, percent, points

PLAN = (
    Column(key="due_on", word="到期日", kind="date"),
    Column(key="principal_fen", word="应还本金", kind="money"),
    Column(key="interest_fen", word="应付利息", kind="money"),
    Column(key="left_fen", word="还后剩余", kind="money"),
)
MOVED = ("drawn_fen", "fee_fen", "interest_fen", "principal_fen")
EMPTY = "还没有记录。"


def movements(statement: Statement, caption: str, words: Mapping[str, str], **more: Any) -> Table:
    """Lay out the movements of a loan; `words` names what comes in or goes out."""
    columns = (
        Column(key="on", word="日期", kind="date"),
        Column(key="what", word="事项"),
        *(Column(key=key, word=words[key], kind="money") for key in MOVED),
        Column(key="left_fen", word="未还本金", kind="money"),
    )
    cells = (vars(row) for row in statement.movements)
    rows = [Row(cells={**moved, **{key: moved[key] or None for key in MOVED}}) for moved in cells]
    return Table(caption=caption, columns=columns, rows=rows, empty=Empty(text=EMPTY), **more)


def loan_facts(statement: Statement) -> dict[str, Any]:
    """Lay out what both sides read of a loan."""
    loan = statement.loan
    late = next((each for each in statement.overdues if not each.ended_at), None)
    return {
        "loan": loan,
        "state": loan_state(loan.state, statement.on, late.last_on if late else None),
        "late": late,
        "overdues": overdue_lines(statement),
        "paid": paid_of(statement),
        "method": METHODS.get(loan.method, loan.method),
        "rate": f"{percent(loan.rate_bp)}({lpr_words(loan.offer)})"
        if loan.offer
        else outside_rate(loan.outside),
        "plan": plain_table("还款计划", PLAN, map(vars, statement.plan), empty=EMPTY),
    }


def paid_of(statement: Statement) -> dict[str, Any]:
    """Say what of a loan was paid, apart from what was forgiven."""
    loan, forgiven = statement.loan, statement.forgiven_fen
    return {
        "principal": loan.principal_paid_fen - forgiven[0],
        "interest": loan.interest_paid_fen - forgiven[1],
        "forgiven": forgiven if any(forgiven) else None,
    }


def overdue_lines(statement: Statement) -> list[tuple[Any, State, int]]:
    """Lay out each time a loan was overdue: how it stands, and for how many days."""
    return [
        (each, OVERDUE.states[each.state], days_overdue(each, statement.on))
        for each in statement.overdues
    ]


def outside_rate(outside: Any) -> str:
    """Write the rate that was agreed outside the platform, with the LPR of then where known."""
    rate = f"{percent(outside.rate_bp)}(平台外约定,一年按 {outside.day_count} 天)"
    return f"{rate} · 当时 LPR {percent(outside.lpr_bp)}" if outside.lpr_bp else rate


def lpr_words(priced: Any) -> str:
    """Write how the rate of an offer was priced: 一年期 LPR 3.00% + 45 基点."""
    lpr = f"{TENOR_WORDS[priced.tenor]} LPR {percent(priced.lpr_bp)}"
    return f"{lpr} {points(priced.spread_bp)}"


def lpr_dated(rate_bp: int, tenor: str, published_on: date, age: str) -> str:
    """Write an LPR with its tenor, its day and how old it is."""
    return f"LPR {percent(rate_bp)}({TENOR_WORDS[tenor]},{_plain(published_on)}公布,{age})"


def days_ago(day: date, on: date) -> str:
    """Say how many days before another a day was."""
    return f"{(on - day).days} 天前" if day < on else "当天"


def newer_lpr(city: str, now: datetime, taken: date) -> str:
    """Say that a newer LPR than the one taken is there, or is due and not there; or nothing."""
    last, missing = lpr_standing(city, now)
    newest = last.published_on
    said = f"{_plain(newest)}公布了新的一期。" if newest > taken else ""
    if missing is None:
        return said
    month = f"{missing.year}年{missing.month}月"
    return f"{said}{month}的 LPR 已过公布日,平台上还没有,由人民银行录入。"


def _plain(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def settling(statement: Statement) -> list[Sum]:
    """Work out line by line what would settle a loan."""
    debt, owed = statement.debt, statement.owed
    held = owed.whole_interest_fen - owed.accrued_fen
    days = max((statement.on - debt.accrued_on).days, 0)
    return [
        Sum(word="未还本金", fen=owed.whole_principal_fen),
        Sum(word="+ 已计未付利息", fen=held),
        Sum(word=f"+ {days} 天的新利息", fen=owed.accrued_fen),
        Sum(word="+ 未付费用", fen=debt.fee_owed_fen),
        Sum(word="= 今天还清", fen=owed.whole_fen + debt.fee_owed_fen),
    ]
