"""The first page's board, summed as it was drawn, says what the loans of the year say. 一(二)-3"""

from datetime import date
from functools import partial
from random import Random

import pytest
from django.db import ProgrammingError, connection, transaction

from cairong.contracts.models import ContractSupplier
from cairong.kernel.actor import Role
from cairong.lending.models import YearBorrower, YearDrawn
from cairong.lending.steps.years import sum_years_anew
from cairong.oversight.reads import financed, standing
from cairong.parties.models import Region
from lending.ground import stand_case
from oversight.ground import lent, seen
from support.racing import hands
from support.seeds import SEED
from support.staging import staged
from support.town import CITY, COUNTY, at, found_town
from support.undecided import look_away

PLACES = (CITY, COUNTY, "410327", "410329")
FIRMS = [("乙公司", "91410300MA3X4LQK6G"), ("丙公司", "91410300MA45QW111Q")]


def stand_loan():
    look_away("lending")
    case = stand_case(found_town(at("2025-09-01 08:00")))
    return case, case.draw(case.ready(case.publish(), 10_000), 10_000, now=at("2025-10-21 10:00"))


@staged
def ground(db):
    return stand_loan()


def kept() -> tuple[list[tuple], list[tuple]]:
    """What the two tables say, in an order of its own."""
    years = YearDrawn.objects.order_by("year", "region").values_list(
        "year", "region", "amount_fen", "loans", "institutions", "suppliers", "smes"
    )
    firms = YearBorrower.objects.order_by("year", "region", "supplier")
    return (
        [(*row[:4], sorted(row[4]), *row[5:]) for row in years],
        list(firms.values_list("year", "region", "supplier", "sme")),
    )


@pytest.mark.django_db
def test_it_says_what_the_loans_say_and_so_it_does_summed_anew(ground):
    case, loan = ground
    drawn = Random(SEED)  # noqa: S311
    lenders = [case.town.institution(name).pk for name in ("甲银行", "乙银行", "丙银行")]
    large = case.town.supplier("乙公司", uscc="91410300MA3X4LQK6G")
    party = ContractSupplier.objects.get(contract=loan.contract)
    for number in range(40):
        day = f"{drawn.choice((2024, 2025, 2026))}-05-{number % 28 + 1:02}"
        lent(
            loan, drawn.choice(PLACES), day,
            drawn.randrange(1, 300), institution_id=drawn.choice(lenders),
            supplier_id=drawn.choice((party.supplier_id, large.pk)),
        )  # fmt: skip
    Region.objects.filter(code="410329").update(successor_code=COUNTY)
    boards = [
        (financed(actor, year), standing(actor, year))
        for actor in (
            case.town.bureau(Role.PROCUREMENT_OFFICER),
            case.town.bureau(Role.COUNTY_CLERK),
        )
        for year in (2024, 2025, 2026, 2027)
    ]
    assert any(level.suppliers != level.smes for found, _ in boards for level in found.levels)
    for found, first in boards:
        assert seen(first) == seen(found)
    before = kept()
    sum_years_anew(CITY)
    assert kept() == before


@pytest.mark.django_db
def test_the_app_role_changes_none_of_it(ground):
    for table in ("lending_yeardrawn", "lending_yearborrower"):
        for act in (f"DELETE FROM {table}", f"UPDATE {table} SET year = 2020"):  # noqa: S608
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(act)


def test_draws_at_once_are_all_in_it(committed_db):
    case, loan = stand_loan()
    firms = [loan.supplier_id, *(case.town.supplier(name, uscc=uscc).pk for name, uscc in FIRMS)]
    with hands(3) as three:
        for number in range(20):
            three.race(
                *(
                    partial(
                        lent, loan, place, "2026-03-02", 10, no=f"S{number}-{place}",
                        supplier_id=firms[number % 3], drawn_on=date(2026, 3, 2),
                    )
                    for place in PLACES[:3]
                )
            )  # fmt: skip
    row = YearDrawn.objects.get(year=2026, region="")
    assert (row.loans, row.suppliers) == (60, 3)
    before = kept()
    sum_years_anew(CITY)
    assert kept() == before
