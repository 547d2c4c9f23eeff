"""The supplier's loans, each with its statement."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.cases.loans import Statement, statement_of
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.web.frame import draw
from cairong.web.lists.sheets import workbook
from cairong.web.loan_pages import loan_facts, movements, settling
from cairong.web.parts import Why

WORDS = {
    "drawn_fen": "放款",
    "fee_fen": "费用",
    "interest_fen": "付利息",
    "principal_fen": "还本金",
}


@require_safe
@page(Role.SUPPLIER)
def loan(request: HttpRequest, actor: Actor, loan_id: UUID, *, sheet: bool = False) -> HttpResponse:
    """Show one loan's terms, every movement and the plan; or its statement as a workbook."""
    now = moment_of(request)
    statement = statement_of(actor, loan_id, on=day_of(now))
    export = reverse("supplier-loan-export", args=[loan_id])
    entries = movements(statement, "对账单", WORDS, export_href=export)
    if sheet:
        cells = (row.cells for row in entries.rows)
        return workbook(
            f"对账单 {statement.loan.no}", entries.columns, cells, filters={}, made_at=now
        )
    context = {**loan_facts(statement), "entries": entries, "why": _why(statement)}
    return draw(request, actor, "supplier/loan.html", context)


def _why(statement: Statement) -> Why:
    return Why(
        ask="今天还清要多少?",
        rule="利息按实际天数计算,放款日计、还款日不计;提前还款先付清到那天的利息。",
        obligation="二(四)-5",
        sums=settling(statement),
        mender="合同款到账时自动还款;也可以联系金融机构用其他资金提前还。",
    )
