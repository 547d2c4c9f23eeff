"""The lists that anybody may read: public contracts, and the shelf priced for one's own query."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from cairong.disclosure.reads import KIND_WORDS, SAMPLE, of_place, published, said
from cairong.kernel.actor import Actor
from cairong.kernel.money import yuan_string
from cairong.parties.reads import desk_regions
from cairong.policy.cost import METHOD_WORDS
from cairong.policy.size import SIZE_WORDS
from cairong.products.reads import Version
from cairong.products.shelf import ShelfQuery, Shelved, shelf
from cairong.web.forms import DayField, WholeField, YuanField
from cairong.web.lists import Filter, List
from cairong.web.parts import Column, Empty
from cairong.web.public import terms
from cairong.web.public.states import STATES

DAYS = partial(WholeField, unit="天", min_value=1, max_value=3660)
REMEMBERED = 4096  # of what is drawn alike on every page
ID, NAME, INSTITUTION = "product__pk", "product__name", "product__institution__name"
PARTS = partial(WholeField, unit="期", min_value=1, max_value=120)


class WantedAmount(YuanField):
    """How much somebody wants to borrow: more than nothing."""

    def to_python(self, value: Any) -> Any:
        """Read what was typed. Raises ValidationError for nothing at all."""
        amount = super().to_python(value)
        if amount == 0:
            raise ValidationError("金额要大于零。请填写想借的金额,例如 300000。")
        return amount


def wanted_of(chosen: Mapping[str, Any]) -> ShelfQuery:
    """Read a query from what was asked for."""
    return ShelfQuery(
        amount_fen=chosen["amount"],
        days=chosen["days"],
        method=chosen["method"],
        instalments=min(chosen["instalments"], chosen["days"]),
        region=chosen["region"],
        size=chosen["size"],
    )


def carried(wanted: ShelfQuery) -> dict[str, str]:
    """Write what a query has of its own as words of an address, for the next page."""
    written = {
        "amount": yuan_string(wanted.amount_fen).removesuffix(".00"),
        "days": str(wanted.days),
        "method": wanted.method,
        "instalments": str(wanted.instalments),
        "region": wanted.region,
        "size": wanted.size,
    }
    given = {filter_.key: filter_.given for filter_ in SHELF.filters}
    return {key: value for key, value in written.items() if value != given[key]}


def query_of(wanted: ShelfQuery) -> str:
    """Write a query as that of an address, "" where it has nothing of its own."""
    query = urlencode(carried(wanted))
    return f"?{query}" if query else ""


def on_shelf(actor: Actor, now: datetime, chosen: Mapping[str, Any]) -> list[Shelved]:
    """List the shelf for a query, in its own order."""
    return shelf(actor.city, now=now, query=wanted_of(chosen))


def irr_words(irr: Decimal | None, bars: Sequence[str]) -> SafeString:
    """Write the yearly cost, or why a product does not fit."""
    if bars:
        return format_html("不适用:{}", terms.joined(bars))
    return format_html("<strong>{}</strong>", terms.share(irr))


@lru_cache(maxsize=REMEMBERED)
def _with_quiet(word: str, quiet: str) -> SafeString:
    return format_html('{} <span class="quiet">{}</span>', word, quiet)


@lru_cache(maxsize=REMEMBERED)
def _together(word: str, quiet: str) -> SafeString:
    return format_html('<span>{} <span class="quiet">{}</span></span>', word, quiet)


def _way(version: Version) -> SafeString:
    return _together(terms.way(version), terms.contact(version))


def _with_code(title: str, no: str) -> SafeString:
    return format_html('{} <span class="quiet code">{}</span>', title, no)


@lru_cache(maxsize=REMEMBERED)
def _rate(rate_bp: int, spread_bp: int) -> SafeString:
    return format_html(
        '<span><strong>{}</strong> <span class="quiet">LPR {}</span></span>',
        terms.percent(rate_bp),
        terms.points(spread_bp),
    )


@lru_cache(maxsize=REMEMBERED)
def _pick(product_id: UUID, name: str) -> SafeString:
    return format_html(
        '<label class="pick"><input type="checkbox" name="products" value="{}" form="compare" />'
        '<span>选<span class="unseen">{}</span></span></label>',
        product_id,
        name,
    )


CONTRACTS = List(
    name="public-contracts",
    at="contracts/",
    sheet="export.xlsx",
    title="公开的合同",
    public=True,
    source=published,
    columns=(
        Column("no", "平台编号", shown=False),
        Column("name", "名称", of="title", shown=False),
        Column("title", "合同", of=("title", "no"), search=said, show=_with_code, exported=False),
        Column(
            "purchaser", "采购人", "name",
            of=("purchaser_name", "place"), show=_together, exported=False,
        ),
        Column("purchaser_name", "采购人", shown=False),
        Column("supplier", "供应商", "name", of="supplier_names"),
        Column("purchaser_no", "采购人合同编号", shown=False),
        Column("project_no", "项目编号", shown=False),
        Column("amount", "金额", "money", of="amount_fen", sort=True),
        Column("place", "地区", shown=False),
        Column("method", "采购方式", shown=False),
        Column("dated_on", "日期", "date", sort=True),
        Column("state", "状态", "status", of="kind", show=STATES.__getitem__),
        Column("published_at", "公开时间", "moment", shown=False),
        Column("sha256", "散列值", shown=False),
    ),
    search_word="编号或名称",
    filters=(
        Filter(
            "kind", "备案状态",
            {key: word for key, word in KIND_WORDS.items() if key != SAMPLE}, of="kind",
        ),
        Filter("sample", "来源", {"no": "本市合同", "yes": "外地样本"}, where=of_place),
        Filter("region", "县(市、区)", desk_regions, of="region"),
        Filter("least", "金额不低于(元)", of="amount_fen__gte", field=YuanField),
        Filter("most", "金额不高于(元)", of="amount_fen__lte", field=YuanField),
        Filter("since", "日期从", of="dated_on__gte", field=DayField),
        Filter("until", "日期到", of="dated_on__lte", field=DayField),
    ),
    by="no",
    default="-dated_on",
    tie="no",
    most=10_000,
    opens="public-contract",
    template="public/contracts.html",
    empty=Empty(
        text="没有符合条件的合同。采购人签订并公告的合同当天出现在这里;请放宽条件,或看全部。",
        begin_word="看全部合同",
        begin_href="/contracts/",
    ),
)  # fmt: skip
SHELF = List(
    name="supermarket",
    sheet="export.xlsx",
    title="网上超市",
    public=True,
    rows=on_shelf,
    columns=(
        Column("institution", "机构", of=INSTITUTION, search=True, shown=False),
        Column("name", "产品", of=NAME, search=True, shown=False),
        Column("product", "产品", of=(NAME, INSTITUTION), show=_with_quiet, exported=False),
        Column(
            "all_in", "一共付息付费", "money",
            of="fitting__all_in_fen", sort=True, exported=False,
        ),
        Column(
            "irr", "年化成本",
            of=("cost__irr_percent", "bars"), sort="cost__irr_points", show=irr_words,
            exported=False,
        ),
        Column(
            "irr_percent", "年化成本(内部收益率)(%)", "number",
            of="cost__irr_percent", shown=False,
        ),
        Column(
            "simple", "单利年化", "number",
            of="cost__simple_percent", sort="cost__simple_points", show=terms.share, exported=False,
        ),
        Column(
            "simple_percent", "年化成本(单利)(%)", "number",
            of="cost__simple_percent", shown=False,
        ),
        Column(
            "rate", "利率",
            of=("rate_bp", "version__spread_bp"), sort="fitting__rate_bp", show=_rate,
            exported=False,
        ),
        Column(
            "rate_words", "利率",
            of=("rate_bp", "lpr_bp", "version__spread_bp"), show=terms.rate, shown=False,
        ),
        Column("interest", "利息", "money", of="cost__interest_fen", sort=True, shown=False),
        Column(
            "fee", "费用", "money", of="version__fee_fen", sort="fitting__version__fee_fen"
        ),
        Column(
            "days", "最长(天)", "number",
            of="version__max_days", sort="fitting__version__max_days",
        ),
        Column("way", "办理", of="version", show=_way, exported=False),
        Column("way_words", "办理方式", of="version", show=terms.way, shown=False),
        Column("contact", "联系人", of="version", show=terms.contact, shown=False),
        Column("bars", "不适用的原因", show=terms.joined, shown=False),
        Column("pick", "比较", of=(ID, NAME), show=_pick, exported=False),
    ),
    search_word="产品或机构名称",
    filters=(
        Filter("amount", "借多少(元)", field=WantedAmount, given="300000"),
        Filter("days", "借多少天", field=DAYS, given="180"),
        Filter("method", "还款方式", METHOD_WORDS, blank=None, given="bullet"),
        Filter("instalments", "分几期还", field=PARTS, given="1"),
        Filter("region", "合同所在县(市、区)", desk_regions),
        Filter("size", "企业规模", SIZE_WORDS, blank="不限"),
    ),
    by=ID,
    default="irr",
    opens="supermarket-product",
    template="public/shelf.html",
    empty=Empty(
        text="没有符合条件的产品。金融机构上架的产品出现在这里;请换个名称再找,或看全部。",
        begin_word="看全部产品",
        begin_href="/supermarket/",
    ),
)  # fmt: skip
