"""What did not go through by itself: deliveries that fail, money not distributed, returns."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.cases.undelivered import exceptions_of, titles_of
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.lending.checking import books_check
from cairong.treasury.checking import Difference
from cairong.web.deliveries import deliveries
from cairong.web.finance.lists import TREASURY
from cairong.web.frame import draw
from cairong.web.parts import Column, Row, Table, plain_table

MOST = 200
STUCK = (
    Column(key="contract", word="合同"),
    Column(key="serial", word="银行流水号", kind="code"),
    Column(key="amount_fen", word="到账金额", kind="money"),
    Column(key="recorded_at", word="登记时间", kind="moment"),
)
RETURNED = (
    Column(key="contract", word="合同"),
    Column(key="voucher_no", word="凭证号", kind="code"),
    Column(key="amount_fen", word="金额", kind="money"),
    Column(key="word", word="情况"),
    Column(key="ended_at", word="登记时间", kind="moment"),
    Column(key="reason", word="原因"),
)
DIFFERENCES = (
    Column(key="title", word="不符的项目"),
    Column(key="books_fen", word="分录合计", kind="money"),
    Column(key="rows_fen", word="账面", kind="money"),
)


@require_safe
@page(*TREASURY)
def exceptions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what failed, what is stuck, what came back; on request, recompute the books."""
    found = exceptions_of(actor, moment_of(request), most=MOST)
    checked = books_check(actor.city) if request.GET.get("check") and actor.whole_city else None
    context = {
        "failed": deliveries(
            found.failed,
            caption="没有办成、正在重试",
            empty="没有。系统自动办理的每一步都办成了。",
            href=lambda each: reverse("find", args=[each.subject_id]),
        ),
        "stuck": plain_table(
            "到账超过 60 秒还没有分配",
            STUCK,
            found.stuck,
            empty="没有。到账的款项都已还贷或归供应商。",
            opens=lambda each: reverse("finance-book", args=[each.receivable_id]),
        ),
        "returned": plain_table(
            "退汇和没有付出的,等待采购人重新申请",
            RETURNED,
            found.returned,
            empty="没有。退汇和没有付出的款项都已重新申请。",
            opens=lambda each: reverse("finance-payment", args=[each.id]),
        ),
        "most": MOST,
        "counts": found.counts,
        "checked": checked,
        "differences": _differences(actor, checked["differences"]) if checked else None,
        "may_check": actor.whole_city,
    }
    return draw(request, actor, "finance/exceptions.html", context)


def _differences(actor: Actor, found: list[dict[str, Any]]) -> Table:
    differences = [Difference(**each) for each in found]
    titles = titles_of(actor, differences)
    rows = [
        Row(
            cells={**vars(each), "title": f"{titles[each.receivable]}:{each.what}"},
            href=reverse("finance-book", args=[each.receivable]),
        )
        if each.receivable
        else Row(cells={**vars(each), "title": each.what})
        for each in differences
    ]
    empty = "没有差异:每一笔分录、验收、支付、到账、贷款都对得上。"
    return plain_table("账簿核对的差异", DIFFERENCES, rows, empty=empty)
