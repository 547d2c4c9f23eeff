"""Whether the books of a city balance, looked at from the entries themselves."""

from django.db.models import F, Sum

from cairong.lending.models import Loan
from cairong.treasury.chart import SIDES, Account
from cairong.treasury.models import Entry, Receivable


def balanced(city: str) -> bool:
    """Whether every posting sums to zero on each side and every kept sum equals its entries."""
    return (
        _postings_balance(city)
        and all(_sums_hold(row) for row in Receivable.objects.filter(city_id=city))
        and all(_loans_hold(row) for row in Receivable.objects.filter(city_id=city))
    )


def _postings_balance(city: str) -> bool:
    rows = Entry.objects.filter(receivable__city_id=city)
    for accounts in SIDES.values():
        of_side = rows.filter(account__in=accounts).values("posting")
        if of_side.annotate(total=Sum("delta_fen")).exclude(total=0).exists():
            return False
    return True


def _sums_hold(receivable: Receivable) -> bool:
    rows = receivable.entries.values("account").annotate(total=Sum("delta_fen"))
    totals = {row["account"]: row["total"] for row in rows}
    return all(
        getattr(receivable, f"{account}_fen") == totals.get(account, 0) for account in Account
    )


def _loans_hold(receivable: Receivable) -> bool:
    totals = Loan.objects.filter(receivable=receivable).aggregate(
        left=Sum("outstanding_fen", default=0),
        drawn=Sum(F("principal_fen") - F("principal_paid_fen"), default=0),
    )
    return {totals["left"], totals["drawn"]} == {receivable.outstanding_fen}
