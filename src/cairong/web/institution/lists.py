"""The institution's lists: applications, loans, products, and what is published in its regions."""

from django.urls import reverse

from cairong.contracts.reads import awards_served, supplier_names, winner_names
from cairong.contracts.states import AWARD, CONTRACT, PUBLIC_STATES
from cairong.kernel.actor import INSTITUTION, Role
from cairong.kernel.states import State
from cairong.lending import reads as lending
from cairong.lending.printed import entered_by, late_or_not
from cairong.lending.states import APPLICATION, FORM, OFFER
from cairong.listing.reading import Row
from cairong.parties.reads import served_regions
from cairong.policy.lpr import TENOR_WORDS
from cairong.products.reads import own_products
from cairong.products.states import PRODUCT
from cairong.web.duties import shown
from cairong.web.forms import YuanField
from cairong.web.lists import Filter, List, Tool
from cairong.web.loan_states import DRAWN_AND_DUE, LOAN_STATE
from cairong.web.parts import Column, Empty, Paper
from cairong.web.parts.words import first_said
from cairong.web.public.terms import METHODS, joined, points

PEOPLE = tuple(INSTITUTION)


def _application_state(state: str, offer: str | None) -> State:
    return OFFER.states[offer] if offer else APPLICATION.states[state]


def _of_contract(row: Row) -> list[Paper]:
    acts = [Paper(word="公开页", href=reverse("public-contract", args=[row["no"]]))]
    if own := row["application_id"]:
        acts.append(Paper(word="看申请", href=reverse("application", args=[own])))
    return acts


def _late(late: object) -> str:
    return "迟登" if late else ""


def _price(tenor: str, spread_bp: int) -> str:
    return f"{TENOR_WORDS[tenor]} LPR {points(spread_bp)}"


def _methods(methods: list[str]) -> str:
    return joined(METHODS.get(method, method) for method in methods)


