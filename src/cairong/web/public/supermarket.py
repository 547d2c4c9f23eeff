"""网上超市: every product priced for one's own query, cheapest first; and side by side."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from cairong.doors.page import public_page
from cairong.kernel.actor import Actor, public
from cairong.kernel.errors import Invalid
from cairong.kernel.money import format_yuan, yuan_string
from cairong.parties.reads import region_names
from cairong.policy.catalogue import sentence
from cairong.policy.cost import METHOD_WORDS
from cairong.products import reads, shelf
from cairong.products.shelf import Shelved
from cairong.products.states import PRODUCT
from cairong.web.frame import draw_public
from cairong.web.lists.asking import asking
from cairong.web.lists.views import table_of
from cairong.web.parts import Column, Row, Table
from cairong.web.public import terms as words
from cairong.web.public.lists import SHELF, carried, irr_words, on_shelf, query_of, wanted_of

ANY = UUID(int=0)  # stands for a product in an address


@public_page
def supermarket(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the shelf, priced for a query."""
    asked = asking(request, actor, SHELF)
    found = on_shelf(actor, asked.now, asked.asked.chosen)
    wanted = wanted_of(asked.asked.chosen)
    address = f"{reverse('supermarket-product', args=[ANY])}{query_of(wanted)}"
    shown = replace(
        SHELF,
        rows=lambda *_: found,
        opens=lambda row: address.replace(str(ANY), str(row.id)),
    )
    context = {
        "table": table_of(shown, asked),
        "wish": wanted,
        "lpr_on": found[0].lpr_on if found else None,
        "seed": shelf.tie_seed(actor.city, asked.today),
        "carried": carried(wanted),
    }
    return draw_public(request, actor, SHELF.template, context)


@public_page
def compare(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Put two to four products side by side for the same query."""
    asked = asking(request, actor, SHELF)
    wanted, notes = wanted_of(asked.asked.chosen), list(asked.notes)
    try:
        found = shelf.compared(
            actor.city, now=asked.now, query=wanted, product_ids=_products(request)
        )
    except Invalid as refusal:
        notes += [sentence(finding) for finding in refusal.findings]
        found = []
    context = {
        "table": _side_by_side(found, region_names(actor.city)) if found else None,
        "wish": wanted,
        "notes": notes,
        "shelf": f"{reverse(SHELF.name)}?{urlencode(carried(wanted))}",
    }
    return draw_public(request, actor, "public/compare.html", context)


@public_page
def product(request: HttpRequest, actor: Actor, product_id: UUID) -> HttpResponse:
    """Show a product: terms, cost for a query, schedule, institution, every version."""
    asked = asking(request, actor, SHELF)
    given = reads.product_for(public(city=actor.city), product_id)
    version = reads.version_in_force(given)
    wanted = wanted_of(asked.asked.chosen)
    priced = shelf.shelved(given, now=asked.now, query=wanted)
    context = {
        "product": given,
        "state": PRODUCT.states[given.state],
        "version": version,
        "institution": version.product.institution,
        "rules": reads.rules_in_force(version.product.institution),
        "terms": words.terms(version, region_names(actor.city)),
        "priced": priced,
        "schedule": shelf.schedule_of(priced, wanted) if priced else (),
        "rate": _rate(priced) if priced else "",
        "wish": wanted,
        "methods": list(METHOD_WORDS.items()),
        "amount": yuan_string(wanted.amount_fen),
        "way": words.way(version),
        "contact": words.contact(version),
        "history": reads.history(given),
        "notes": asked.notes,
    }
    return draw_public(request, actor, "public/product.html", context)


@public_page
def rules(request: HttpRequest, actor: Actor, institution_id: UUID) -> HttpResponse:
    """Show an institution's business rules, the version in force first (二(四)-2)."""
    found = reads.institution_of(actor.city, institution_id)
    context = {"institution": found, "versions": reads.business_rules(found)}
    return draw_public(request, actor, "public/rules.html", context)


def _products(request: HttpRequest) -> list[UUID]:
    """Read which products were picked. Raises Invalid."""
    try:
        return [UUID(text) for text in request.GET.getlist("products")]
    except ValueError:
        raise Invalid("lists.filter", field="产品", value="products") from None


def _side_by_side(found: list[Shelved], places: dict[str, str]) -> Table:
    """Lay out products side by side: their costs, then their terms, one line each."""
    told = [{term.word: term.value for term in words.terms(item.version, places)} for item in found]
    lines = [{"what": word, **_cells(values)} for word, *values in _costs(found)]
    lines += [
        {"what": word, **_cells([each.get(word) for each in told])}
        for word in dict.fromkeys(key for each in told for key in each)
    ]
    heads = [f"{each.product.institution.name} · {each.product.name}" for each in found]
    return Table(
        caption="产品比较",
        heading=False,
        named=True,
        columns=[Column("what", "项目"), *(Column(f"p{at}", it) for at, it in enumerate(heads))],
        rows=[Row(cells=line) for line in lines],
        empty=SHELF.empty,
    )


def _cells(values: list[Any]) -> dict[str, Any]:
    return {f"p{at}": value for at, value in enumerate(values)}


def _costs(found: list[Shelved]) -> list[list[Any]]:
    """Lay out the figures of the products, one line a figure."""
    costs = [each.cost for each in found]
    irrs = [cost.irr_percent if cost else None for cost in costs]
    simples = [cost.simple_percent if cost else None for cost in costs]
    return [
        ["年化成本(内部收益率)", *map(irr_words, irrs, (each.bars for each in found))],
        ["年化成本(单利)", *map(words.share, simples)],
        ["利率", *(_rate(each) for each in found)],
        ["利息合计", *(format_yuan(cost.interest_fen) if cost else "—" for cost in costs)],
        ["费用合计", *(format_yuan(cost.fee_fen) if cost else "—" for cost in costs)],
        ["办理方式", *(words.way(each.version) for each in found)],
        ["联系人", *(words.contact(each.version) for each in found)],
    ]


def _rate(priced: Shelved) -> str:
    return words.rate(priced.rate_bp, priced.lpr_bp, priced.version.spread_bp)
