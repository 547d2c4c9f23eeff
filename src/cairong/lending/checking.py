"""Recompute what is lent: loans from their entries, and the books of receivables from loans."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.db.models import F, Sum
from django.db.models.functions import ExtractYear

from cairong.lending.counted import COUNTED
from cairong.lending.models import Loan, LoanEntry, Offer, YearDrawn
from cairong.policy.cost import REVOLVING
from cairong.treasury import checking
from cairong.treasury.chart import UNDER_NO_LOCK
from cairong.treasury.checking import NOTHING, RECEIVABLES, Check, Difference, total, under

BY_MONEY = (LoanEntry.Kind.REMITTED, LoanEntry.Kind.REVERSED)
LOANS, OFFERS = under(Loan.objects.all()), under(Offer.objects.all())
YEAR, EVERYWHERE = ("year", "region", "amount_fen"), ""
REPAID = {"回款还利息": "interest", "回款还本金": "principal", "回款还费用": "fee"}


def books_check(city: str) -> dict[str, Any]:
    """Recompute the whole books of a city: what the treasury owes and paid, and what is lent.

    Answers as treasury's own check, which is one half of it.
    """
    answer = checking.books_check(city, further=CHECKS)
    answer["differences"] += [asdict(difference) for difference in _years(city)]
    return {**answer, "balanced": not answer["differences"]}


def _years(city: str) -> Iterator[Difference]:
    """Compare what was added up of each year's draws on the way with its loans. 一(二)-3"""
    years = YearDrawn.objects.filter(city_id=city)
    kept = {(year, place): fen for year, place, fen in years.values_list(*YEAR)}
    loans = Loan.counted.filter(city_id=city).annotate(year=ExtractYear("drawn_on"))
    drawn = Counter[tuple[int, str]]()
    for year, region, fen in loans.values_list("year", "region").annotate(fen=Sum(COUNTED)):
        drawn[year, region] += fen
        drawn[year, EVERYWHERE] += fen
    for year, place in sorted(kept.keys() | drawn.keys()):
        books, rows = kept.get((year, place), 0), drawn[year, place]
        if books != rows:
            what = f"{year} 年放款合计({place or '全部地区'})"
            yield Difference(receivable="", what=what, books_fen=books, rows_fen=rows)


CHECKS = (
    Check(
        rows=LOANS,
        figures={
            "贷款本金": (F("principal_fen"), total("entries__drawn_fen")),
            "贷款未偿本金": (
                F("outstanding_fen"),
                total("entries__drawn_fen") - total("entries__principal_fen"),
            ),
            "贷款应计利息": (F("accrued_fen"), total("entries__accrued_fen")),
            "贷款已还利息": (F("interest_paid_fen"), total("entries__interest_fen")),
            "贷款已还本金": (F("principal_paid_fen"), total("entries__principal_fen")),
            "贷款已付费用": (F("fee_paid_fen"), total("entries__fee_fen")),
        },
    ),
    Check(
        rows=LOANS,
        figures={"贷款还款计划": (F("principal_fen"), total("instalments__principal_fen"))},
    ),
    Check(  # beside loans lent outside or open again by a return, which may run under no lock
        rows=LOANS.filter(
            outside=None, outstanding_fen__gt=0, receivable__entries__kind__in=UNDER_NO_LOCK
        )
        .exclude(receivable__locks__state="active")
        .exclude(entries__kind=LoanEntry.Kind.REVERSED)
        .distinct(),
        figures={"平台放款有未偿本金而没有锁定": (F("outstanding_fen"), NOTHING)},
        wrong=True,
    ),
    Check(rows=OFFERS, figures={"报价已放款": (F("drawn_fen"), total("loans__principal_fen"))}),
    Check(
        rows=OFFERS.exclude(method=REVOLVING), figures={"循环额度已还": (F("back_fen"), NOTHING)}
    ),
    Check(
        rows=OFFERS.filter(method=REVOLVING),
        figures={"循环额度已还": (F("back_fen"), total("loans__principal_paid_fen"))},
    ),
    Check(
        rows=OFFERS.filter(drawn_fen__gt=0),
        figures={"报价的费用": (F("fee_fen"), total("loans__fee_fen"))},
    ),
    Check(
        rows=RECEIVABLES,
        receivable="pk",
        figures={"意向占用": (F("reserved_fen"), total("intents__reserved_fen"))},
    ),
    Check(
        rows=RECEIVABLES,
        receivable="pk",
        figures={"各笔贷款未偿本金": (F("outstanding_fen"), total("loans__outstanding_fen"))},
    ),
    Check(  # what was repaid from each receivable's money
        rows=RECEIVABLES,
        receivable="pk",
        figures={
            what: (
                F(f"{part}_paid_fen"),
                total(f"loans__entries__{part}_fen", loans__entries__kind__in=BY_MONEY),
            )
            for what, part in REPAID.items()
        },
    ),
)
