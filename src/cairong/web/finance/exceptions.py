"""What did not go through by itself: deliveries that fail, money not distributed, returns."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.audit.models import Outbox
from cairong.audit.reads import read_deliveries
from cairong.cases.undelivered import undelivered
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.lending.actions.apply_remittance import apply_remittance
from cairong.lending.checking import books_check
from cairong.treasury.checking import Difference
from cairong.treasury.models import Payment, Receivable, Remittance
from cairong.treasury.reads import payments_for, receivables_for
from cairong.web.deliveries import deliveries
from cairong.web.finance.lists import TREASURY
from cairong.web.frame import draw
from cairong.web.parts import Column, Empty, Row, Table

MOST = 200
STUCK = (
    Column(key="contract", word="合同"),
    Column(key="serial", word="银行流水号", kind="code"),
    Column(key="amount", word="到账金额", kind="money"),
    Column(key="at", word="登记时间", kind="moment"),
)
RETURNED = (
    Column(key="contract", word="合同"),
    Column(key="voucher", word="凭证号", kind="code"),
    Column(key="amount", word="金额", kind="money"),
    Column(key="at", word="退汇时间", kind="moment"),
    Column(key="reason", word="原因"),
)
DIFFERENCES = (
    Column(key="what", word="不符的项目"),
    Column(key="books", word="分录合计", kind="money"),
    Column(key="rows", word="账面", kind="money"),
)


@require_safe
@page(*TREASURY)
def exceptions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what failed, what is stuck, what came back; on request, recompute the books."""
    late = undelivered(actor, moment_of(request))
    stuck = late.filter(consumer=apply_remittance.name)
    failed = late.filter(Q(attempts__gt=0) | ~Q(consumer=apply_remittance.name))
    back = returned(actor)
    checked = books_check(actor.city) if request.GET.get("check") and actor.whole_city else None
    context = {
        "failed": _failed(failed[:MOST]),
        "stuck": _stuck(actor, list(stuck[:MOST])),
        "returned": _returned(list(back[:MOST])),
        "most": MOST,
        "counts": {"failed": failed.count(), "stuck": stuck.count(), "returned": back.count()},
        "checked": checked,
        "differences": _differences(actor, checked["differences"]) if checked else None,
        "may_check": actor.whole_city,
    }
    return draw(request, actor, "finance/exceptions.html", context)


def returned(actor: Actor) -> QuerySet[Payment]:
    """List the payments that came back and wait to be asked for anew."""
    return payments_for(actor).filter(state="returned", receivable__due_fen__gt=0)


def _failed(rows: QuerySet[Outbox]) -> Table:
    return deliveries(
        read_deliveries(rows),
        caption="没有办成、正在重试",
        empty="没有。系统自动办理的每一步都办成了。",
        href=lambda one: reverse("find", args=[one.subject_id]),
    )


def _stuck(actor: Actor, rows: list[Outbox]) -> Table:
    ids = [UUID(one.event.subject_id) for one in rows]
    found = Remittance.objects.filter(pk__in=ids, city_id=actor.city).select_related(
        "receivable__contract"
    )
    return Table(
        caption="到账超过 60 秒还没有分配",
        columns=STUCK,
        rows=[
            Row(
                cells={
                    "contract": one.receivable.contract.title,
                    "serial": one.bank_serial,
                    "amount": one.amount_fen,
                    "at": one.recorded_at,
                },
                href=reverse("finance-book", args=[one.receivable_id]),
            )
            for one in found.order_by("recorded_at")
        ],
        empty=Empty(text="没有。到账的款项都已还贷或归供应商。"),
    )


def _returned(found: list[Payment]) -> Table:
    return Table(
        caption="退汇,等待采购人重新申请",
        columns=RETURNED,
        rows=[
            Row(
                cells={
                    "contract": one.receivable.contract.title,
                    "voucher": one.voucher_no,
                    "amount": one.amount_fen,
                    "at": one.ended_at,
                    "reason": one.reason,
                },
                href=reverse("finance-payment", args=[one.pk]),
            )
            for one in found
        ],
        empty=Empty(text="没有。退汇的款项都已重新申请。"),
    )


def _differences(actor: Actor, found: list[dict[str, object]]) -> Table:
    differences = [Difference(**one) for one in found]  # type: ignore[arg-type]
    names: dict[str, Receivable] = {
        str(one.pk): one
        for one in receivables_for(actor).filter(pk__in=[one.receivable for one in differences])
    }
    return Table(
        caption="账簿核对的差异",
        columns=DIFFERENCES,
        rows=[
            Row(
                cells={
                    "what": f"{names[one.receivable].contract.title}:{one.what}",
                    "books": one.books_fen,
                    "rows": one.rows_fen,
                },
                href=reverse("finance-book", args=[one.receivable]),
            )
            for one in differences
        ],
        empty=Empty(text="没有差异:每一笔分录、验收、支付、到账、贷款都对得上。"),
    )
