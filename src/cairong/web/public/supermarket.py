"""网上超市: every product priced for one's own wish, cheapest first; and side by side."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cairong.doors.actors import moment_of
from cairong.doors.export import SheetColumn, export
from cairong.doors.limits import limit_address
from cairong.doors.lists import NOT_HERE, page_number
from cairong.doors.page import public_page
from cairong.kernel.actor import Actor, public
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.money import format_yuan, yuan_string
from cairong.parties.reads import regions
from cairong.policy.cost import METHOD_WORDS
from cairong.products import reads
from cairong.products.reads import Shelved, Wish
from cairong.products.states import PRODUCT
from cairong.web.frame import draw_public
from cairong.web.parts import Column, Empty, Pages, Row, Table
from cairong.web.public import terms as words
from cairong.web.public.forms import WishForm

PER_PAGE = 30
DEFAULTS = {"amount": "300000", "days": "180", "method": "bullet", "instalments": "1"}
COLUMNS = (
    Column(key="product", word="产品"),
    Column(key="irr", word="年化成本", kind="number", sort="irr"),
    Column(key="simple", word="单利年化", kind="number", sort="simple"),
    Column(key="rate", word="利率", sort="rate"),
    Column(key="interest", word="利息", kind="money", sort="interest"),
    Column(key="fee", word="费用", kind="money", sort="fee"),
    Column(key="days", word="最长(天)", kind="number", sort="days"),
    Column(key="way", word="办理"),
    Column(key="pick", word="比较"),
)
SHEET = (
    SheetColumn(key="institution", word="机构"),
    SheetColumn(key="product", word="产品"),
    SheetColumn(key="irr", word="年化成本(内部收益率)"),
    SheetColumn(key="simple", word="年化成本(单利)"),
    SheetColumn(key="rate", word="利率"),
    SheetColumn(key="interest", word="利息", kind="yuan"),
    SheetColumn(key="fee", word="费用", kind="yuan"),
    SheetColumn(key="days", word="最长期限(天)", kind="number"),
    SheetColumn(key="way", word="办理方式"),
    SheetColumn(key="contact", word="联系人"),
    SheetColumn(key="bars", word="不适用的原因"),
)
HIGHEST = Decimal(10) ** 9
SORTS: dict[str, Callable[[Shelved], Any]] = {
    "irr": lambda one: _of(one.cost.irr_percent if one.cost else None),
    "simple": lambda one: _of(one.cost.simple_percent if one.cost else None),
    "rate": lambda one: one.rate_bp,
    "interest": lambda one: one.cost.interest_fen if one.cost else 0,
    "fee": lambda one: one.version.fee_fen,
    "days": lambda one: one.version.max_days,
}
EMPTY = Empty(
    text="没有符合条件的产品。金融机构上架的产品出现在这里;请换个名称再找,或看全部。",
    begin_word="看全部产品",
    begin_href="/supermarket/",
)


@public_page
def supermarket(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the shelf, priced for a wish."""
    form = _form(request, actor)
    if not form.is_valid():
        response = draw_public(request, actor, "public/shelf.html", {"form": form})
        response.status_code = 422
        return response
    sort = _sort(request)
    found = _found(request, actor, form, sort)
    last = max(1, -(-len(found) // PER_PAGE))
    page = min(page_number(request), last)
    table = Table(
        caption="融资产品",
        heading=False,
        columns=COLUMNS,
        rows=[_row(one, request) for one in found[(page - 1) * PER_PAGE : page * PER_PAGE]],
        empty=EMPTY,
        pages=Pages(number=page, last=last, total=len(found)),
        sort=sort,
        filters=form,
        export_href=reverse("supermarket-export"),
    )
    context = {
        "form": form,
        "table": table,
        "wish": _wish(form),
        "lpr": found[0] if found else None,
        "seed": reads.tie_seed(actor.city, day_of(moment_of(request))),
        "kept": _kept(request),
    }
    return draw_public(request, actor, "public/shelf.html", context)


@public_page
def supermarket_export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Export the shelf as it is priced and sorted."""
    form = _valid(_form(request, actor))
    limit_address(request, "export-shelf", most=20, seconds=60)
    labels = {str(form[name].label): str(form[name].data or "") for name in form.fields}
    return export(
        name="网上超市",
        columns=SHEET,
        rows=(_line(one) for one in _found(request, actor, form, _sort(request))),
        filters=labels,
        made_at=moment_of(request),
    )


@public_page
def compare(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Put two to four products side by side for the same wish."""
    form = _valid(_form(request, actor))
    found = reads.compared(
        actor.city,
        now=moment_of(request),
        wish=_wish(form),
        product_ids=_products(request),
    )
    places = _places(actor)
    told = [{one.word: one.value for one in words.terms(item.version, places)} for item in found]
    lines = [dict(zip(_keys(found), values, strict=True)) for values in _costs(found)]
    lines += [
        {"what": word, **{f"p{at}": one.get(word) for at, one in enumerate(told)}}
        for word in dict.fromkeys(key for one in told for key in one)
    ]
    table = Table(
        caption="产品比较",
        heading=False,
        named=True,
        columns=[Column(key="what", word="项目"), *_heads(found)],
        rows=[Row(cells=line) for line in lines],
        empty=EMPTY,
    )
    context = {"table": table, "wish": _wish(form), "found": found, "kept": _kept(request)}
    return draw_public(request, actor, "public/compare.html", context)


@public_page
def product(request: HttpRequest, actor: Actor, product_id: UUID) -> HttpResponse:
    """Show a product: terms, cost for a wish, schedule, institution, every version."""
    form = _valid(_form(request, actor))
    one = reads.product_for(public(city=actor.city), product_id)
    version = reads.version_in_force(one)
    priced = [
        item
        for item in reads.shelf(actor.city, now=moment_of(request), wish=_wish(form))
        if item.product.pk == one.pk
    ]
    context = {
        "product": one,
        "state": PRODUCT.states[one.state],
        "version": version,
        "institution": one.institution,
        "terms": words.terms(version, _places(actor)),
        "priced": priced[0] if priced else None,
        "rate": words.rate(priced[0]) if priced else "",
        "wish": _wish(form),
        "methods": list(METHOD_WORDS.items()),
        "amount": yuan_string(form.cleaned_data["amount"]),
        "way": words.way(version),
        "contact": words.contact(version),
        "history": reads.history(one),
        "kept": _kept(request),
    }
    return draw_public(request, actor, "public/product.html", context)


def _form(request: HttpRequest, actor: Actor) -> WishForm:
    """Read the wish of an address. Raises Invalid for a field that no page of ours sends."""
    known = list(regions(actor.city, on=day_of(moment_of(request))))
    given = {**DEFAULTS, **{key: value for key, value in request.GET.items() if value}}
    form = WishForm(given, regions=known)
    for name in request.GET:
        if name not in {*form.fields, "page", "sort", "products"}:
            raise Invalid("doors.filter", field=NOT_HERE, value=f"{name}={request.GET[name]}")
    return form


def _valid(form: WishForm) -> WishForm:
    if not form.is_valid():
        name = next(iter(form.errors))
        raise Invalid("doors.filter", field=str(form[name].label), value=str(form[name].data))
    return form


def _wish(form: WishForm) -> Wish:
    given = form.cleaned_data
    return Wish(
        amount_fen=given["amount"],
        days=given["days"],
        method=given["method"],
        instalments=min(given["instalments"], given["days"]),
        region=given["region"],
        size=given["size"],
    )


def _sort(request: HttpRequest) -> str:
    sort = request.GET.get("sort") or "irr"
    if sort.removeprefix("-") not in SORTS:
        raise Invalid("doors.sort", field="sort", value=sort, choices="、".join(SORTS))
    return sort


def _found(request: HttpRequest, actor: Actor, form: WishForm, sort: str) -> list[Shelved]:
    """List the shelf in its own order; another order keeps that one among equals."""
    found = reads.shelf(actor.city, now=moment_of(request), wish=_wish(form))
    wanted = form.cleaned_data["words"].strip()
    kept = [one for one in found if wanted in f"{one.product.name} {one.product.institution.name}"]
    if sort == "irr":
        return kept
    fitting = [one for one in kept if one.cost is not None]
    fitting.sort(key=SORTS[sort.removeprefix("-")], reverse=sort.startswith("-"))
    return fitting + [one for one in kept if one.cost is None]


def _of(percent: Decimal | None) -> Decimal:
    return HIGHEST if percent is None else percent


def _row(one: Shelved, request: HttpRequest) -> Row:
    cost = one.cost
    return Row(
        cells={
            "product": format_html(
                '{} <span class="quiet">{}</span>', one.product.name, one.product.institution.name
            ),
            "irr": _irr(one),
            "simple": words.share(cost.simple_percent) if cost else None,
            "rate": _rate(one),
            "interest": cost.interest_fen if cost else None,
            "fee": one.version.fee_fen,
            "days": one.version.max_days,
            "way": format_html(
                '<span>{} <span class="quiet">{}</span></span>',
                words.way(one.version),
                words.contact(one.version),
            ),
            "pick": _pick(one),
        },
        href=f"{reverse('supermarket-product', args=[one.product.pk])}{_kept_query(request)}",
    )


def _irr(one: Shelved) -> SafeString:
    if one.cost is None:
        return format_html("不适用:{}", words.joined(one.bars))
    return format_html("<strong>{}</strong>", words.share(one.cost.irr_percent))


def _rate(one: Shelved) -> SafeString:
    return format_html(
        '<span><strong>{}</strong> <span class="quiet">LPR {}</span></span>',
        words.percent(one.rate_bp),
        words.points(one.version.spread_bp),
    )


def _pick(one: Shelved) -> SafeString:
    return format_html(
        '<label class="pick"><input type="checkbox" name="products" value="{}" form="compare" />'
        '<span>选<span class="unseen">{}</span></span></label>',
        one.product.pk,
        one.product.name,
    )


def _line(one: Shelved) -> dict[str, Any]:
    cost = one.cost
    return {
        "institution": one.product.institution.name,
        "product": one.product.name,
        "irr": words.share(cost.irr_percent) if cost else "",
        "simple": words.share(cost.simple_percent) if cost else "",
        "rate": words.rate(one),
        "interest": cost.interest_fen if cost else None,
        "fee": one.version.fee_fen,
        "days": one.version.max_days,
        "way": words.way(one.version),
        "contact": words.contact(one.version),
        "bars": words.joined(one.bars),
    }


def _products(request: HttpRequest) -> list[UUID]:
    try:
        return [UUID(text) for text in request.GET.getlist("products")]
    except ValueError:
        raise Invalid("doors.filter", field="产品", value="products") from None


def _places(actor: Actor) -> dict[str, str]:
    return {one.code: one.name for one in regions(actor.city)}


def _keys(found: list[Shelved]) -> list[str]:
    return ["what", *(f"p{at}" for at in range(len(found)))]


def _heads(found: list[Shelved]) -> list[Column]:
    return [
        Column(key=f"p{at}", word=f"{one.product.institution.name} · {one.product.name}")
        for at, one in enumerate(found)
    ]


def _costs(found: list[Shelved]) -> list[list[Any]]:
    """Lay out the figures of the products, one line a figure."""
    costs = [one.cost for one in found]
    return [
        ["年化成本(内部收益率)", *(_irr(one) for one in found)],
        ["年化成本(单利)", *(words.share(one.simple_percent) if one else "—" for one in costs)],
        ["利率", *(words.rate(one) for one in found)],
        ["利息合计", *(format_yuan(one.interest_fen) if one else "—" for one in costs)],
        ["费用合计", *(format_yuan(one.fee_fen) if one else "—" for one in costs)],
        ["办理方式", *(words.way(one.version) for one in found)],
        ["联系人", *(words.contact(one.version) for one in found)],
    ]


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """List the wish of an address, to be carried to the next page."""
    dropped = {"page", "sort", "products", "words"}
    return [(key, str(value)) for key, value in request.GET.items() if key not in dropped and value]


def _kept_query(request: HttpRequest) -> str:
    kept = QueryDict(mutable=True)
    for key, value in _kept(request):
        kept[key] = value
    return f"?{kept.urlencode()}" if kept else ""
