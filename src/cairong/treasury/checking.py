"""Recompute the books of a city from the rows they rest on, and say every difference.

What is compared is declared once; its statement is written once and asked of one span of
receivables after the other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from cairong.treasury.chart import SIDES, UNDER_NO_LOCK, Account
from cairong.treasury.models import Entry, Lock, Payment, Receivable, Remittance

type Figure = Combinable | Sum

SPAN = 10_000
BEFORE = Coalesce(F("opening_fen"), 0)
PAYMENTS: dict[str, tuple[Figure, str]] = {
    "待支付申请": (F("requested_fen"), "requested"),
    "在途支付": (F("in_transit_fen"), "released"),
    "到账支付": (F("paid_fen") - BEFORE, "confirmed"),
}
OF_CITY, FIRST, LAST = "city", UUID(int=0), UUID(int=1)  # stand for what a statement is asked
RECEIVABLES = Receivable.objects.filter(city_id=OF_CITY, pk__range=(FIRST, LAST))
NOTHING = Value(0)

type Span = tuple[UUID, UUID]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Two figures of a receivable that must be equal and are not; or a record that must not be.

    `receivable` is '' where the figure is a city's.
    """

    receivable: str
    what: str
    books_fen: int = 0
    rows_fen: int = 0


@dataclass(frozen=True, kw_only=True)
class Check:
    """Rows of `RECEIVABLES`, or under them, of which each figure must be equal to the other.

    `figures` by their words: what the books keep, then what the rows under them come to.
    `receivable` names the field of a row's receivable. Of what is `wrong`, no row may be.
    """

    rows: QuerySet[Any]
    figures: Mapping[str, tuple[Figure, Figure]]
    receivable: str = "receivable"
    wrong: bool = False

    def differences(self, city: str, span: Span) -> Iterator[Difference]:
        """Compare the rows of one span."""
        sql, places = self._statement
        asked: dict[Any, Any] = {OF_CITY: city, FIRST: span[0], LAST: span[1]}
        with connection.cursor() as cursor:
            cursor.execute(sql, [asked.get(place, place) for place in places])
            found = cursor.fetchall()
        for key, *values in found:
            pairs = zip(values[::2], values[1::2], strict=True)
            for what, (books, of_rows) in zip(self.figures, pairs, strict=True):
                if self.wrong or books != of_rows:
                    yield Difference(
                        receivable=str(key), what=what, books_fen=int(books), rows_fen=int(of_rows)
                    )

    @cached_property
    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        names, unequal = dict[str, Figure](), Q()
        for place, (books, of_rows) in enumerate(self.figures.values()):
            names |= {f"a{place}": books, f"b{place}": of_rows}
            unequal |= ~Q(**{f"a{place}": F(f"b{place}")})
        rows = self.rows.order_by().annotate(**names)
        rows = rows if self.wrong else rows.filter(unequal)
        sql, places = rows.values_list(self.receivable, *names).query.sql_with_params()
        return sql, tuple(places)


def books_check(city: str, *, further: Iterable[Check] = ()) -> dict[str, Any]:
    """Recompute every sum of a city's receivables and compare it with the rows that show it.

    The database groups and compares, so many receivables a statement. `further` are the checks of
    rooms above on the same receivables. Answers `balanced`, the numbers of `receivables` and
    `entries` looked at, and `differences`.
    """
    differences = [
        asdict(difference)
        for span in _spans(city)
        for check in (*CHECKS, *further)
        for difference in check.differences(city, span)
    ]
    return {
        "balanced": not differences,
        "receivables": Receivable.objects.filter(city_id=city).count(),
        "entries": Entry.objects.filter(receivable__city_id=city).count(),
        "differences": differences,
    }


def total(field: str, **only: object) -> Sum:
    """Sum a field of the rows under a row, of those alone that are as said."""
    return Sum(field, filter=Q(**only) if only else None, default=0)


def under[Row: Any](rows: QuerySet[Row]) -> QuerySet[Row]:
    """Take what is under the receivables of one span."""
    return rows.filter(receivable__in=RECEIVABLES)


def _spans(city: str) -> Iterator[Span]:
    """Cut a city's receivables into stretches of so many that a statement takes no long time."""
    ids = Receivable.objects.filter(city_id=city).order_by("pk").values_list("pk", flat=True)
    first = ids.first()
    while first is not None:
        stretch = list(ids.filter(pk__gte=first)[: SPAN + 1])
        yield first, stretch[:SPAN][-1]
        first = stretch[SPAN] if len(stretch) > SPAN else None


LOCKS = under(Lock.objects.all())
CHECKS = (
    Check(  # each sum with its entries
        rows=RECEIVABLES,
        receivable="pk",
        figures={
            account.label: (
                total("entries__delta_fen", entries__account=account),
                F(f"{account}_fen"),
            )
            for account in Account
        },
    ),
    Check(  # each posting with nothing, ledger by ledger
        rows=under(Entry.objects.all()).values("posting", "receivable"),
        figures={
            f"{side.label}不平": (total("delta_fen", account__in=accounts), NOTHING)
            for side, accounts in SIDES.items()
        },
    ),
    Check(
        rows=RECEIVABLES,
        receivable="pk",
        figures={
            "验收单": (
                F("amount_fen") - F("committed_fen") - BEFORE,
                total("acceptances__amount_fen", acceptances__recall__isnull=True),
            )
        },
    ),
    Check(
        rows=RECEIVABLES,
        receivable="pk",
        figures={
            what: (kept, total("payments__amount_fen", payments__state=state))
            for what, (kept, state) in PAYMENTS.items()
        },
    ),
    Check(
        rows=RECEIVABLES,
        receivable="pk",
        figures={
            "期初余额": (BEFORE, total("openings__parts__paid_fen", openings__state="standing"))
        },
    ),
    Check(
        rows=RECEIVABLES,
        receivable="pk",
        figures={
            "到账款项": (
                NOTHING - F("transferred_fen"),
                total("remittances__amount_fen", remittances__payment__state="confirmed"),
            )
        },
    ),
    Check(
        rows=under(Remittance.objects.all()),
        figures={"到账款项与其支付不符": (F("payment__amount_fen"), F("amount_fen"))},
    ),
    Check(
        rows=under(Payment.objects.all()),
        figures={"支付与其验收不符": (F("amount_fen"), total("parts__amount_fen"))},
    ),
    Check(
        rows=LOCKS.filter(state="active").exclude(payee_version=F("receivable__current")),
        figures={"锁定的账户不是现行账户": (NOTHING, NOTHING)},
        wrong=True,
    ),
    Check(
        rows=LOCKS.filter(state="released", operations__state="open").distinct(),
        figures={"已解除的锁定下仍有存续融资": (NOTHING, NOTHING)},
        wrong=True,
    ),
    Check(
        rows=RECEIVABLES.filter(outstanding_fen__gt=0)
        .exclude(Q(locks__state="active"))
        .exclude(Q(entries__kind__in=UNDER_NO_LOCK)),
        receivable="pk",
        figures={"有未偿本金而没有锁定": (F("outstanding_fen"), NOTHING)},
        wrong=True,
    ),
)
