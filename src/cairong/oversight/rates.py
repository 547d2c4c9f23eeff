"""What loans cost month by month of their draw, beside the LPR they were priced by (三(一)-3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Count, DecimalField, ExpressionWrapper, F, Q, Sum
from django.db.models.functions import ExtractMonth

from cairong.kernel.actor import Actor
from cairong.lending.counted import COUNTED
from cairong.oversight.reads import loans_behind

MONTHS = range(1, 13)
PRODUCT = DecimalField(max_digits=40, decimal_places=4)


@dataclass(frozen=True, kw_only=True)
class Rates:
    """What was drawn in a month (0: in the year), and its means in basis points.

    Every mean is weighted by principal. `rates` and `lprs` are the sums of rate and LPR times
    principal; `costs` that of the yearly cost of the loan's offer (内部收益率, in percent), over
    the principal `costed_fen` of the loans whose offer has one.
    """

    month: int = 0
    loans: int = 0
    amount_fen: int = 0
    rates: int = 0
    lprs: int = 0
    costs: Decimal = Decimal(0)
    costed_fen: int = 0

    @property
    def rate_bp(self) -> int | None:
        """The mean rate."""
        return mean_of(self.rates, self.amount_fen)

    @property
    def lpr_bp(self) -> int | None:
        """The mean LPR that the offers took."""
        return mean_of(self.lprs, self.amount_fen)

    @property
    def spread_bp(self) -> int | None:
        """The mean distance to it."""
        return mean_of(self.rates - self.lprs, self.amount_fen)

    @property
    def cost_bp(self) -> int | None:
        """The mean of the whole yearly cost, interest and fees."""
        return mean_of(self.costs * 100, self.costed_fen)


def mean_of(weights: Decimal | int, amount_fen: int) -> int | None:
    """Divide what was weighted by principal by the principal, to the basis point (四舍五入)."""
    if not amount_fen:
        return None
    exact = Fraction(weights) / amount_fen
    return int(abs(exact) + Fraction(1, 2)) * (1 if exact > 0 else -1)


def rates_by_month(
    actor: Actor, year: int, *, until: date, code: str = "", institution: UUID | str | None = None
) -> list[Rates]:
    """Work out each month of a year, of the loans that make the board, to the end of a day.

    Of one level or institution where named. Nothing of a month after `until` is told.
    Source: 三(一)-3, 二(五)-7.
    """
    rows = loans_behind(actor, year, code).filter(drawn_on__lte=until)
    if institution:
        rows = rows.filter(institution_id=institution)
    known = Q(offer__irr_percent__isnull=False)
    cost = ExpressionWrapper(F("offer__irr_percent") * COUNTED, output_field=PRODUCT)
    grouped = (
        rows.order_by()
        .annotate(month=ExtractMonth("drawn_on"))
        .values("month")
        .annotate(
            loans=Count("pk"),
            amount_fen=Sum(COUNTED),
            rates=Sum(F("rate_bp") * COUNTED),
            lprs=Sum(F("offer__lpr_bp") * COUNTED),
            costs=Sum(cost, default=Decimal(0)),
            costed_fen=Sum(COUNTED, filter=known, default=0),
        )
    )
    found: dict[int, Any] = {row["month"]: row for row in grouped}
    last = until.month if until.year == year else MONTHS[-1]
    return [Rates(**found.get(month, {"month": month})) for month in MONTHS if month <= last]


def summed(months: Iterable[Rates]) -> Rates:
    """Join months into what they come to together."""
    listed = list(months)
    return Rates(
        loans=sum(each.loans for each in listed),
        amount_fen=sum(each.amount_fen for each in listed),
        rates=sum(each.rates for each in listed),
        lprs=sum(each.lprs for each in listed),
        costs=sum((each.costs for each in listed), Decimal(0)),
        costed_fen=sum(each.costed_fen for each in listed),
    )
