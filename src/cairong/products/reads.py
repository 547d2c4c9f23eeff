"""The shelf: each product's cost for an amount, sorted by it; own products; business rules."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from uuid import UUID

from django.db.models import F, QuerySet

from cairong.audit.rows import fetch
from cairong.kernel.actor import INSTITUTION, Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid, NotFound
from cairong.kernel.money import format_yuan
from cairong.parties.models import Organisation
from cairong.policy.cost import Cost, Method, cost
from cairong.policy.lpr import Lpr
from cairong.policy.products import Borrower, meant_for, serves_region, serves_size
from cairong.policy.rule import Answer
from cairong.products.bettered import Bettered, bettered
from cairong.products.models import BusinessRules, Product, ProductVersion
from cairong.rulebook.reads import lpr_on

COMPARED_LEAST, COMPARED_MOST = 2, 4
MOST_PREFERRING = 30
type Version = ProductVersion
NEVER = Decimal(10) ** 9


@dataclass(frozen=True, kw_only=True)
class ShelfQuery:
    """What somebody wants to borrow: fen, days, way of repaying and in how many parts.

    `region`, `size` (of the enterprise) and `grade` (of its performance record) may be left open.
    """

    amount_fen: int
    days: int
    method: Method = "bullet"
    instalments: int = 1
    region: str = ""
    size: str = ""
    grade: str = ""


@dataclass(frozen=True)
class Bounds:
    """How far the products of one institution go: largest cap, least amount, days, ways."""

    cap_percent: int
    least_fen: int
    most_days: int
    methods: frozenset[str]

    def or_that(self, other: "Bounds") -> "Bounds":
        """Go as far as either of two."""
        return Bounds(
            max(self.cap_percent, other.cap_percent),
            min(self.least_fen, other.least_fen),
            max(self.most_days, other.most_days),
            self.methods | other.methods,
        )


@dataclass(frozen=True, kw_only=True)
class Shelved:
    """One product on the shelf, priced; `bars` says why it does not fit the query, if so."""

    version: ProductVersion
    rate_bp: int
    lpr_bp: int
    lpr_on: date
    cost: Cost | None
    bars: tuple[str, ...]
    tie: str

    @property
    def product(self) -> Product:
        """The product this version belongs to."""
        return self.version.product

    @property
    def all_in_fen(self) -> int:
        """What is paid beside the principal: interest and fees."""
        return self.cost.interest_fen + self.cost.fee_fen if self.cost else 0

    @property
    def fitting(self) -> "Shelved | None":
        """Itself where it fits the query: what does not fit is sorted last."""
        return None if self.bars else self


def product_for(actor: Actor, product_id: UUID, *, lock: bool = False) -> Product:
    """Fetch a product: an institution its own, others what is not retired. Raises NotFound."""
    rows = Product.objects.filter(city_id=actor.city)
    if actor.role in INSTITUTION:
        rows = rows.filter(institution_id=actor.organisation_id)
    else:
        rows = rows.exclude(state="retired")
    return fetch(rows, product_id, "产品", lock=lock)


def current(product_ids: Iterable[UUID]) -> QuerySet[ProductVersion]:
    """List the versions in force of these products."""
    return ProductVersion.objects.filter(
        product_id__in=list(product_ids), number=F("product__version")
    ).select_related("product__institution")


def version_in_force(product: Product) -> ProductVersion:
    """Return the version in force of one product."""
    rows = current([product.pk]).select_related("product__institution__institution_profile")
    return rows.get()


def own_products(actor: Actor) -> QuerySet[ProductVersion]:
    """List an institution's own products in their version in force, newest first."""
    return (
        ProductVersion.objects.filter(
            product__city_id=actor.city,
            product__institution_id=actor.organisation_id,
            number=F("product__version"),
        )
        .select_related("product__institution")
        .order_by("-published_at", "-pk")
    )


def open_versions(actor: Actor) -> list[ProductVersion]:
    """List the versions in force of an institution's products on the shelf, by name."""
    return list(own_products(actor).filter(product__state="published").order_by("product__name"))


def history(product: Product) -> list[ProductVersion]:
    """List every version of a product, newest first."""
    rows = product.versions.select_related("product__institution", "published_by")
    return list(rows.order_by("-number"))


def business_rules(institution: Organisation) -> list[BusinessRules]:
    """List an institution's business rules, the version in force first.

    What the bureau wrote for it before it did itself counts as number 0, of no known day.
    """
    rows = institution.business_rules.select_related("published_by").order_by("-number")
    return list(rows) or _written_before(institution)


def rules_in_force(institution: Organisation) -> BusinessRules | None:
    """Return the business rules of an institution that hold, if there are any."""
    return next(iter(business_rules(institution)), None)


def institution_of(city: str, institution_id: UUID) -> Organisation:
    """Fetch an institution for what the public reads of it. Raises NotFound."""
    rows = Organisation.objects.filter(city_id=city, kind=Organisation.Kind.INSTITUTION)
    return fetch(rows.select_related("institution_profile"), institution_id, "金融机构")


def on_shelf(city: str) -> QuerySet[ProductVersion]:
    """List the versions in force of every product on the shelf of a city."""
    return ProductVersion.objects.filter(
        product__city_id=city,
        product__state="published",
        product__institution__active=True,
        product__institution__institution_profile__suspended_on=None,
        number=F("product__version"),
    ).select_related("product__institution__institution_profile")


