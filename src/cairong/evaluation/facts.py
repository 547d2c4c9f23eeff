"""The facts that a year's evaluation is made of, each with the event of the chain it stands in."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, Min, OuterRef

from cairong.clocks.models import Duty
from cairong.evaluation.scheme import Governing
from cairong.kernel.calendar import day_of
from cairong.lending.counted import BRIEF, COUNTED
from cairong.lending.models import Application, Loan, LoanEntry, Offer
from cairong.oversight.performance import APPROVAL, DISBURSEMENT, duties_promised
from cairong.parties.models import Organisation
from cairong.policy.recount import FACTS_FORMAT, canonical
from cairong.rulebook.reads import parameter_or_first

VOUCHING = """
    WITH newest AS (
        SELECT DISTINCT ON (key) key, act FROM audit_rowdigest
        WHERE of_table = %s AND key = ANY(%s) ORDER BY key, id DESC)
    SELECT n.key, max(e.seq) FROM newest n
    JOIN audit_event e ON e.city = %s AND substring(e.rows FROM 1 FOR 16) = uuid_send(n.act)
    GROUP BY n.key"""
type Rows = list[dict[str, Any]]


def facts_of(
    city: str,
    year: int,
    governing: Governing,
    *,
    now: datetime,
    aside: Iterable[Mapping[str, str]] = (),
) -> str:
    """Export what a year's evaluation needs as it stands at a moment, as canonical text.

    What upheld appeals leave out is named, each with the words why.
    """
    rows = {
        "loans": _loans(city, year),
        "offers": _offers(city, year),
        "applications": _applications(city, year),
        "duties": _duties(city, year, day_of(now)),
    }
    tables = {
        "loans": Loan, "offers": Offer, "applications": Application,
        "duties": Duty,
    }  # fmt: skip
    for kind, model in tables.items():
        vouch(city, model._meta.db_table, rows[kind])
    held = {row["institution"] for each in rows.values() for row in each}
    names = Organisation.objects.filter(pk__in=held).values_list("pk", "name")
    return canonical(
        {
            "format": FACTS_FORMAT,
            "city": city,
            "year": year,
            "cut_off": now.astimezone(UTC).isoformat(timespec="microseconds"),
            "day": day_of(now).isoformat(),
            "published": governing.published,
            "scheme": governing.row,
            "brief_days": parameter_or_first(city, BRIEF, on=date(year, 12, 31)),
            "institutions": {str(pk): name for pk, name in names},
            "aside": list(aside),
            **rows,
        }
    )


def _loans(city: str, year: int) -> Rows:
    rows = Loan.counted.filter(city_id=city, drawn_on__year=year)
    remitted = LoanEntry.standing().filter(loan=OuterRef("pk"))
    named = rows.annotate(remitted=Exists(remitted), fen=COUNTED).values_list(
        "pk", "no", "institution_id", "supplier_id", "contract_id", "drawn_on", "fen",
        "rate_bp", "offer__lpr_bp", "offer__product_version__collateral", "settled_on",
        "remitted",
    )  # fmt: skip
    firsts = _firsts(city, {row[3] for row in named})
    return [
        {
            "id": str(pk),
            "no": no,
            "institution": str(institution),
            "supplier": str(supplier),
            "contract": str(contract),
            "drawn_on": drawn.isoformat(),
            "principal_fen": fen,
            "rate_bp": rate,
            "lpr_bp": lpr,
            "credit": not collateral,
            "first": firsts[supplier] == (drawn, no),
            "own_days": _own_days(drawn, settled, by_contract),
        }
        for (
            pk, no, institution, supplier, contract, drawn, fen, rate, lpr, collateral,
            settled, by_contract,
        ) in named.order_by("drawn_on", "no")
    ]  # fmt: skip


def _own_days(drawn: date, settled: date | None, by_contract: bool) -> int | None:  # noqa: FBT001
    """Count the days until it was settled by own money alone; None where it was not."""
    return None if settled is None or by_contract else (settled - drawn).days


def _firsts(city: str, suppliers: Collection[Any]) -> dict[Any, tuple[date, str]]:
    """Find the first loan ever of each of these suppliers: its day and its number."""
    rows = Loan.counted.filter(city_id=city, supplier__in=suppliers).order_by()
    days = dict(rows.values_list("supplier_id").annotate(day=Min("drawn_on")))
    found: dict[Any, tuple[date, str]] = {}
    for supplier, day, no in rows.values_list("supplier_id", "drawn_on", "no"):
        if day == days[supplier]:
            found[supplier] = min(found.get(supplier, (day, no)), (day, no))
    return found


def _offers(city: str, year: int) -> Rows:
    rows = Offer.objects.filter(city_id=city, offered_at__year=year).order_by("offered_at", "pk")
    return [
        {"id": str(pk), "institution": str(institution), "amount_fen": fen, "asked_fen": asked}
        for pk, institution, fen, asked in rows.values_list(
            "pk", "institution_id", "amount_fen", "intent__amount_fen"
        )
    ]


def _applications(city: str, year: int) -> Rows:
    rows = Application.objects.filter(city_id=city, submitted_at__year=year)
    return [
        {
            "id": str(pk),
            "institution": str(institution),
            "complete": complete is not None,
            "decided": decided is not None,
            "state": state,
        }
        for pk, institution, complete, decided, state in rows.order_by(
            "submitted_at", "pk"
        ).values_list("pk", "institution_id", "complete_on", "decided_at", "state")
    ]


def _duties(city: str, year: int, today: date) -> Rows:
    rows = duties_promised(city, year, APPROVAL, DISBURSEMENT, today=today)
    rows = rows.exclude(holder_organisation=None).order_by("start_on", "pk")
    return [
        {
            "id": str(pk),
            "about": str(about),
            "kind": kind,
            "institution": str(holder),
            **{
                name: day and day.isoformat()
                for name, day in zip(
                    ("due_on", "due_law_on", "done_on", "cancelled_on"), days, strict=True
                )
            },
            "paused_days": paused,
        }
        for pk, about, kind, holder, paused, *days in rows.values_list(
            "pk", "subject_id", "kind", "holder_organisation_id", "paused_days",
            "due_on", "due_law_on", "done_on", "cancelled_on",
        )
    ]  # fmt: skip


def vouch(city: str, table: str, rows: Rows) -> None:
    """Name with each fact the event of the chain that left its row as it stands."""
    with connection.cursor() as cursor:
        cursor.execute(VOUCHING, [table, [row["id"] for row in rows], city])
        events = dict(cursor.fetchall())
    for row in rows:
        row["event"] = events.get(row["id"])