APPLICATIONS = List(
    name="institution-applications",
    title="融资申请",
    roles=PEOPLE,
    source=lending.dealt_with,
    columns=(
        Column("supplier", "供应商", of="intent__supplier__name", search=True),
        Column("no", "意向编号", "code", of="intent__no", sort=True, search=True),
        Column(
            "title",
            "合同或项目",
            of=("intent__contract__title", "intent__award__title", "intent__no"),
            search=("intent__contract__title", "intent__contract__no", "intent__award__title"),
            show=first_said,
        ),
        Column("amount", "申请金额", "money", of="amount_fen", sort=True),
        Column("days", "天数", "number", sort=True),
        Column("state", "状态", "status", of=("state", "offer_state"), show=_application_state),
        Column("due", "期限", "deadline", batch=lending.next_deadlines, sort="due_on", show=shown),
    ),
    filters=(
        Filter(
            "state",
            "状态",
            {**dict(APPLICATION.choices()), lending.UNDRAWN: "报价已接受、待放款"},
            where=lending.standing_so,
        ),
        Filter(
            "due",
            "期限",
            {"over": "已超期", "today": "今天到期", "soon": f"{lending.SOON_DAYS} 个工作日内到期"},
            where=lending.due_soon,
        ),
    ),
    default="due",
    opens="application",
    empty=Empty(
        text="没有这样的申请。供应商在网上超市登记意向后,会出现在这里,并写明到哪一天、依据哪一条。",
        begin_word="看本机构产品",
        begin_href="/institution/products/",
    ),
)
ON_PAPER = List(
    name="institution-on-paper",
    at="institution/on-paper/",
    title="纸质申请",
    lead="网点收到的纸质申请照申请表登记,以后与网上的申请一样办;期限从收件日算起,登记迟了有记号。",
    roles=PEOPLE,
    source=entered_by,
    columns=(
        Column("supplier", "供应商", of="supplier__name", search=True),
        Column("no", "回执号", "code", of="intent__no", sort=True, search=True),
        Column("title", "合同", of="contract__title", search=("contract__title", "contract__no")),
        Column("amount", "申请金额", "money", of="intent__amount_fen", sort=True),
        Column("received", "收件日", "date", of="received_on", sort=True),
        Column("entered", "登记时间", "moment", of="entered_at", sort=True),
        Column("late", "迟登", show=_late),
        Column("state", "状态", "status", states=FORM, filter=("received", "disowned")),
    ),
    filters=(Filter("late", "登记", {"late": "迟登"}, where=late_or_not),),
    by="application",
    default="-entered",
    opens="application",
    tools=(
        Tool("登记一份", "on-paper-new", [Role.INSTITUTION_OFFICER]),
        Tool("用表格登记多份", "sheets", [Role.INSTITUTION_OFFICER]),
    ),
    empty=Empty(text="没有登记过纸质申请。供应商用平台打印的申请表交到网点后,在这里登记。"),
)  # fmt: skip
LOANS = List(
    name="institution-loans",
    title="贷款",
    roles=PEOPLE,
    source=lending.loans_of,
    columns=(
        Column("no", "贷款编号", sort=True, search=True),
        Column("supplier", "供应商", of="supplier__name", search=True),
        Column(
            "contract", "合同", of="contract__title", search=("contract__title", "contract__no")
        ),
        Column("principal", "本金", "money", of="principal_fen", sort=True, total=True),
        Column("left", "未还本金", "money", of="outstanding_fen", sort=True, total=True),
        Column("rate", "利率", "rate", of="rate_bp", sort=True),
        *DRAWN_AND_DUE,
        LOAN_STATE,
    ),
    filters=(
        Filter(
            "due",
            "到期",
            {"over": "已逾期", "soon": f"{lending.SOON_LOAN_DAYS} 日内到期"},
            where=lending.repaid_soon,
        ),
    ),
    default="-drawn",
    opens="institution-loan",
    empty=Empty(text="没有这样的贷款。放款经复核后,会出现在这里。"),
)  # fmt: skip
CONTRACTS = List(
    name="institution-contracts",
    title="合同公告",
    lead="本机构所服务区域的合同公告。",
    roles=PEOPLE,
    source=lending.contracts_served,
    columns=(
        Column("title", "合同", sort=True, search=True),
        Column("no", "平台编号", "code", sort=True, search=True),
        Column("purchaser", "采购人", "name", of="purchaser_name", search=True),
        Column("suppliers", "供应商", "name", batch=supplier_names, search="suppliers__name"),
        Column("region", "区域", "short", words=served_regions, filter=True),
        Column("amount", "金额", "money", of="amount_fen", sort=True),
        Column("signed", "签订日期", "date", of="signed_on", sort=True),
        Column("state", "状态", "status", states=CONTRACT, filter=PUBLIC_STATES),
    ),
    filters=(Filter("least", "金额不低于", of="amount_fen__gte", field=YuanField),),
    carries=("application_id",),
    default="-signed",
    opens="case",
    acts=_of_contract,
    empty=Empty(text="所服务的区域还没有这样的合同。采购人签订并公告后,会出现在这里。"),
)
AWARDS = List(
    name="institution-awards",
    title="中标(成交)公告",
    lead="本机构所服务区域的中标(成交)公告,合同还没有签订时就可以联系供应商。",
    roles=PEOPLE,
    source=awards_served,
    columns=(
        Column("title", "项目", sort=True, search=True),
        Column("no", "编号", "code", sort=True, search=True),
        Column("purchaser", "采购人", "name", of="purchaser_name", search=True),
        Column(
            "suppliers", "中标(成交)供应商", "name",
            batch=winner_names, search="shares__supplier_name",
        ),
        Column("region", "区域", "short", words=served_regions, filter=True),
        Column("amount", "金额", "money", of="amount_fen", sort=True),
        Column("notice", "通知书日期", "date", of="notice_on", sort=True),
        Column("state", "状态", "status", states=AWARD, filter=True),
    ),
    filters=(Filter("least", "金额不低于", of="amount_fen__gte", field=YuanField),),
    default="-notice",
    empty=Empty(text="所服务的区域还没有这样的公告。采购人登记或导入后,会出现在这里。"),
)  # fmt: skip
PRODUCTS = List(
    name="institution-products",
    title="本机构产品",
    roles=PEOPLE,
    source=own_products,
    columns=(
        Column("name", "产品", of="product__name", sort=True, search=True),
        Column("spread", "定价", of=("tenor", "spread_bp"), sort="spread_bp", show=_price),
        Column("cap", "融资比例(%)", "number", of="cap_percent", sort=True),
        Column("days", "最长天数", "number", of="max_days", sort=True),
        Column("fee", "费用", "money", of="fee_fen", sort=True),
        Column("methods", "还款方式", show=_methods),
        Column("version", "版本", "number", of="number"),
        Column("at", "公布时间", "moment", of="published_at", sort=True),
        Column("state", "状态", "status", of="product__state", states=PRODUCT, filter=True),
    ),
    by="product_id",
    default="name",
    opens="product-own",
    tools=(Tool("上架产品", "product-new", [Role.INSTITUTION_OFFICER]),),
    empty=Empty(
        text="没有这样的产品。产品公布后上网上超市,供应商按全部成本比较。",
        begin_word="上架产品",
        begin_href="/institution/products/new/",
    ),
)
