"""Recompute the books of a city from the rows they rest on, and say every difference."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.expressions import Combinable

from cairong.treasury.chart import SIDES, Account
from cairong.treasury.models import Entry, Lock, Payment, Receivable, Remittance

SPAN = 10_000
PAYMENTS = {
    "待支付申请": ("requested_fen", "requested"),
    "在途支付": ("in_transit_fen", "released"),
    "到账支付": ("paid_fen", "confirmed"),
}

Figure = Combinable | Sum
Span = tuple[UUID, UUID]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Two figures of a receivable that must be equal and are not; or a record that must not be."""

    receivable: str
    what: str
    books_fen: int = 0
    rows_fen: int = 0


Check = Callable[[str, Span], Iterator[Difference]]


def books_check(city: str, *, further: Iterable[Check] = ()) -> dict[str, Any]:
    """Recompute every sum of a city's receivables and compare it with the rows that show it.

    The database groups and compares, so many receivables a statement. `further` are the checks of
    rooms above on the same receivables. Answers `balanced`, the numbers of `receivables` and
    `entries` looked at, and `differences`.
    """
    checks = (_entries, _papers, _locks, *further)
    differences = [
        asdict(difference)
        for span in _spans(city)
        for check in checks
        for difference in check(city, span)
    ]
    return {
        "balanced": not differences,
        "receivables": Receivable.objects.filter(city_id=city).count(),
        "entries": Entry.objects.filter(receivable__city_id=city).count(),
        "differences": differences,
    }


def differing(
    rows: QuerySet[Any], receivable: str, figures: Mapping[str, tuple[Figure, Figure]]
) -> Iterator[Difference]:
    """Compare figures, by their words, of each row; `receivable` names the field of its id.

    Figures are what the books keep, then what the rows under them come to.
    """
    pairs = {f"a{place}": pair for place, pair in enumerate(figures.values())}
    kept = {name: books for name, (books, _) in pairs.items()}
    found = {f"{name}_found": of_rows for name, (_, of_rows) in pairs.items()}
    unequal = Q()
    for name in pairs:
        unequal |= ~Q(**{name: F(f"{name}_found")})
    rows = rows.order_by().annotate(**kept, **found).filter(unequal)
    for key, *values in rows.values_list(receivable, *kept, *found).iterator():
        for what, books, of_rows in zip(
            figures, values[: len(pairs)], values[len(pairs) :], strict=True
        ):
            if books != of_rows:
                yield Difference(
                    receivable=str(key), what=what, books_fen=int(books), rows_fen=int(of_rows)
                )


def total(field: str, **only: object) -> Sum:
    """Sum a field of the rows under a row, of those alone that are as said."""
    return Sum(field, filter=Q(**only) if only else None, default=0)


def receivables_of(city: str, span: Span) -> QuerySet[Receivable]:
    """List the receivables of one span."""
    return Receivable.objects.filter(city_id=city, pk__range=span)


def _spans(city: str) -> Iterator[Span]:
    """Cut a city's receivables into stretches of so many that a statement takes no long time."""
    ids = Receivable.objects.filter(city_id=city).order_by("pk").values_list("pk", flat=True)
    first = ids.first()
    while first is not None:
        stretch = list(ids.filter(pk__gte=first)[: SPAN + 1])
        yield first, stretch[:SPAN][-1]
        first = stretch[SPAN] if len(stretch) > SPAN else None


def _entries(city: str, span: Span) -> Iterator[Difference]:
    """Compare each sum with its entries, and each posting with nothing, ledger by ledger."""
    yield from differing(
        receivables_of(city, span),
        "pk",
        {
            account.label: (
                total("entries__delta_fen", entries__account=account),
                F(f"{account}_fen"),
            )
            for account in Account
        },
    )
    postings = Entry.objects.filter(receivable__in=receivables_of(city, span))
    yield from differing(
        postings.values("posting", "receivable"),
        "receivable",
        {
            f"{side.label}不平": (total("delta_fen", account__in=accounts), Value(0))
            for side, accounts in SIDES.items()
        },
    )


def _papers(city: str, span: Span) -> Iterator[Difference]:
    """Compare acceptances, payments and remittances with the sums that stand for them."""
    rows = receivables_of(city, span)
    accepted = total("acceptances__amount_fen", acceptances__recall__isnull=True)
    yield from differing(rows, "pk", {"验收单": (F("amount_fen") - F("committed_fen"), accepted)})
    yield from differing(
        rows,
        "pk",
        {
            what: (F(kept), total("payments__amount_fen", payments__state=state))
            for what, (kept, state) in PAYMENTS.items()
        },
    )
    remitted = total("remittances__amount_fen", remittances__payment__state="confirmed")
    yield from differing(rows, "pk", {"到账款项": (Value(0) - F("transferred_fen"), remitted)})
    yield from differing(
        Remittance.objects.filter(receivable__in=rows),
        "receivable",
        {"到账款项与其支付不符": (F("payment__amount_fen"), F("amount_fen"))},
    )
    yield from differing(
        Payment.objects.filter(receivable__in=rows),
        "receivable",
        {"支付与其验收不符": (F("amount_fen"), total("parts__amount_fen"))},
    )


def _locks(city: str, span: Span) -> Iterator[Difference]:
    """Find locks on another payee than the current one, and ended locks still in use."""
    rows = receivables_of(city, span)
    locks = Lock.objects.filter(receivable__in=rows)
    strayed = locks.filter(state="active").exclude(payee_version=F("receivable__current"))
    ended = locks.filter(state="released", operations__state="open").distinct()
    for what, found in (
        ("锁定的账户不是现行账户", strayed),
        ("已解除的锁定下仍有存续融资", ended),
    ):
        for receivable in found.values_list("receivable", flat=True):
            yield Difference(receivable=str(receivable), what=what)
    unlocked = rows.filter(outstanding_fen__gt=0).exclude(Q(locks__state="active"))
    for key, fen in unlocked.values_list("pk", "outstanding_fen"):
        yield Difference(receivable=str(key), what="有未偿本金而没有锁定", books_fen=fen)
