"""The books of receivables: where each contract's money stands, by arithmetic and by entries."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cairong.doors.lists import page_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.treasury.arithmetic import Line, arithmetic, owed_lines, streams
from cairong.treasury.models import Entry, Receivable
from cairong.treasury.reads import receivable_for
from cairong.treasury.states import LOCK, PAYMENT, RECEIVABLE
from cairong.web.finance.lists import READERS
from cairong.web.frame import draw
from cairong.web.parts import Chart, Column, Empty, Pages, Row, Sum, Table, Why

PER_PAGE = 50
FLOWS = (
    Column(key="source", word="从"),
    Column(key="target", word="到"),
    Column(key="fen", word="金额", kind="money"),
)
ENTRIES = (
    Column(key="at", word="时间", kind="moment"),
    Column(key="kind", word="事项"),
    Column(key="account", word="科目"),
    Column(key="fen", word="增减", kind="money"),
)


@require_safe
@page(*READERS)
def book(request: HttpRequest, actor: Actor, receivable_id: UUID) -> HttpResponse:
    """Show one receivable: the flow of its money, the arithmetic, payees, and every entry."""
    found = receivable_for(actor, receivable_id)
    entries = Entry.objects.filter(receivable=found)
    listing = page_of(request, entries, sorts={"at": "pk"}, default="-at", per_page=PER_PAGE)
    context = {
        "receivable": found,
        "state": RECEIVABLE.states[found.state],
        "chart": flow_of(found),
        "owed": owed_why(found),
        "headroom": _headroom_why(found),
        "payees": list(found.payees.order_by("-version")),
        "locks": [(one, LOCK.states[one.state])
                  for one in found.locks.select_related("institution").order_by("-requested_at")],
        "payments": [(one, PAYMENT.states[one.state])
                     for one in found.payments.order_by("-requested_at")],
        "entries": Table(
            caption="分录",
            columns=ENTRIES,
            rows=[_entry(one) for one in listing.rows],
            empty=Empty(text="还没有分录。"),
            pages=Pages(number=listing.number, last=listing.last, total=listing.total),
        ),
    }  # fmt: skip
    return draw(request, actor, "finance/book.html", context)


def owed_why(receivable: Receivable) -> Why:
    """Explain what is owed and not yet asked for."""
    return Why(
        ask="应付未申请怎样算出来?",
        rule="支付不超过已验收、尚未申请的金额,只付到合同的回款账户。",
        obligation="二(三)-4",
        sums=_sums(owed_lines(receivable)),
        mender="采购人登记新的验收后,应付金额随之增加。",
    )


def flow_of(receivable: Receivable) -> Chart:
    """Draw where a receivable's money stands and went, with its table."""
    found = [one for one in streams(receivable) if one.source != one.target]
    names = dict.fromkeys(name for one in found for name in (one.source, one.target))
    told = ";".join(f"{one.source}到{one.target} {one.fen / 100:,.2f} 元" for one in found)
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
                        {"source": one.source, "target": one.target, "value": one.fen / 100}
                        for one in found
                    ],
                    "label": {"fontSize": 14},
                }
            ],
        },
        table=Table(
            caption="资金流向",
            columns=FLOWS,
            rows=[
                Row(cells={"source": one.source, "target": one.target, "fen": one.fen})
                for one in found
            ],
            empty=Empty(text="还没有资金流动。"),
        ),
    )


def _headroom_why(receivable: Receivable) -> Why:
    return Why(
        ask="可融资额度怎样算出来?",
        rule="财政尚待支付金额乘融资比例上限,减去未偿本金和报价占用。",
        obligation="一(一)-1",
        sums=_sums(arithmetic(receivable)),
        mender="支付、放款、还款后,额度随之变化。",
    )


def _sums(lines: Sequence[Line]) -> list[Sum]:
    return [Sum(word=f"{one.sign} {one.word}".strip(), fen=one.fen) for one in lines]


def _entry(one: Entry) -> Row:
    cells = {
        "at": one.at,
        "kind": one.get_kind_display(),
        "account": one.get_account_display(),
        "fen": one.delta_fen,
    }
    return Row(cells=cells)
