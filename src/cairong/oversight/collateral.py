"""Exceptions asked for: products that ask for collateral or a guarantee, and the loans on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Subquery, Sum

from cairong.audit.models import Event
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of, end_of, start_of
from cairong.lending.counted import COUNTED
from cairong.lending.models import Offer
from cairong.oversight.reads import loans_behind, watched_regions
from cairong.products.models import ProductVersion
from cairong.products.reads import on_shelf

RETIRED = "products.product.retired"


@dataclass(frozen=True, kw_only=True)
class Secured:
    """The terms of a product that ask for collateral, and what came of them in a year.

    They held `until` the day (none: still) another version or the end of the product came.
    `standing` is "shelf" for what is on the shelf now. `offers` and `loans` are those of the year
    on the levels that somebody watches: an offer or a loan asks for nothing but what its product
    does.
    """

    version: ProductVersion
    year: int
    until: date | None
    standing: str
    offers: int
    loans: int
    amount_fen: int

    @property
    def since(self) -> date:
        """The day from which the terms held."""
        return day_of(self.version.published_at)


def secured(actor: Actor, year: int, *, until: date) -> list[Secured]:
    """List what held in a year, to the end of a day of it, or was offered or lent on in it.

    By institution, product and version. Source: 二(五)-5, 三(一)-3.
    """
    first, last = start_of(date(year, 1, 1)), end_of(until)
    after = ProductVersion.objects.filter(
        product=OuterRef("product"), number=OuterRef("number") + 1
    )
    listed = on_shelf(actor.city).filter(pk=OuterRef("pk"))
    rows = (
        ProductVersion.objects.filter(product__city_id=actor.city, published_at__lte=last)
        .exclude(collateral="")
        .annotate(replaced_at=Subquery(after.values("published_at")), shelved=Exists(listed))
        .select_related("product__institution")
        .order_by("product__institution__name", "product__name", "number")
    )
    retired, offers, lent = _retired(actor.city), _offers(actor, first, last), _lent(actor, until)
    found = list[Secured]()
    for row in rows:
        gone = row.replaced_at or retired.get(str(row.product_id))
        if gone is None or gone >= first or row.pk in offers or row.pk in lent:
            loans, amount = lent.get(row.pk, (0, 0))
            found.append(
                Secured(
                    version=row,
                    year=year,
                    until=day_of(gone) if gone else None,
                    standing="shelf" if row.shelved else "off",
                    offers=offers.get(row.pk, 0),
                    loans=loans,
                    amount_fen=amount,
                )
            )
    return found


def _retired(city: str) -> Mapping[str, datetime]:
    return dict(Event.objects.filter(city=city, type=RETIRED).values_list("subject_id", "at"))


def _offers(actor: Actor, first: datetime, last: datetime) -> Mapping[UUID, int]:
    rows = Offer.objects.filter(
        city_id=actor.city,
        application__region__in=watched_regions(actor),
        offered_at__range=(first, last),
    ).exclude(product_version__collateral="")
    return dict(rows.order_by().values_list("product_version_id").annotate(Count("pk")))


def _lent(actor: Actor, until: date) -> Mapping[UUID, tuple[int, int]]:
    rows = loans_behind(actor, until.year).filter(drawn_on__lte=until)
    rows = rows.exclude(offer__product_version__collateral="").order_by()
    grouped = rows.values_list("offer__product_version_id").annotate(
        loans=Count("pk"), amount=Sum(COUNTED)
    )
    return {version: (loans, amount) for version, loans, amount in grouped}
