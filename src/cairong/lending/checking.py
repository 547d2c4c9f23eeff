"""Recompute what is lent: loans from their entries, and the books of receivables from loans."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F

from cairong.lending.models import Loan, LoanEntry, Offer
from cairong.treasury import checking
from cairong.treasury.checking import Difference, Span, differing, receivables_of, total

REMITTED = LoanEntry.Kind.REMITTED


def books_check(city: str) -> dict[str, Any]:
    """Recompute the whole books of a city: what the treasury owes and paid, and what is lent.

    Answers as treasury's own check, which is one half of it.
    """
    return checking.books_check(city, further=(_loans, _exposure, _repaid))


def _loans(city: str, span: Span) -> Iterator[Difference]:
    """Compare each loan's sums with its entries and schedule, each offer's with its loans."""
    loans = Loan.objects.filter(receivable__in=receivables_of(city, span))
    yield from differing(
        loans,
        "receivable",
        {
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
    )
    yield from differing(
        loans,
        "receivable",
        {"贷款还款计划": (F("principal_fen"), total("instalments__principal_fen"))},
    )
    offers = Offer.objects.filter(receivable__in=receivables_of(city, span))
    yield from differing(
        offers, "receivable", {"报价已放款": (F("drawn_fen"), total("loans__principal_fen"))}
    )
    yield from differing(
        offers.filter(drawn_fen__gt=0),
        "receivable",
        {"报价的费用": (F("fee_fen"), total("loans__fee_fen"))},
    )


def _exposure(city: str, span: Span) -> Iterator[Difference]:
    """Compare what is reserved and outstanding on each receivable with its intents and loans."""
    rows = receivables_of(city, span)
    yield from differing(
        rows, "pk", {"意向占用": (F("reserved_fen"), total("intents__reserved_fen"))}
    )
    yield from differing(
        rows, "pk", {"各笔贷款未偿本金": (F("outstanding_fen"), total("loans__outstanding_fen"))}
    )


def _repaid(city: str, span: Span) -> Iterator[Difference]:
    """Compare what was repaid from each receivable's money with the entries of its loans."""
    yield from differing(
        receivables_of(city, span),
        "pk",
        {
            what: (F(f"{part}_paid_fen"), _remitted(part))
            for what, part in (
                ("回款还利息", "interest"),
                ("回款还本金", "principal"),
                ("回款还费用", "fee"),
            )
        },
    )


def _remitted(part: str) -> Any:
    return total(f"loans__entries__{part}_fen", loans__entries__kind=REMITTED)
