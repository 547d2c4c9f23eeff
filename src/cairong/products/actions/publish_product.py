"""Publish a product, or a new version of one: prepared by one person, approved by another."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.parties import reads as parties
from cairong.parties.four_eyes import two_person
from cairong.parties.models import InstitutionProfile
from cairong.policy.cost import Method
from cairong.policy.lending import rate_above_zero
from cairong.policy.preferring import Preference, check_preferences, lowest_spread
from cairong.policy.products import no_collateral, rate_fixed
from cairong.policy.rule import require
from cairong.policy.size import Size
from cairong.policy.wanted import Wanted, read_wanted
from cairong.products.models import Product, ProductVersion
from cairong.products.reads import product_for
from cairong.products.states import PRODUCT
from cairong.rulebook.reads import lpr_on

NONE = "none"
SIZES: list[Size] = ["micro", "small", "medium"]
Fen = Annotated[int, Field(ge=0, le=10**13)]


@two_person(Role.INSTITUTION_OFFICER, word="上架融资产品", of=PRODUCT)
def publish_product(
    *,
    actor: Actor,
    now: datetime,
    name: str,
    lpr: Literal["1Y", "5Y"],
    spread_bp: Annotated[int, Field(ge=-300, le=2000)],
    cap_percent: Annotated[int, Field(ge=1, le=100)],
    day_count: Literal[360, 365],
    methods: Annotated[list[Method], Field(min_length=1)],
    fee_fen: Fen,
    max_days: Annotated[int, Field(ge=1, le=3660)],
    collateral: str = NONE,
    collateral_ground: str = "",
    min_fen: Fen = 0,
    max_fen: Fen | None = None,
    regions: list[str] | None = None,
    sizes: list[Size] | None = None,
    preferences: list[Preference] | None = None,
    wanted: str = "",
    hold_until_due: bool = False,
    floats: bool = False,
    source: str = "",
    product_id: UUID | None = None,
) -> Product:
    """Put a product on the shelf; with `product_id`, a new version of one that stands.

    Cases keep their version; intents it fits reach the institution; `wanted`: «what:why» a line.
    Raises PolicyBreach for collateral without a stated ground, a rate that floats, or one that is
    not above zero; Conflict for a name the institution uses already.
    Writes: products.Product, ProductVersion. Source: 二(一)-2, 二(四)-2, 二(五)-5, 二(五)-7, D16.
    """
    preferred = check_preferences(preferences or [])
    asked, ground = _secured(collateral, collateral_ground)
    lpr_bp, lowest = lpr_on(actor.city, now).rate_bp(lpr), lowest_spread(spread_bp, preferred)
    require(
        no_collateral(asked=asked, ground=ground), rate_fixed(floats=floats),
        rate_above_zero(lpr_bp=lpr_bp, spread_bp=lowest),
    )  # fmt: skip
    product, before = _product(actor, name, product_id)
    version = ProductVersion.objects.create(
        product=product, number=product.version, published_at=now, published_by_id=actor.person_id,
        tenor=lpr, spread_bp=spread_bp, cap_percent=cap_percent, day_count=day_count,
        methods=list(dict.fromkeys(methods)), fee_fen=fee_fen, max_days=max_days, min_fen=min_fen,
        max_fen=_most(min_fen, max_fen), regions=_regions(actor, regions), sizes=sizes or SIZES,
        collateral=asked, collateral_ground=ground, hold_until_due=hold_until_due,
        preferences=_rows(preferred), wanted=_rows(read_wanted(wanted)), source=source.strip(),
    )  # fmt: skip
    _record(actor, now, version, before)
    return product


def _record(
    actor: Actor, now: datetime, version: ProductVersion, before: dict[str, Any] | None
) -> None:
    exception = ["二(五)-5"] if version.collateral else []
    record(
        actor=actor,
        now=now,
        type="products.product.published",
        subject=version.product,
        before=before,
        after={**named(version.product), **terms(version)},
        basis=["二(一)-2", "二(一)-4", "二(五)-7", *exception],
    )


def terms(version: ProductVersion) -> dict[str, Any]:
    """List a version's terms as plain values, for events and for the difference of two."""
    return {
        "version": version.number,
        "tenor": version.tenor,
        "spread_bp": version.spread_bp,
        "cap_percent": version.cap_percent,
        "day_count": version.day_count,
        "methods": version.methods,
        "fee_fen": version.fee_fen,
        "max_days": version.max_days,
        "min_fen": version.min_fen,
        "max_fen": version.max_fen,
        "regions": version.regions,
        "sizes": version.sizes,
        "collateral": version.collateral,
        "collateral_ground": version.collateral_ground,
        "hold_until_due": version.hold_until_due,
        "preferences": version.preferences,
        "wanted": [f"{each['what']}:{each['why']}" for each in version.wanted],
        "source": version.source,
    }


def named(product: Product) -> dict[str, Any]:
    """Name a product and its state, which stand beside the terms of every version."""
    return {"name": product.name, "state": product.state}


def _product(actor: Actor, name: str, product_id: UUID | None) -> tuple[Product, dict[str, Any]]:
    text = clean_text(name, field="name", least=1, most=80)
    if product_id is None:
        made = Product.objects.create(
            city_id=actor.city, institution_id=parties.own_organisation(actor), name=text
        )
        return made, {}
    product = product_for(actor, product_id, lock=True)
    version = ProductVersion.objects.get(product=product, number=product.version)
    before = {**named(product), **terms(version)}
    product.state = PRODUCT.after(product.state, "publish")
    product.name, product.version = text, product.version + 1
    product.reason = ""
    product.save(update_fields=["state", "name", "version", "reason"])
    return product, before


def _most(least: int, most: int | None) -> int | None:
    if most is not None and most < least:
        raise Invalid("products.amounts", field="max_fen", value=most, least=least)
    return most


def _rows(listed: Sequence[Preference | Wanted]) -> list[dict[str, Any]]:
    return [asdict(each) for each in listed]


def _secured(collateral: str, ground: str) -> tuple[str, str]:
    """Read what is asked as collateral or guarantee, nothing as a rule, and its stated ground."""
    asked = collateral.strip()
    return ("", "") if asked.lower() in ("", NONE, "无") else (asked, ground.strip())


def _regions(actor: Actor, wanted: list[str] | None) -> list[str]:
    profile = InstitutionProfile.objects.get(organisation_id=parties.own_organisation(actor))
    if not wanted:
        return list(profile.regions)
    known = parties.region_names(actor.city)
    for code in wanted:
        if code not in known:
            raise Invalid("products.region", field="regions", value=code)
        if code not in profile.regions and actor.city not in profile.regions:
            raise Invalid("products.region_not_served", field="regions", value=known[code])
    return list(dict.fromkeys(wanted))
