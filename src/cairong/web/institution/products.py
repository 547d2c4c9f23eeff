"""The institution's products: published in versions, suspended and retired."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.cases.proposals import newest_proposal
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
from cairong.products.models import Product, ProductVersion
from cairong.products.reads import history, product_for, version_in_force
from cairong.products.states import PRODUCT
from cairong.web.acting import carry_out
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
TURNS = {"suspend": suspend_product, "resume": resume_product, "retire": retire_product}


@page(Role.INSTITUTION_OFFICER)
def product_new(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Write a new product and lay it before the second person."""
    return _written(request, actor, None)


@page(Role.INSTITUTION_OFFICER)
def product_edit(request: HttpRequest, actor: Actor, product_id: UUID) -> HttpResponseBase:
    """Write a new version of a product and lay it before the second person."""
    found = product_for(actor, product_id)
    PRODUCT.after(found.state, "publish")
    return _written(request, actor, found)


@require_safe
@page(*PEOPLE)
def product(request: HttpRequest, actor: Actor, product_id: UUID) -> HttpResponse:
    """Show a product's terms in force, its versions and what each changed."""
    return _drawn(request, actor, product_for(actor, product_id), ReasonForm())


@page(Role.INSTITUTION_OFFICER)
def product_turn(
    request: HttpRequest, actor: Actor, product_id: UUID, turn: str
) -> HttpResponseBase:
    """Lay before the second person that a product is suspended, resumed or retired."""
    found = product_for(actor, product_id)
    if request.method != "POST":
        return _drawn(request, actor, found, ReasonForm())
    return carry_out(
        request,
        ReasonForm(request.POST),
        lambda typed: TURNS[turn].propose(
            actor=actor, now=moment_of(request), product_id=product_id, reason=typed["reason"]
        ),
        draw=lambda form: _drawn(request, actor, found, form),
        done=lambda pk: reverse("proposal", args=[pk]),
        said="已提交复核。正在办理的融资仍按原版本执行。",
    )


def _written(request: HttpRequest, actor: Actor, found: Product | None) -> HttpResponseBase:
    places = _places(actor, moment_of(request))

    def drawn(form: ProductForm) -> HttpResponse:
        context = {"form": form, "product": found, "grades": range(GRADES)}
        return draw(request, actor, "institution/product_form.html", context)

    if request.method != "POST":
        return drawn(ProductForm(places=places, initial=_begun(found, places)))
    form = ProductForm(request.POST, places=places)
    return carry_out(
        request,
        form,
        lambda _: publish_product.propose(
            actor=actor,
            now=moment_of(request),
            product_id=found.pk if found else None,
            **form.terms(),
        ),
        draw=drawn,
        done=lambda pk: reverse("proposal", args=[pk]),
        places=PLACES,
        said="已提交复核。复核人同意后,产品上网上超市。",
    )


def _begun(found: Product | None, places: Sequence[tuple[str, str]]) -> dict[str, Any]:
    if found is not None:
        return initial_of(version_in_force(found))
    return {
        "methods": ["bullet"],
        "regions": [code for code, _ in places][:1],
        "sizes": ["micro", "small", "medium"],
        "day_count": 360,
        "max_days": 360,
        "cap_percent": 70,
    }


def _places(actor: Actor, now: datetime) -> list[tuple[str, str]]:
    """List the regions a product can be for: those served, the whole city in one word."""
    names = served_regions(actor, now)
    return [(code, f"全市({name})" if code == actor.city else name)
            for code, name in names.items()]  # fmt: skip


def _drawn(request: HttpRequest, actor: Actor, found: Product, form: ReasonForm) -> HttpResponse:
    versions = list(history(found))
    names = region_names(actor.city)
    waiting = newest_proposal(actor, PUBLISH, found.pk)
    officer = actor.role is Role.INSTITUTION_OFFICER
    context = {
        "product": found,
        "state": PRODUCT.states[found.state],
        "version": versions[0],
        "terms": terms(versions[0], names),
        "versions": _differences(versions, names),
        "proposal": waiting if waiting and waiting.state == "waiting" else None,
        "form": form,
        "open": officer and found.state != "retired",
        "turns": _turns(found) if officer else [],
    }
    return draw(request, actor, "institution/product.html", context)


def _turns(found: Product) -> list[tuple[str, str, str]]:
    """List what can be done with a product besides a new version: word, address, what follows."""
    words = {
        "suspend": ("暂停受理", "暂时不接新的申请;可以恢复。"),
        "resume": ("恢复受理", "重新上架,接受新的申请。"),
        "retire": ("下架", "不再上架;正在办理的融资仍按原版本执行。"),
    }
    return [
        (word, reverse(f"product-{turn}", args=[found.pk]), follows)
        for turn, (word, follows) in words.items()
        if (found.state, turn) in PRODUCT.steps
    ]


def _differences(
    versions: Sequence[ProductVersion], places: Mapping[str, str]
) -> list[tuple[ProductVersion, list[Change]]]:
    pairs = zip(versions, [*versions[1:], None], strict=True)
    return [(one, _changed(before, one, places) if before else []) for one, before in pairs]


def _changed(
    before: ProductVersion, after: ProductVersion, places: Mapping[str, str]
) -> list[Change]:
    old, new = placed(facts_of(before), places), placed(facts_of(after), places)
    return [
        one for one in changes(old | {"version": ""}, new | {"version": ""}, PUBLISH) if one.changed
    ]
