"""The institution's products: published in versions, suspended and retired."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.cases.proposals import waiting_proposal
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.parties.reads import region_names, served_regions
from cairong.products.actions.publish_product import publish_product
from cairong.products.actions.publish_product import terms as facts_of
from cairong.products.actions.retire_product import (
    resume_product,
    retire_product,
    suspend_product,
)
from cairong.products.reads import history, product_for, version_in_force
from cairong.products.states import PRODUCT
from cairong.web.acting import carry_out, sent, to_proposal, told
from cairong.web.facts import changes, placed
from cairong.web.forms import ReasonForm
from cairong.web.frame import draw
from cairong.web.institution.lists import PEOPLE
from cairong.web.institution.product_forms import GRADES, ProductForm, initial_of
from cairong.web.parts import Change
from cairong.web.public.terms import terms

PUBLISH = "products.publish_product"
PLACES = {
    "products.collateral": "collateral_ground",
    "products.amounts": "most",
    "products.region": "regions",
    "products.region_not_served": "regions",
    "products.name_taken": "name",
    "lending.rate_not_positive": "spread_bp",
}
FIRST = {
    "methods": ["bullet"],
    "sizes": ["micro", "small", "medium"],
    "day_count": 360,
    "max_days": 360,
    "cap_percent": 70,
}
# What can be done with a product besides a new version: by which act, its word, what follows.
TURNS = {
    "suspend": (suspend_product, "暂停受理", "暂时不接新的申请;可以恢复。"),
    "resume": (resume_product, "恢复受理", "重新上架,接受新的申请。"),
    "retire": (retire_product, "下架", "不再上架;正在办理的融资仍按原版本执行。"),
}


@page(Role.INSTITUTION_OFFICER)
def product_form(
    request: HttpRequest, actor: Actor, product_id: UUID | None = None
) -> HttpResponseBase:
    """Write a new product, or a new version of one, and lay it before the second person."""
    found = product_for(actor, product_id) if product_id else None
    if found is not None:
        PRODUCT.after(found.state, "publish")
    served = served_regions(actor, moment_of(request))
    places = [
        (code, f"全市({name})" if code == actor.city else name) for code, name in served.items()
    ]
    first = initial_of(version_in_force(found)) if found else {**FIRST, "regions": [*served][:1]}

    def drawn(form: ProductForm) -> HttpResponse:
        context = {"form": form, "product": found, "grades": range(GRADES)}
        return draw(request, actor, "institution/product_form.html", context)

    return carry_out(
        request,
        sent(request, ProductForm, choices={"regions": places}, initial=first),
        told(request, actor, publish_product.propose, product_id=product_id),
        draw=drawn,
        done=to_proposal,
        places=PLACES,
        said="已提交复核。复核人同意后,产品上网上超市。",
    )


@require_safe
@page(*PEOPLE)
def product(request: HttpRequest, actor: Actor, product_id: UUID) -> HttpResponse:
    """Show a product's terms in force, its versions and what each changed."""
    return _drawn(request, actor, product_id, ReasonForm())


@page(Role.INSTITUTION_OFFICER)
def product_turn(
    request: HttpRequest, actor: Actor, product_id: UUID, turn: str
) -> HttpResponseBase:
    """Lay before the second person that a product is suspended, resumed or retired."""
    act, *_ = TURNS[turn]
    return carry_out(
        request,
        sent(request, ReasonForm),
        told(request, actor, act.propose, product_id=product_for(actor, product_id).pk),
        draw=lambda form: _drawn(request, actor, product_id, form),
        done=to_proposal,
        said="已提交复核。正在办理的融资仍按原版本执行。",
    )


def _drawn(request: HttpRequest, actor: Actor, product_id: UUID, form: ReasonForm) -> HttpResponse:
    found = product_for(actor, product_id)
    versions, names = history(found), region_names(actor.city)
    known = [placed(facts_of(version), names) for version in versions]
    before = [*known[1:], None]
    officer = actor.role is Role.INSTITUTION_OFFICER
    context = {
        "product": found,
        "state": PRODUCT.states[found.state],
        "version": versions[0],
        "terms": terms(versions[0], names),
        "versions": list(zip(versions, map(_changed, before, known), strict=True)),
        "proposal": waiting_proposal(actor, PUBLISH, found.pk),
        "form": form,
        "open": officer and found.state != "retired",
        "turns": [
            (word, reverse(f"product-{turn}", args=[found.pk]), follows)
            for turn, (_, word, follows) in TURNS.items()
            if officer and (found.state, turn) in PRODUCT.steps
        ],
    }
    return draw(request, actor, "institution/product.html", context)


def _changed(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Sequence[Change]:
    """List what a version changed; nothing of the first."""
    if before is None:
        return []
    both = changes({**before, "version": ""}, {**after, "version": ""}, PUBLISH)
    return [change for change in both if change.changed]
