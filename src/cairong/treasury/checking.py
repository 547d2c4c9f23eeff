"""Recompute the books of a city from their entries, and say every difference."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, F, Model, Q, QuerySet, Sum

from cairong.treasury.arithmetic import sum_of
from cairong.treasury.chart import SIDES, Account
from cairong.treasury.models import Acceptance, Entry, Lock, Payment, Receivable, Remittance

Sums = dict[str, dict[str, int]]
NO_ROWS: dict[str, int] = {}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Two figures that must be equal and are not; or a record that must not be."""

    receivable: str
    what: str
    books_fen: int = 0
    rows_fen: int = 0


def books_check(city: str) -> dict[str, Any]:
    """Recompute every sum of a city from its entries and compare it with the rows that show it.

    Answers `balanced`, the numbers of `receivables` and `entries` looked at, and `differences`.
    """
    entries, count = _entries(city)
    rows = list(Receivable.objects.filter(city_id=city).order_by("pk"))
    differences = [
        *(one for row in rows for one in _sums(row, entries.get(str(row.pk), NO_ROWS))),
        *_papers(city, rows),
        *_locks(city),
    ]
    return {
        "balanced": not differences,
        "receivables": len(rows),
        "entries": count,
        "differences": [asdict(one) for one in differences],
    }


def _entries(city: str) -> tuple[Sums, int]:
    sums: Sums = defaultdict(dict)
    count = 0
    grouped = (
        Entry.objects.filter(receivable__city_id=city)
        .values_list("receivable_id", "account")
        .annotate(fen=Sum("delta_fen"), lines=Count("pk"))
        .order_by()
    )
    for receivable, account, fen, lines in grouped.iterator():
        sums[str(receivable)][account] = int(fen)
        count += lines
    return sums, count


def _sums(row: Receivable, entries: dict[str, int]) -> Iterator[Difference]:
    for account in Account:
        books, shown = entries.get(account, 0), sum_of(row, account)
        if books != shown:
            yield _difference(row, account.label, books, shown)
    for side, accounts in SIDES.items():
        total = sum(entries.get(one, 0) for one in accounts)
        if total:
            yield _difference(row, f"{side.label}不平", total, 0)


def _papers(city: str, rows: list[Receivable]) -> Iterator[Difference]:
    """Compare acceptances, payments and remittances with the sums that stand for them."""
    accepted = _totals(Acceptance.objects.filter(Acceptance.STANDING, city_id=city))
    remitted = _totals(Remittance.objects.filter(city_id=city).exclude(payment__state="returned"))
    payments = Payment.objects.filter(city_id=city)
    by_state = {
        state: _totals(payments.filter(state=state))
        for state in ("requested", "released", "confirmed")
    }
    for row in rows:
        key = str(row.pk)
        wanted = (
            ("验收单", row.amount_fen - row.committed_fen, accepted),
            ("待支付申请", row.requested_fen, by_state["requested"]),
            ("在途支付", row.in_transit_fen, by_state["released"]),
            ("到账支付", row.paid_fen, by_state["confirmed"]),
            ("到账款项", -row.transferred_fen, remitted),
        )
        for what, books, totals in wanted:
            if books != totals.get(key, 0):
                yield _difference(row, what, books, totals.get(key, 0))
    untied = payments.annotate(tied=Sum("parts__amount_fen", default=0))
    for one in untied.exclude(tied=F("amount_fen")).select_related("receivable"):
        yield _difference(one.receivable, "支付与其验收不符", one.amount_fen, one.tied)


def _locks(city: str) -> Iterator[Difference]:
    """Find locks on another payee than the current one, and ended locks still in use."""
    locks = Lock.objects.filter(city_id=city).select_related("receivable")
    strayed = locks.filter(state="active").exclude(payee_version=F("receivable__current"))
    for lock in strayed:
        yield _difference(lock.receivable, "锁定的账户不是现行账户", 0, 0)
    ended = locks.filter(state="released", operations__state="open").distinct()
    for lock in ended:
        yield _difference(lock.receivable, "已解除的锁定下仍有存续融资", 0, 0)
    unlocked = Receivable.objects.filter(city_id=city, outstanding_fen__gt=0).exclude(
        Q(locks__state="active")
    )
    for row in unlocked:
        yield _difference(row, "有未偿本金而没有锁定", row.outstanding_fen, 0)


def _totals(rows: QuerySet[Any]) -> dict[str, int]:
    found = rows.values_list("receivable_id").annotate(fen=Sum("amount_fen")).order_by()
    return {str(key): int(fen) for key, fen in found}


def _difference(row: Model, what: str, books_fen: int, rows_fen: int) -> Difference:
    return Difference(receivable=str(row.pk), what=what, books_fen=books_fen, rows_fen=rows_fen)
