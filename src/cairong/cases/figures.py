"""What the first screens of public, purchaser and bureau count and sum."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, Sum

from cairong.clocks.reads import punctuality, reviews_begun
from cairong.contracts.reads import awards_of, contracts_here, contracts_of
from cairong.contracts.states import ON_FILE
from cairong.disclosure.models import PublicContract
from cairong.disclosure.reads import SAMPLE
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import start_of
from cairong.lending.counted import COUNTED
from cairong.lending.models import Loan
from cairong.listing.counting import Counting, counted, counted_for, number_of
from cairong.oversight.urgings import excused
from cairong.parties.deciding import decided_by
from cairong.parties.models import Organisation
from cairong.policy.counties import PROCUREMENT, TREASURY
from cairong.treasury.models import Lock
from cairong.treasury.reads import changes_for, locks_for, payments_for, receivables_for

MOST_LOCKS = 5
EXCUSED = "excused_"  # of a dispute that was upheld: counted by themselves, since they are few
OF_CITY = ~Q(kind=SAMPLE)


@dataclass(frozen=True, kw_only=True)
class CityFigures:
    """What stands on the first page: contracts of the city, samples, loans of a year."""

    contracts: int
    contracts_fen: int
    filed: int
    samples: int
    loans: int
    drawn_fen: int
    suppliers: int


def city_figures(city: str, year: int) -> CityFigures:
    """Count a city's public contracts, and what was drawn on them in a calendar year."""
    found = counted(
        (
            PublicContract.objects.filter(city_id=city),
            {
                "contracts": number_of(OF_CITY),
                "contracts_fen": Sum("amount_fen", filter=OF_CITY),
                "filed": number_of(Q(kind__in=["filed", "corrected"])),
                "samples": number_of(~OF_CITY),
            },
        ),
        (
            Loan.counted.filter(city_id=city, drawn_on__year=year),
            {
                "loans": number_of(),
                "drawn_fen": Sum(COUNTED),
                "suppliers": Count("supplier", distinct=True),
            },
        ),
    )
    return CityFigures(**found)


def institutions_here(city: str) -> list[Organisation]:
    """List who takes new business, with profile and how many products each offers."""
    rows = Organisation.objects.filter(city_id=city, kind=Organisation.Kind.INSTITUTION)
    return list(
        rows.filter(active=True, institution_profile__suspended_on=None)
        .select_related("institution_profile")
        .annotate(offered=Count("products", filter=Q(products__state="published")))
        .order_by("name")
    )


def purchaser_figures(actor: Actor, now: datetime) -> dict[str, int]:
    """Count the awards and filings of a purchaser, and sum its money."""
    return counted_for(_of_purchaser, actor, now)


def _of_purchaser(actor: Actor, _on: date) -> list[Counting]:
    states = {name: number_of(Q(state=name)) for name in ("returned", "announced")}
    sums = {"committed": Sum("committed_fen"), "due": Sum("due_fen"), "paid": Sum("paid_fen")}
    return [
        (awards_of(actor).filter(state="noticed"), {"unsigned": number_of()}),
        (contracts_of(actor), states),
        (receivables_for(actor), sums),
    ]


def locks_to_acknowledge(actor: Actor) -> list[Lock]:
    """List the newest locks that wait for the purchaser."""
    return list(locks_for(actor).filter(state="supplier_consented")[:MOST_LOCKS])


def bureau_figures(
    actor: Actor, now: datetime, *, filings: bool = False, money: bool = False
) -> dict[str, int]:
    """Count the filings of a bureau's desk, its money, or both."""
    asking = _both if filings and money else _filings if filings else _money
    found = counted_for(asking, actor, now)
    for name in [name for name in found if name.startswith(EXCUSED)]:
        found[name.removeprefix(EXCUSED)] -= found.pop(name)
    return found


def _filings(actor: Actor, today: date) -> list[Counting]:
    states = {
        "announced": number_of(
            Q(state="announced") & decided_by(actor, start_of(today), desk=PROCUREMENT)
        ),
        "returned": number_of(Q(state="returned")),
        "filed": number_of(Q(state__in=ON_FILE)),
    }
    reviews, counts = reviews_begun(actor, today.year), punctuality(today=today)
    return [
        (contracts_here(actor), states),
        (reviews, counts),
        (
            reviews.filter(pk__in=excused().values("duty_id")),
            {f"{EXCUSED}{name}": count for name, count in counts.items()},
        ),
    ]


def _money(actor: Actor, today: date) -> list[Counting]:
    own = decided_by(actor, start_of(today), desk=TREASURY, of="receivable__")
    asked, on_way = Q(state="requested") & own, Q(state="released") & own
    payments = {
        "payments": number_of(asked),
        "payments_fen": Sum("amount_fen", filter=asked),
        "on_way": number_of(on_way),
    }
    sums = {"due": Sum("due_fen"), "paid": Sum("paid_fen"), "out": Sum("outstanding_fen")}
    return [
        (locks_for(actor).filter(own, state="purchaser_acknowledged"), {"locks": number_of()}),
        (changes_for(actor).filter(own, state="agreed"), {"changes": number_of()}),
        (payments_for(actor).filter(asked | on_way), payments),
        (receivables_for(actor), sums),
    ]


def _both(actor: Actor, today: date) -> list[Counting]:
    return [*_filings(actor, today), *_money(actor, today)]
