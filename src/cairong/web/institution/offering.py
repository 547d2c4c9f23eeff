"""Write an offer: product, amount, days, price; the whole cost shows while one types."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from cairong.cases.pricing import Pricing, pricing_of
from cairong.cases.proposals import BACK
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Finding, PolicyBreach
from cairong.kernel.money import format_yuan
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.states import APPLICATION
from cairong.policy.catalogue import sentence
from cairong.policy.cost import kept_percent
from cairong.policy.lending import Terms
from cairong.policy.lpr import TENOR_WORDS
from cairong.products.bettered import Bettered
from cairong.web.acting import carry_out, to_proposal
from cairong.web.expected import lines
from cairong.web.forms import Choices
from cairong.web.frame import draw
from cairong.web.institution.forms import OfferForm, TermsForm
from cairong.web.loan_pages import days_ago, lpr_dated, newer_lpr
from cairong.web.parts import Why
from cairong.web.public.terms import METHODS, percent, points, preferred, share
from cairong.web.sums import sums_of

PLACES = {
    "lending.above_headroom": "amount",
    "lending.dearer_than_published": "spread_bp",
    "lending.method_not_offered": "method",
    "lending.instalments": "instalments",
    "lending.bullet_is_one": "instalments",
    "lending.fee_above_draw": "fee",
    "lending.rate_not_positive": "spread_bp",
    "lending.product_not_open": "product",
    "products.not_for": "product",
    "lending.token_offer": "amount",
    "lending.less_without_reason": "amount_reason",
    "lending.term_before_payment": "term_reason",
    "lending.term_beyond_payment": "term_reason",
    "lending.worse_than_lower_grade": "grade_reason",
}
MOST = "按产品的最高金额和合同的可融资额度,最多可报"
TYPED = (
    "days", "spread_bp", "method", "instalments", "amount_reason", "term_reason", "grade_reason",
)  # fmt: skip


@page(Role.INSTITUTION_OFFICER)
def offer_new(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponseBase:
    """Write an offer and lay it before the second person."""
    pricing = pricing_of(actor, application_id, now=moment_of(request))
    APPLICATION.after(pricing.application.state, "approve")
    products = _products(pricing)
    if request.method != "POST":
        initial, source = _begun(pricing)
        form = OfferForm(choices=products, initial=initial, sources=source)
        return _drawn(request, actor, pricing, form, typed=initial)
    typed = _typed(request.POST, products)
    if request.POST.get("act") == "preview":
        kept = {name: request.POST[name] for name in request.POST if name in TermsForm.base_fields}
        form = OfferForm(choices=products, initial=kept)
        return _drawn(request, actor, pricing, form, typed=typed)
    return carry_out(
        request,
        OfferForm(request.POST, choices=products),
        lambda terms: _proposed(request, actor, application_id, terms),
        draw=lambda shown: _drawn(request, actor, pricing, shown, typed=typed),
        done=to_proposal,
        places=PLACES,
        also=("act",),
        said="已提交复核。复核人同意后,报价发给供应商。",
    )


def _proposed(
    request: HttpRequest, actor: Actor, application_id: UUID, typed: dict[str, Any]
) -> object:
    try:
        return approve_offer.propose(
            actor=actor,
            now=moment_of(request),
            application_id=application_id,
            product_id=UUID(typed["product"]),
            amount_fen=typed["amount"],
            fee_fen=typed["fee"],
            **{name: typed[name] for name in TYPED},
        )
    except PolicyBreach as breach:
        breach.findings = tuple(_with_field(finding) for finding in breach.findings)
        raise


def _with_field(finding: Finding) -> Finding:
    """Put what a product bounds beside its field: the amount, or the days."""
    if finding.code != "lending.outside_product":
        return finding
    field = "days" if finding.params["what"] == "期限" else "amount"
    return replace(finding, params={**finding.params, "field": field})


@require_safe
@page(Role.INSTITUTION_OFFICER)
def offer_preview(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """Answer the figures of terms still being typed: the panel beside the form, nothing kept."""
    pricing = pricing_of(actor, application_id, now=moment_of(request))
    figures = _figures(pricing, _typed(request.GET, _products(pricing)))
    return draw(request, actor, "institution/figures.html", figures)


def _products(pricing: Pricing) -> dict[str, Choices]:
    """Offer the products on the shelf, each with its price and its bound."""
    offered = [
        (
            key,
            f"{terms.product.name} · LPR {points(terms.spread_bp)} · 至多 {terms.cap_percent}%",
        )
        for key, terms in pricing.products.items()
    ]
    return {"product": offered}


def _typed(given: Any, products: dict[str, Choices]) -> dict[str, Any] | None:
    form = TermsForm(given, choices=products)
    return dict(form.cleaned_data) if form.is_valid() else None


def _method(product: Bettered, wished: str) -> str:
    """Choose the way of repaying that the supplier wished for, where the product has it."""
    methods = product.version.methods
    return wished if wished in methods else methods[0]


def _begun(pricing: Pricing) -> tuple[dict[str, Any], dict[str, str]]:
    """Begin with what was asked for, under the first product for it; or with what came back."""
    if pricing.newest is not None and pricing.newest.state in BACK:
        given = pricing.newest.arguments
        initial = {name: given.get(name, "") for name in TYPED} | {
            "product": given["product_id"],
            "amount": given["amount_fen"],
            "fee": given["fee_fen"],
        }
        return initial, dict.fromkeys(initial, "退回的送审")
    if not pricing.products:
        return {}, {}
    first, intent = pricing.first, pricing.application.intent
    amount = pricing.most_fen(first)
    initial = {
        "product": str(first.product.pk),
        "amount": amount,
        "days": min(intent.days, first.max_days),
        "spread_bp": first.spread_bp,
        "method": _method(first, intent.method),
        "instalments": 1,
        "fee": first.version.fee_fen,
        "amount_reason": f"{MOST}{format_yuan(amount)}" if amount < intent.amount_fen else "",
        "term_reason": "",
        "grade_reason": "",
    }
    product, asked = "产品公布的条件", "供应商的意向"
    return initial, {"amount": asked, "days": asked, "spread_bp": product, "fee": product}


def _figures(pricing: Pricing, typed: dict[str, Any] | None) -> dict[str, Any]:
    product = pricing.products.get(str(typed["product"])) if typed else None
    now, taken = pricing.now, pricing.lpr.published_on
    shown = {
        "room": pricing.room_fen(product),
        "why": _why(pricing, product),
        "newer": newer_lpr(pricing.application.city_id, now, taken),
    }
    if typed is None or product is None:
        return shown
    terms = Terms(
        amount_fen=typed["amount"], fee_fen=typed["fee"], **{name: typed[name] for name in TYPED}
    )
    priced = pricing.price(product, terms)
    lpr = f"{TENOR_WORDS[product.version.tenor]} LPR {percent(priced.lpr_bp)}"
    cost = priced.cost
    return shown | {
        "priced": priced,
        "lpr": lpr_dated(priced.lpr_bp, product.version.tenor, taken, days_ago(taken, day_of(now))),
        "breaches": [(sentence(breach), breach.obligation) for breach in priced.breaches],
        "rate": f"{percent(priced.rate_bp)} = {lpr} {points(terms.spread_bp)}",
        "irr": share(kept_percent(cost.irr_percent)) if cost else "",
        "simple": share(kept_percent(cost.simple_percent)) if cost else "",
        "method": METHODS.get(terms.method, ""),
        "preferred": preferred(product.grade, product.given),
    }


def _why(pricing: Pricing, product: Any) -> Why:
    return Why(
        ask="可融资额度怎样算出来?",
        rule="报价不超过财政尚待支付金额乘融资比例上限,减去未偿本金和其他意向的占用。",
        obligation="一(一)-1",
        sums=sums_of(pricing.lines(product)),
        mender="支付、还款、其他报价失效,额度随之变化;比例上限由产品和本市参数定。",
    )


def _drawn(
    request: HttpRequest,
    actor: Actor,
    pricing: Pricing,
    form: OfferForm,
    *,
    typed: dict[str, Any] | None,
) -> HttpResponse:
    newest = pricing.newest
    context = {
        "application": pricing.application,
        "title": pricing.title,
        "form": form,
        "products": bool(pricing.products),
        "check": pricing.checked,
        "unlooked": sentence(pricing.unlooked) if pricing.unlooked else "",
        "proposal": newest if newest and newest.state == "waiting" else None,
        "back": newest if newest and newest.state in BACK else None,
        "expected": lines(pricing.outlook),
        **_figures(pricing, typed),
    }
    return draw(request, actor, "institution/offer_new.html", context)
