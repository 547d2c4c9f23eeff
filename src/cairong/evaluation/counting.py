"""Each institution's year as it stands now, counted by few statements over rows (三(二)-1).

What was published is counted from facts that are kept (`facts.py`, `policy/recount.py`); both count
the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum

from cairong.clocks.reads import punctuality
from cairong.lending.counted import BRIEF, COUNTED
from cairong.lending.models import Application, Loan, Offer
from cairong.oversight.performance import APPROVAL, DISBURSEMENT, duties_promised
from cairong.oversight.sums import brief_within
from cairong.parties.models import Organisation
from cairong.policy.evaluation import Counts, Scheme, evaluated
from cairong.policy.recount import Ranked, counts_of
from cairong.rulebook.reads import parameter_or_first

DECEMBER, PERCENT = 12, 100
type Sums = dict[UUID, dict[str, int]]


def standing(city: str, year: int, scheme: Scheme, *, today: date) -> list[Ranked]:
    """Evaluate every institution of a city that did, or was to do, anything in a year; best first.

    Of equal scores the rank is the same.
    """
    counts = counted(city, year, scheme, today=today)
    names = Organisation.objects.in_bulk(list(counts))
    found = evaluated(scheme, counts)
    order = sorted(found, key=lambda pk: (-found[pk].score, names[pk].name, str(pk)))
    scores = sorted((each.score for each in found.values()), reverse=True)
    return [
        Ranked(
            institution=str(pk),
            name=names[pk].name,
            rank=scores.index(found[pk].score) + 1,
            counts=counts[pk],
            evaluation=found[pk],
        )
        for pk in order
    ]


def counted(city: str, year: int, scheme: Scheme, *, today: date) -> dict[UUID, Counts]:
    """Count each institution's year: loans drawn in it, duties judged in it, what was asked."""
    sums: Sums = defaultdict(lambda: defaultdict(int))
    loans = Loan.counted.filter(city_id=city, drawn_on__year=year)
    brief = parameter_or_first(city, BRIEF, on=date(year, 12, 31))
    _add(sums, _of_loans(loans, scheme, brief), "institution")
    _add(sums, _of_offers(city, year, scheme), "institution")
    _add(sums, _of_applications(city, year), "institution")
    for kind in (APPROVAL, DISBURSEMENT):
        _add(sums, _of_duties(city, year, kind, today), "holder_organisation")
    for pk, many in _repeated(loans):
        sums[pk]["split"] += many
    for pk, most in _most_of_a_supplier(loans):
        sums[pk]["single"] = max(sums[pk]["single"], most)
    return {pk: counts_of(row) for pk, row in sums.items()}


def _add(sums: Sums, rows: Iterable[Mapping[str, Any]], key: str) -> None:
    for row in rows:
        for name, value in row.items():
            if name != key:
                sums[row[key]][name] += value or 0


def _of_loans(
    loans: QuerySet[Loan], scheme: Scheme, brief_days: int
) -> Iterable[Mapping[str, Any]]:
    same_day = Q(drawn_on=OuterRef("drawn_on"), no__lt=OuterRef("no"))
    earlier = Loan.counted.filter(
        Q(drawn_on__lt=OuterRef("drawn_on")) | same_day,
        city_id=OuterRef("city_id"),
        supplier=OuterRef("supplier"),
    )
    late = brief_within(scheme.year_end_days) & Q(drawn_on__month=DECEMBER)
    spread = (F("rate_bp") - F("offer__lpr_bp")) * COUNTED
    return loans.order_by().values("institution").annotate(
        amount=Sum(COUNTED),
        loans=Count("pk"),
        suppliers=Count("supplier", distinct=True),
        newcomers=Count("supplier", distinct=True, filter=~Exists(earlier)),
        credit=Count("pk", filter=Q(offer__product_version__collateral="")),
        spread=Sum(spread),
        giant=Max(COUNTED),
        brief=Sum(COUNTED, filter=brief_within(brief_days)),
        year_end=Sum(COUNTED, filter=late),
        tiny=Count("pk", filter=Q(principal_fen__lt=F("refinanced_fen") + scheme.tiny_fen)),
    )  # fmt: skip


def _of_offers(city: str, year: int, scheme: Scheme) -> Iterable[Mapping[str, Any]]:
    small = Q(amount_fen__lt=F("intent__amount_fen") * scheme.token_percent / PERCENT)
    rows = Offer.objects.filter(city_id=city, offered_at__year=year).order_by()
    return rows.values("institution").annotate(offers=Count("pk"), token=Count("pk", filter=small))


def _of_applications(city: str, year: int) -> Iterable[Mapping[str, Any]]:
    complete = Q(complete_on__isnull=False)
    rows = Application.objects.filter(city_id=city, submitted_at__year=year).order_by()
    return rows.values("institution").annotate(
        ended=Count("pk", filter=complete & ~Q(state="complete")),
        decided=Count("pk", filter=Q(decided_at__isnull=False)),
        steered=Count("pk", filter=complete & Q(state="withdrawn", decided_at=None)),
        silent=Count("pk", filter=complete & Q(state="lapsed", decided_at=None)),
        refusing=Count("pk", filter=Q(state="rejected")),
    )


def _of_duties(city: str, year: int, kind: str, today: date) -> Iterable[Mapping[str, Any]]:
    rows = duties_promised(city, year, kind, today=today).exclude(holder_organisation=None)
    named = punctuality(today=today)
    return (
        rows.order_by()
        .values("holder_organisation")
        .annotate(
            **{f"{kind}_{name}": count for name, count in named.items()},
            **{f"{kind}_paused": Count("pk", filter=Q(paused_days__gt=0))},
        )
    )


def _repeated(loans: QuerySet[Loan]) -> Iterable[tuple[UUID, int]]:
    """Count the loans of each contract that got three or more of one institution."""
    rows = loans.order_by().values_list("institution", "contract").annotate(many=Count("pk"))
    return ((pk, many) for pk, _, many in rows.filter(many__gte=3))


def _most_of_a_supplier(loans: QuerySet[Loan]) -> Iterable[tuple[UUID, int]]:
    """Count the loans of one supplier, where it got several of one institution."""
    rows = loans.order_by().values_list("institution", "supplier").annotate(many=Count("pk"))
    return ((pk, many) for pk, _, many in rows.filter(many__gte=5))
