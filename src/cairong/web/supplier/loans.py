"""The supplier's loans: listed, each with its statement."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.models import Loan
from cairong.lending.reads import loan_for, loans_of
from cairong.lending.states import LOAN
from cairong.policy.cost import accrued_interest
from cairong.web.forms import PageForm
from cairong.web.frame import draw
from cairong.web.listing import ListPage, answer_list
from cairong.web.loan_states import loan_state
from cairong.web.parts import Column, Empty, Row, Sum, Table, Why
from cairong.web.sheets import workbook
from cairong.web.supplier.offers import lpr_words, method_words, rate_words

SORTS = {"no": "no", "principal": "principal_fen", "left": "outstanding_fen", "drawn": "drawn_on",
         "due": "due_on"}  # fmt: skip
COLUMNS = (
    Column(key="title", word="合同"),
    Column(key="no", word="贷款编号", kind="code", sort="no"),
    Column(key="institution", word="金融机构"),
    Column(key="principal", word="本金", kind="money", sort="principal"),
    Column(key="left", word="未还本金", kind="money", sort="left"),
    Column(key="drawn", word="放款日", kind="date", sort="drawn"),
    Column(key="due", word="到期日", kind="date", sort="due"),
    Column(key="state", word="状态", kind="status"),
)
LIST = ListPage(
    title="贷款",
    columns=COLUMNS,
    sorts=SORTS,
    default="-drawn",
    export="supplier-loans-export",
    empty=Empty(text="还没有贷款。接受报价、锁定账户、放款以后,会出现在这里。"),
)
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


class LoanFilter(PageForm):
    """Search loans by number or name, and by state."""

    words = forms.CharField(label="编号、合同或机构", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *LOAN.choices()])


@require_safe
@page(Role.SUPPLIER)
def loans(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List one's loans; or answer them all as a workbook."""
    form = filters(request, LoanFilter)
    found = _narrowed(loans_of(actor), form)
    today = day_of(moment_of(request))
    return answer_list(
        request,
        actor,
        LIST,
        form,
        found=found,
        rows=lambda listed: _rows(listed, today),
        sheet=sheet,
    )


@require_safe
@page(Role.SUPPLIER)
def loan(request: HttpRequest, actor: Actor, loan_id: UUID, *, sheet: bool = False) -> HttpResponse:
    """Show one loan's terms, every movement and the plan; or its statement as a workbook."""
    found = loan_for(actor, loan_id)
    rows, now = _entries(found), moment_of(request)
    if sheet:
        form = filters(request, PageForm)
        return workbook(f"对账单 {found.no}", ENTRIES, rows, filters=form, made_at=now)
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


def _narrowed(rows: QuerySet[Loan], form: LoanFilter) -> QuerySet[Loan]:
    words, state = form.cleaned_data["words"], form.cleaned_data["state"]
    if words:
        rows = rows.filter(
            Q(no__icontains=words)
            | Q(contract__title__icontains=words)
            | Q(contract__no__icontains=words)
            | Q(institution__name__icontains=words)
        )
    return rows.filter(state=state) if state else rows


def _rows(found: Iterable[Loan], today: date) -> list[Row]:
    return [
        Row(
            cells={
                "title": one.contract.title,
                "no": one.no,
                "institution": one.institution.name,
                "principal": one.principal_fen,
                "left": one.outstanding_fen,
                "drawn": one.drawn_on,
                "due": one.due_on,
                "state": loan_state(one.state, one.due_on, today),
            },
            href=reverse("supplier-loan", args=[one.pk]),
        )
        for one in found
    ]
