"""A loan's statement as PDF; once it is settled, its settlement letter (结清证明)."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cairong.cases.loans import Movement, Statement, statement_of
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.money import capitals, format_yuan
from cairong.kernel.typesetting import set_in_type
from cairong.lending.arrears import days_overdue
from cairong.lending.overdues import written_off_on
from cairong.policy.catalogue.words import day_words

SOURCE = Path(__file__).parent / "loan_paper.typ"
STATEMENT, SETTLED = "贷款对账单", "贷款结清证明"
COLUMNS = ("日期", "事项", "放款", "还本金", "付利息", "未还本金")


def loan_paper(actor: Actor, loan_id: UUID, *, now: datetime) -> tuple[str, bytes]:
    """Set a loan's statement, or its settlement letter, in type: its name, and the PDF.

    Raises NotFound.
    """
    statement = statement_of(actor, loan_id, on=day_of(now))
    loan = statement.loan
    title = SETTLED if loan.state == "settled" else STATEMENT
    given = {
        "title": title,
        "no": loan.no,
        "words": _words(statement),
        "facts": _facts(statement),
        "columns": COLUMNS,
        "rows": [_row(each) for each in statement.movements],
        "source": f"本件由平台按还款记录于{day_words(statement.on)}制作,与双方页面上的记录一致。",
        "mark": f"演示数据,不是真实的{title}" if loan.city.demo else "",
    }
    content = set_in_type(SOURCE, given)
    return f"{title} {loan.no}", content


def _words(statement: Statement) -> str:
    """Say in one sentence how the loan stands."""
    loan, owed = statement.loan, statement.owed
    parties = f"{loan.supplier.name}向{loan.institution.name}借入的贷款 {loan.no}"
    sum_ = f"本金 {format_yuan(loan.principal_fen)}({capitals(loan.principal_fen)})"
    if loan.settled_on:
        return f"{parties},{sum_},本息已于{day_words(loan.settled_on)}{_ended(statement)}。"
    due = owed.whole_fen + statement.debt.fee_owed_fen
    return f"{parties},{sum_},截至{day_words(statement.on)}还清需 {format_yuan(due)}。"


def _ended(statement: Statement) -> str:
    """Say how a settled loan ended: repaid, or with a part of it forgiven."""
    return "结清,其中一部分由金融机构减免" if any(statement.forgiven_fen) else "全部还清"


def _facts(statement: Statement) -> list[tuple[str, str]]:
    loan = statement.loan
    written = written_off_on(loan)
    principal, interest = statement.forgiven_fen
    forgiven = f"本金 {format_yuan(principal)},利息 {format_yuan(interest)}"
    limit = loan.offer if loan.offer and loan.offer.revolves else None
    late = [
        f"{day_words(each.due_on)}应还的一期,逾期 {days_overdue(each, statement.on)} 天"
        for each in statement.overdues
    ]
    return [
        ("借款人", loan.supplier.name),
        ("金融机构", loan.institution.name),
        ("政府采购合同", f"{loan.contract.no} {loan.contract.title}"),
        ("放款日", day_words(loan.drawn_on)),
        ("到期日", day_words(loan.due_on)),
        *([("循环额度", f"{format_yuan(limit.amount_fen)},本笔是其中一次提款")] if limit else []),
        ("年利率", f"{loan.rate_bp / 100:.2f}%"),
        ("已还本金", format_yuan(loan.principal_paid_fen - principal)),
        ("已付利息", format_yuan(loan.interest_paid_fen - interest)),
        ("逾期", ";".join(late) or "没有"),
        *([("核销", f"{day_words(written)}核销,欠款未免除")] if written else []),
        *([("减免(不用再还)", forgiven)] if principal + interest else []),
        *([("结清日", day_words(loan.settled_on))] if loan.settled_on else []),
    ]


def _row(moved: Movement) -> list[str]:
    sums: list[Any] = [moved.drawn_fen, moved.principal_fen, moved.interest_fen]
    return [
        day_words(moved.on),
        moved.what,
        *(format_yuan(fen) if fen else "" for fen in sums),
        format_yuan(moved.left_fen),
    ]
