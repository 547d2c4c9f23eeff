"""The supplier's loans: listed, each with its statement."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.models import Loan
from cairong.lending.reads import loan_for
from cairong.policy.cost import accrued_interest
from cairong.web.frame import draw
from cairong.web.lists.sheets import workbook
from cairong.web.loan_states import loan_state
from cairong.web.parts import Column, Empty, Row, Sum, Table, Why
from cairong.web.supplier.offers import lpr_words, method_words, rate_words

ENTRIES = (
    Column(key="on", word="日期", kind="date"),
    Column(key="what", word="事项"),
    Column(key="drawn", word="放款", kind="money"),
    Column(key="fee", word="费用", kind="money"),
    Column(key="interest", word="付利息", kind="money"),
    Column(key="principal", word="还本金", kind="money"),
    Column(key="left", word="未还本金", kind="money"),
)
PLAN = (
    Column(key="due", word="到期日", kind="date"),
    Column(key="principal", word="应还本金", kind="money"),
    Column(key="interest", word="应付利息", kind="money"),
    Column(key="left", word="还后剩余", kind="money"),
)


@require_safe
@page(Role.SUPPLIER)
def loan(request: HttpRequest, actor: Actor, loan_id: UUID, *, sheet: bool = False) -> HttpResponse:
    """Show one loan's terms, every movement and the plan; or its statement as a workbook."""
    found = loan_for(actor, loan_id)
    rows, now = _entries(found), moment_of(request)
    if sheet:
        cells = (one.cells for one in rows)
        return workbook(f"对账单 {found.no}", ENTRIES, cells, filters={}, made_at=now)
    empty = Empty(text="还没有记录。")
    plan = [
        Row(cells={"due": one.due_on, "principal": one.principal_fen,
                   "interest": one.interest_fen, "left": one.left_fen})
        for one in found.instalments.all()
    ]  # fmt: skip
    context = {
        "loan": found,
        "state": loan_state(found.state, found.due_on, day_of(now)),
        "method": method_words(found.method),
        "rate": f"{rate_words(found.rate_bp)}({lpr_words(found.offer)})",
        "entries": Table(
            caption="对账单",
            columns=ENTRIES,
            rows=rows,
            empty=empty,
            export_href=reverse("supplier-loan-export", args=[found.pk]),
        ),
        "plan": Table(caption="还款计划", columns=PLAN, rows=plan, empty=empty),
        "why": _why(found, day_of(now)),
    }
    return draw(request, actor, "supplier/loan.html", context)


def _why(loan: Loan, today: date) -> Why:
    days = max((today - loan.accrued_on).days, 0)
    fresh = accrued_interest(loan.outstanding_fen, loan.rate_bp, days, loan.day_count)
    owed = loan.accrued_fen - loan.interest_paid_fen
    return Why(
        ask="今天还清要多少?",
        rule="利息按实际天数计算,放款日计、还款日不计;提前还款先付清到那天的利息。",
        obligation="二(四)-5",
        sums=[
            Sum(word="未还本金", fen=loan.outstanding_fen),
            Sum(word="+ 已计未付利息", fen=owed),
            Sum(word=f"+ {days} 天的新利息", fen=fresh),
            Sum(word="+ 未付费用", fen=loan.fee_fen - loan.fee_paid_fen),
            Sum(word="= 今天还清", fen=loan.outstanding_fen + owed + fresh
                + loan.fee_fen - loan.fee_paid_fen),
        ],
        mender="合同款到账时自动还款;也可以联系金融机构用其他资金提前还。",
    )  # fmt: skip


def _entries(loan: Loan) -> list[Row]:
    rows, left = [], 0
    for one in loan.entries.order_by("pk"):
        left += one.drawn_fen - one.principal_fen
        rows.append(
            Row(
                cells={
                    "on": one.on,
                    "what": one.get_kind_display() + (f"({one.means})" if one.means else ""),
                    "drawn": one.drawn_fen or None,
                    "fee": one.fee_fen or None,
                    "interest": one.interest_fen or None,
                    "principal": one.principal_fen or None,
                    "left": left,
                }
            )
        )
    return rows
