"""Write an offer: product, amount, days, price; the whole cost shows while one types."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.cases.financings import title_of
from cairong.cases.proposals import proposal_back, waiting_proposal
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Finding, PolicyBreach
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.models import Application
from cairong.lending.reads import application_for
from cairong.lending.states import APPLICATION
from cairong.lending.steps.bindings import borrower_of
from cairong.lending.steps.verification import newest_verification
from cairong.parties.models import Proposal
from cairong.policy.cost import kept_percent
from cairong.products.models import ProductVersion
from cairong.products.reads import is_for
from cairong.treasury.models import Receivable
from cairong.web.acting import carry_out
from cairong.web.frame import draw
from cairong.web.institution.forms import OfferForm, TermsForm
from cairong.web.institution.pricing import Priced, headroom_why, open_versions, priced, room_fen
from cairong.web.public.terms import METHODS, TENOR_WORDS, percent, points, share

ACT = "lending.approve_offer"
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
}


@page(Role.INSTITUTION_OFFICER)
def offer_new(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponseBase:
    """Write an offer and lay it before the second person."""
    found = application_for(actor, application_id)
    APPLICATION.after(found.state, "approve")
    versions = open_versions(actor)
    products = _choices(versions)
    if request.method != "POST":
        initial, source = _begun(actor, found, versions)
        form = OfferForm(products=products, initial=initial, sources=source)
        return _drawn(request, actor, found, form, versions=versions, typed=initial)
    if request.POST.get("act") == "preview":
        typed = {name: request.POST[name] for name in request.POST if name in TermsForm.base_fields}
        form = OfferForm(products=products, initial=typed)
        typed_now = _typed(request.POST, products)
        return _drawn(request, actor, found, form, versions=versions, typed=typed_now)
    form = OfferForm(request.POST, products=products)
    return carry_out(
        request,
        form,
        lambda typed: _proposed(request, actor, application_id, typed),
        draw=lambda shown: _drawn(
            request, actor, found, shown, versions=versions, typed=_typed(request.POST, products)
        ),
        done=lambda pk: reverse("proposal", args=[pk]),
        places=PLACES,
        also=("act",),
        said="已提交复核。复核人同意后,报价发给供应商。",
    )


def _proposed(
    request: HttpRequest, actor: Actor, application_id: UUID, typed: dict[str, Any]
) -> Proposal:
    try:
        return approve_offer.propose(
            actor=actor,
            now=moment_of(request),
            application_id=application_id,
            product_id=UUID(typed["product"]),
            amount_fen=typed["amount"],
            fee_fen=typed["fee"],
            **{name: typed[name] for name in ("days", "spread_bp", "method", "instalments")},
        )
    except PolicyBreach as breach:
        breach.findings = tuple(_beside_days(one) for one in breach.findings)
        raise


def _beside_days(finding: Finding) -> Finding:
    """Put what a product bounds beside its field: the amount, or the days."""
    if finding.code != "lending.outside_product":
        return finding
    field = "days" if finding.params["what"] == "期限" else "amount"
    return replace(finding, params={**finding.params, "field": field})


@require_safe
@page(Role.INSTITUTION_OFFICER)
def offer_preview(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """Answer the figures of terms still being typed: the panel beside the form, nothing kept."""
    found = application_for(actor, application_id)
    versions = open_versions(actor)
    typed = _typed(request.GET, _choices(versions))
    return draw(
        request, actor, "institution/figures.html", _figures(request, actor, found, versions, typed)
    )


def _choices(versions: dict[str, ProductVersion]) -> list[tuple[str, str]]:
    return [
        (key, f"{one.product.name} · LPR {points(one.spread_bp)} · 至多 {one.cap_percent}%")
        for key, one in versions.items()
    ]


def _typed(given: Any, products: list[tuple[str, str]]) -> dict[str, Any] | None:
    form = TermsForm(given, products=products)
    return dict(form.cleaned_data) if form.is_valid() else None


def _begun(
    actor: Actor, found: Application, versions: dict[str, ProductVersion]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Begin with what was asked for, under the first product for it; or with what came back."""
    back = proposal_back(actor, ACT, found.pk)
    if back is not None:
        given = back.arguments
        names = ("days", "spread_bp", "method", "instalments")
        initial = {name: given[name] for name in names} | {
            "product": given["product_id"],
            "amount": given["amount_fen"],
            "fee": given["fee_fen"],
        }
        return initial, dict.fromkeys(initial, "退回的送审")
    if not versions:
        return {}, {}
    borrower = borrower_of(found.intent)
    fitting = [one for one in versions.values() if is_for(one, borrower) is None]
    first = (fitting or list(versions.values()))[0]
    receivable = found.intent.receivable
    room = room_fen(receivable, found.intent, first) if receivable else found.intent.amount_fen
    initial = {
        "product": str(first.product_id),
        "amount": max(min(found.intent.amount_fen, room), 0),
        "days": min(found.intent.days, first.max_days),
        "spread_bp": first.spread_bp,
        "method": first.methods[0],
        "instalments": 1,
        "fee": first.fee_fen,
    }
    product, asked = "产品公布的条件", "供应商的意向"
    sources = {"amount": asked, "days": asked, "spread_bp": product, "fee": product}
    return initial, sources


def _receivable(found: Application) -> Receivable:
    receivable: Receivable | None = found.intent.receivable
    if receivable is None:
        raise PolicyBreach("lending.contract_missing", obligation="二(四)-3")
    return receivable


def _figures(
    request: HttpRequest,
    actor: Actor,
    found: Application,
    versions: dict[str, ProductVersion],
    typed: dict[str, Any] | None,
) -> dict[str, Any]:
    receivable, intent = _receivable(found), found.intent
    version = versions.get(str(typed["product"])) if typed else None
    shown: Priced | None = None
    if typed and version:
        shown = priced(typed, version, receivable, intent, city=actor.city, now=moment_of(request))
    return {
        "priced": shown,
        "room": room_fen(receivable, intent, version),
        "why": headroom_why(receivable, intent, version),
        "rate": f"{percent(shown.rate_bp)} = {TENOR_WORDS[shown.version.tenor]} LPR "
        f"{percent(shown.lpr_bp)} {points(shown.rate_bp - shown.lpr_bp)}" if shown else "",
        "irr": share(kept_percent(shown.cost.irr_percent)) if shown and shown.cost else "",
        "simple": share(kept_percent(shown.cost.simple_percent)) if shown and shown.cost else "",
        "method": METHODS.get(typed["method"], "") if typed else "",
        "typed": typed,
    }  # fmt: skip


def _drawn(
    request: HttpRequest,
    actor: Actor,
    found: Application,
    form: OfferForm,
    *,
    versions: dict[str, ProductVersion],
    typed: dict[str, Any] | None,
) -> HttpResponse:
    context = {
        "application": found,
        "title": title_of(found.intent),
        "form": form,
        "products": bool(versions),
        "check": newest_verification(found.pk),
        "proposal": waiting_proposal(actor, ACT, found.pk),
        "back": proposal_back(actor, ACT, found.pk),
        **_figures(request, actor, found, versions, typed),
    }
    return draw(request, actor, "institution/offer_new.html", context)
