"""The supplier's lists, and the notice letters that all who look after them may read."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from cairong.contracts.reads import open_awards, own_shares, unclaimed_count
from cairong.contracts.states import CONTRACT
from cairong.kernel.actor import BUREAU, OVERSEERS, PURCHASER, Actor, Role
from cairong.kernel.states import State
from cairong.lending.reads import intents_of, loans_of
from cairong.lending.states import INTENT
from cairong.listing.reading import Row
from cairong.outreach.reads import OCCASION_WORDS, letters_of
from cairong.treasury.reads import financeable, own_receivables
from cairong.web.lists import Filter, List, Tool
from cairong.web.lists.asking import Asking
from cairong.web.lists.views import first_of
from cairong.web.loan_states import DRAWN_AND_DUE, LOAN_STATE
from cairong.web.parts import Column, Empty, Paper
from cairong.web.parts.words import first_said

LETTER_READERS = (
    Role.SUPPLIER,
    *sorted(PURCHASER | BUREAU | OVERSEERS),
    Role.AGENCY_CLERK,
    Role.OPERATOR,
)
OPENED, UNOPENED = State(word="已打开", shape="done"), State(word="未打开", shape="wait")
NEWEST = 5


def _finance_award(row: Row) -> list[Paper]:
    if not row["amount"]:
        return []
    return [Paper(word="提前登记意向", href=reverse("finance-award", args=[row.id]))]


def _on_contract(row: Row) -> list[Paper]:
    acts = []
    if row["headroom"]:
        acts.append(Paper(word="我要融资", href=reverse("finance-contract", args=[row.id])))
    if change := row["change_id"]:
        acts.append(Paper(word="看账户变更", href=reverse("supplier-change", args=[change])))
    return acts


def _around_contracts(_request: HttpRequest, actor: Actor, asked: Asking) -> dict[str, Any]:
    return {
        "awards": first_of(AWARDS, actor, asked.now, most=NEWEST),
        "unclaimed": unclaimed_count(actor),
    }


AWARDS = List(
    name="supplier-awards",
    title="还没有签合同的中标项目",
    roles=[Role.SUPPLIER],
    source=open_awards,
    columns=(
        Column("title", "中标(成交)项目", sort=True, search=True),
        Column("no", "编号", "code", sort=True, search=True),
        Column("purchaser", "采购人", of="purchaser_name", sort=True, search=True),
        Column("amount", "本单位金额", "money", batch=own_shares),
        Column("notice", "通知书日期", "date", of="notice_on", sort=True),
    ),
    search=("project_no",),
    default="-notice",
    acts=_finance_award,
    empty=Empty(text="没有这样的项目。中标(成交)以后、签合同以前,会列在这里,可以提前登记意向。"),
)
CONTRACTS = List(
    name="supplier-contracts",
    title="我的合同",
    roles=[Role.SUPPLIER],
    source=own_receivables,
    columns=(
        Column("title", "合同", of="contract__title", sort=True, search=True),
        Column("no", "平台编号", "code", of="contract__no", sort=True, search=True),
        Column("purchaser", "采购人", of="contract__purchaser_name", search=True),
        Column("amount", "合同金额", "money", of="amount_fen", sort=True),
        Column("paid", "已支付", "money", of="paid_fen", sort=True),
        Column("headroom", "可融资", "money", batch=financeable),
        Column("state", "状态", "status", of="contract__state", states=CONTRACT),
    ),
    search=("contract__purchaser_no",),
    by="contract_id",
    carries=("change_id",),
    default="-no",
    opens="case",
    acts=_on_contract,
    template="supplier/contracts.html",
    around=_around_contracts,
    empty=Empty(text="还没有公告的合同。采购人签订并公告后,会出现在这里,可以用来融资。"),
)
INTENTS = List(
    name="supplier-intents",
    title="融资意向",
    roles=[Role.SUPPLIER],
    source=intents_of,
    columns=(
        Column(
            "title",
            "合同或中标项目",
            of=("contract__title", "award__title", "no"),
            search=("contract__title", "contract__no", "award__title"),
            show=first_said,
        ),
        Column("no", "意向编号", "code", sort=True, search=True),
        Column("amount", "金额", "money", of="amount_fen", sort=True),
        Column("days", "天数", "number", sort=True),
        Column("at", "登记时间", "moment", of="registered_at", sort=True),
        Column("state", "状态", "status", states=INTENT, filter=True),
    ),
    default="-at",
    opens="intent",
    tools=(
        Tool("我要融资", "finance"),
        Tool("贷款", "supplier-loans"),
        Tool("主管部门的推荐", "supplier-recommendations"),
        Tool("“百千万”名录库", "supplier-roster"),
        Tool("材料库", "supplier-papers"),
        Tool("材料", "papers"),
        Tool("企业规模认定", "sizes"),
        Tool("典型案例", "own-case-stories"),
        Tool("推广活动", "events"),
    ),
    empty=Empty(text="还没有融资意向。点「我要融资」,选一份合同,金融机构马上就能看到。"),
)
LOANS = List(
    name="supplier-loans",
    title="贷款",
    roles=[Role.SUPPLIER],
    source=loans_of,
    columns=(
        Column("title", "合同", of="contract__title", search=("contract__title", "contract__no")),
        Column("no", "贷款编号", "code", sort=True, search=True),
        Column("institution", "金融机构", of="institution__name", search=True),
        Column("principal", "本金", "money", of="principal_fen", sort=True),
        Column("left", "未还本金", "money", of="outstanding_fen", sort=True),
        *DRAWN_AND_DUE,
        LOAN_STATE,
    ),
    default="-drawn",
    opens="supplier-loan",
    empty=Empty(text="还没有贷款。接受报价、锁定账户、放款以后,会出现在这里。"),
)
LETTERS = List(
    name="letters",
    title="融资政策告知函",
    roles=LETTER_READERS,
    source=letters_of,
    columns=(
        Column("title", "项目", of="project_title", sort=True, search=True),
        Column(
            "supplier",
            "供应商",
            of=("supplier__name", "recipient__name"),
            show=first_said,
            search=("supplier__name", "recipient__name"),
        ),
        Column("served", "送达登记", "date", of="served_on"),
        Column("occasion", "何时发出", words=OCCASION_WORDS),
        Column("sent", "发出时间", "moment", of="sent_at", sort=True),
        Column("opened", "打开时间", "moment", of="opened_at", sort=True),
        Column("reader", "打开人", of="opened_by__name"),
        Column("state", "状态", "status", of="opened_at", show=lambda _: OPENED, blank=UNOPENED),
    ),
    search=("project_no",),
    filters=(
        Filter(
            "opened",
            "打开",
            {"yes": OPENED.word, "no": UNOPENED.word},
            of="opened_at__isnull",
            means={"yes": False, "no": True},
        ),
    ),
    default="-sent",
    opens="letter",
    empty=Empty(text="还没有告知函。登记采购文件、中标(成交)通知书和签订合同时,会自动发给供应商。"),
)