def is_for(version: ProductVersion, borrower: Borrower) -> Answer:
    """Hold a borrower against whom a product is published for."""
    return meant_for(
        product=version.product.name,
        regions=version.regions,
        sizes=version.sizes,
        borrower=borrower,
    )


def bounds_for(borrower: Borrower, grade: str = "") -> dict[UUID, Bounds]:
    """Say which institutions have a product on the shelf for a borrower, and how far they go.

    That is, for a supplier of a performance grade, empty where it has none.
    """
    sizes = [borrower.size] if borrower.size else []
    found = on_shelf(borrower.city).filter(
        regions__overlap=[borrower.region, borrower.city], sizes__contains=sizes
    )
    bounds: dict[UUID, Bounds] = {}
    for version in found.select_related("product").only(
        "cap_percent", "min_fen", "max_days", "methods", "preferences", "product__institution_id"
    ):
        key, each = version.product.institution_id, bettered(version, grade)
        reach = Bounds(each.cap_percent, version.min_fen, each.max_days, frozenset(version.methods))
        known = bounds.get(key)
        bounds[key] = reach.or_that(known) if known else reach
    return bounds


def preferring(city: str, grade: str) -> list[Bettered]:
    """List the first products on the shelf that are better for a grade, by institution and name."""
    rows = on_shelf(city).order_by("product__institution__name", "product__name")
    better = (bettered(row, grade) for row in rows)
    return list(islice((each for each in better if each.given), MOST_PREFERRING))


def shelf(city: str, *, now: datetime, query: ShelfQuery, lpr: Lpr | None = None) -> list[Shelved]:
    """Price every product on the shelf for a query, cheapest first; what does not fit, last.

    The order is by effective yearly cost, then simple yearly cost, then by the published draw of
    the day (`tie_order`). Nobody can buy a place. `lpr` is that of the moment, where it is at hand.
    Source: 二(一)-4, 中国人民银行公告〔2021〕第3号.
    """
    held = lpr or lpr_on(city, now)
    seed = tie_seed(city, day_of(now))
    priced = [_priced(each, query, held, seed) for each in on_shelf(city)]
    return sorted(priced, key=_place)


def compared(
    city: str, *, now: datetime, query: ShelfQuery, product_ids: Sequence[UUID]
) -> list[Shelved]:
    """Put two to four products side by side in the shelf's order. Raises Invalid, NotFound."""
    wanted = set(product_ids)
    if not COMPARED_LEAST <= len(wanted) <= COMPARED_MOST:
        raise Invalid("products.compare_count", field="products", value=len(wanted))
    found = [each for each in shelf(city, now=now, query=query) if each.product.pk in wanted]
    if len(found) != len(wanted):
        raise NotFound("access.not_found", thing="产品")
    return found


def tie_seed(city: str, day: date) -> str:
    """Name the seed that orders equal costs on one day; it stands on the page."""
    return f"{city}-{day.isoformat()}"


def tie_order(seed: str, product_id: UUID) -> str:
    """Work out the place of a product among equals: SHA-256 of seed and id, in hex."""
    return hashlib.sha256(f"{seed}|{product_id}".encode()).hexdigest()


def bars(version: ProductVersion, query: ShelfQuery) -> list[str]:
    """Say in words what keeps a product from fitting a query, and what would have to change."""
    borrower = Borrower(city=version.product.city_id, region=query.region, size=query.size)
    longest = bettered(version, query.grade).max_days
    checks = (
        (query.method not in version.methods, "不提供这种还款方式"),
        (query.days > longest, f"期限最长 {longest} 天"),
        (query.amount_fen < version.min_fen, f"金额不低于 {format_yuan(version.min_fen)}"),
        (
            version.max_fen is not None and query.amount_fen > version.max_fen,
            f"金额不高于 {format_yuan(version.max_fen or 0)}",
        ),
        (query.amount_fen <= version.fee_fen, f"金额须高于费用 {format_yuan(version.fee_fen)}"),
        (not serves_region(version.regions, borrower), "不服务这个区域"),
        (not serves_size(version.sizes, borrower), "不面向这一规模的企业"),
    )
    return [words for holds, words in checks if holds]


def _written_before(institution: Organisation) -> list[BusinessRules]:
    text = institution.institution_profile.rules_text
    return [BusinessRules(institution=institution, number=0, text=text)] if text else []


def _priced(version: ProductVersion, query: ShelfQuery, lpr: Lpr, seed: str) -> Shelved:
    lpr_bp = lpr.rate_bp("1Y" if version.tenor == "1Y" else "5Y")
    rate_bp = max(lpr_bp + bettered(version, query.grade).spread_bp, 0)
    barred = bars(version, query)
    figures = (
        None
        if barred
        else cost(
            principal_fen=query.amount_fen,
            rate_bp=rate_bp,
            days=query.days,
            day_count=version.day_count,
            fee_fen=version.fee_fen,
            method=query.method,
            instalments=query.instalments,
        )
    )
    return Shelved(
        version=version,
        rate_bp=rate_bp,
        lpr_bp=lpr_bp,
        lpr_on=lpr.published_on,
        cost=figures,
        bars=tuple(barred),
        tie=tie_order(seed, version.product_id),
    )


def _place(shelved: Shelved) -> tuple[bool, Decimal, Decimal, str]:
    if shelved.cost is None:
        return True, NEVER, NEVER, shelved.tie
    irr, simple = shelved.cost.irr_percent, shelved.cost.simple_percent
    return False, NEVER if irr is None else irr, NEVER if simple is None else simple, shelved.tie
