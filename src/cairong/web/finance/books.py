"""The books of receivables: where each contract's money stands, by arithmetic and by entries."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.treasury.arithmetic import Line, Stream, arithmetic, owed_lines, streams
from cairong.treasury.chart import Account, Kind
from cairong.treasury.reads import book_of, entries_of
from cairong.treasury.states import LOCK, PAYMENT, RECEIVABLE
from cairong.web.finance.lists import READERS
from cairong.web.frame import draw
from cairong.web.lists import List
from cairong.web.lists.asking import asking
from cairong.web.lists.views import table_of
from cairong.web.parts import Chart, Column, Empty, Why, plain_table
from cairong.web.sums import sums_of

FLOWS = (
    Column(key="source", word="从"),
    Column(key="target", word="到"),
    Column(key="fen", word="金额", kind="money"),
)
ENTRIES = List(
    title="分录",
    columns=(
        Column("at", "时间", "moment", sort="pk"),
        Column("kind", "事项", words=dict(Kind.choices)),
        Column("account", "科目", words=dict(Account.choices)),
        Column("fen", "增减", "money", of="delta_fen"),
    ),
    default="-at",
    per_page=50,
    empty=Empty(text="还没有分录。"),
)


@require_safe
@page(*READERS)
def book(request: HttpRequest, actor: Actor, receivable_id: UUID) -> HttpResponse:
    """Show one receivable: the flow of its money, the arithmetic, payees, and every entry."""
    of = book_of(actor, receivable_id)
    found, entries = of.receivable, replace(ENTRIES, source=lambda _: entries_of(receivable_id))
    context = {
        "receivable": found,
        "state": RECEIVABLE.states[found.state],
        "chart": flow_of(streams(found)),
        "owed": owed_why(owed_lines(found)),
        "headroom": _headroom_why(arithmetic(found)),
        "payees": of.payees,
        "locks": [(lock, LOCK.states[lock.state]) for lock in of.locks],
        "payments": [(payment, PAYMENT.states[payment.state]) for payment in of.payments],
        "entries": replace(table_of(entries, asking(request, actor, entries)), heading=True),
    }
    return draw(request, actor, "finance/book.html", context)


def owed_why(lines: Sequence[Line]) -> Why:
    """Explain what is owed and not yet asked for."""
    return Why(
        ask="应付未申请怎样算出来?",
        rule="支付不超过已验收、尚未申请的金额,只付到合同的回款账户。",
        obligation="二(三)-4",
        sums=sums_of(lines),
        mender="采购人登记新的验收后,应付金额随之增加。",
    )


def flow_of(listed: Sequence[Stream]) -> Chart:
    """Draw where a receivable's money stands and went, with its table."""
    found = [each for each in listed if each.source != each.target]
    names = dict.fromkeys(name for each in found for name in (each.source, each.target))
    told = ";".join(f"{each.source}到{each.target} {each.fen / 100:,.2f} 元" for each in found)
    return Chart(
        title="资金流向",
        alt=told or "还没有资金流动。",
        option={
            "tooltip": {"trigger": "item"},
            "series": [
                {
                    "type": "sankey",
                    "data": [{"name": name} for name in names],
                    "links": [
                        {"source": each.source, "target": each.target, "value": each.fen / 100}
                        for each in found
                    ],
                    "label": {"fontSize": 14},
                }
            ],
        },
        table=plain_table(
            "资金流向", FLOWS, [vars(each) for each in found], empty="还没有资金流动。"
        ),
    )


def _headroom_why(lines: Sequence[Line]) -> Why:
    return Why(
        ask="可融资额度怎样算出来?",
        rule="财政尚待支付金额乘融资比例上限,减去未偿本金和报价占用。",
        obligation="一(一)-1",
        sums=sums_of(lines),
        mender="支付、放款、还款后,额度随之变化。",
    )
