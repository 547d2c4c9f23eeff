"""The shelf with five hundred products, each time for other figures. Run by `bench shelf`.

An amount is asked once only, so that nothing that is kept of an answer helps the next.
"""

import random
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count

from django.urls import reverse

from bench.ground import Ground
from bench.pages import ROUNDS, Site, cookie_of, serving
from bench.report import Line, told
from bench.timing import in_turn
from bench.town import CITY, FOUNDED, Town, found_town
from cairong.home.addresses import DATABASE, OWNER
from cairong.home.folder import Home
from cairong.kernel.actor import Role, system
from cairong.kernel.calendar import SHANGHAI
from cairong.parties.actions.admit import admit_organisation
from cairong.parties.kinds import InstitutionFacts
from cairong.parties.models import Organisation
from cairong.policy.cost import METHOD_WORDS
from cairong.products.models import Product, ProductVersion

PRODUCTS, LENDERS, SEED = 500, 25, 4_2021
BOUND = 3.0  # of the shelf as it is first opened, by who is signed in; else only reported
ASKED = {
    "一次还本": "days=180",
    "等额本息 12 期": "days=360&method=equal-instalment&instalments=12",
}


def run(home: Home) -> bool:
    """Lay the town and its shelf, and measure the shelf alone."""
    ground = Ground(home)
    try:
        ground.start()
        ground.use(DATABASE, user=OWNER)
        lay_products(found_town())
        ground.use(DATABASE)
        with serving(ground.home) as site:
            return told(measured(site))
    finally:
        ground.stop()


def lay_products(town: Town, products: int = PRODUCTS) -> None:
    """Put so many products of several institutions on the shelf, at usual spreads and fees."""
    draw = random.Random(SEED)  # noqa: S311 - rows of a bench
    houses = [town.institution, *(_house(place) for place in range(1, LENDERS))]
    laid = Product.objects.bulk_create(
        Product(city_id=CITY, institution=houses[place % LENDERS], name=f"政采贷 {place} 号")
        for place in range(products)
    )
    at = datetime.now(SHANGHAI)
    ProductVersion.objects.bulk_create(
        ProductVersion(
            product=each, number=1, published_at=at, tenor=draw.choice(["1Y", "5Y"]),
            spread_bp=draw.randrange(0, 400, 5), cap_percent=70, day_count=draw.choice([360, 365]),
            methods=list(METHOD_WORDS),
            fee_fen=draw.choice([0, 0, 10_000, 50_000, draw.randrange(100_000)]),
            max_days=draw.randrange(360, 1080), regions=[CITY],
            sizes=["micro", "small", "medium"],
        )
        for place, each in enumerate(laid)
    )  # fmt: skip


def measured(site: Site) -> Iterator[Line]:
    """The page of own figures against an empty page, for anybody and for a supplier."""
    amounts = count(100_000)
    bare = reverse("bench-empty-public")
    for who, cookie in (("signed out", ""), ("signed in", cookie_of(Role.SUPPLIER))):
        for place, (word, query) in enumerate(ASKED.items()):
            floor, ours = in_turn(
                site.getter(bare, cookie), _asking(site, query, amounts, cookie), rounds=2 * ROUNDS
            )
            what = f"网上超市 {PRODUCTS} 个产品 ÷ 空页, {word}, {who}"
            bound = BOUND if cookie and not place else None
            yield Line(what=what, floor_ms=floor, ours_ms=ours, bound=bound)


def _asking(site: Site, query: str, amounts: Iterator[int], cookie: str) -> Callable[[], bytes]:
    path = f"{reverse('supermarket')}?{query}&amount="
    return site.getter(f"{path}{next(amounts)}", cookie)


def _house(place: int) -> Organisation:
    return admit_organisation.by_system(
        actor=system(city=CITY), now=FOUNDED, kind="institution", name=f"第{place}银行",
        region=CITY, institution=InstitutionFacts(regions=[CITY]),
    )  # fmt: skip
