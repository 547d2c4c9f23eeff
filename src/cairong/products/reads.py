"""What stands on the shelf and for whom, own products, business rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db.models import F, QuerySet

from cairong.audit.rows import fetch
from cairong.kernel.actor import INSTITUTION, Actor
from cairong.parties.models import Organisation
from cairong.policy.products import Borrower, meant_for
from cairong.policy.rule import Answer
from cairong.products.bettered import Bettered, bettered
from cairong.products.models import BusinessRules, Product, ProductVersion

MOST_PREFERRING = 30
type Version = ProductVersion


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


def _written_before(institution: Organisation) -> list[BusinessRules]:
    text = institution.institution_profile.rules_text
    return [BusinessRules(institution=institution, number=0, text=text)] if text else []
