"""What is repaid and drawn again within days is counted once. 一(二)-3"""

from datetime import date

import pytest

from cairong.evaluation.counting import counted
from cairong.kernel.actor import Role
from cairong.lending.checking import books_check
from cairong.lending.living import words
from cairong.lending.models import Loan, YearDrawn
from cairong.lending.steps.years import sum_years_anew
from cairong.oversight.performance import performances
from cairong.oversight.reads import financed, months, refinanced, standing
from cairong.policy.evaluation import NEWEST, SCHEMES
from lending.ground import Case, stand_case
from oversight.ground import lent, repaid, seen
from support.staging import staged
from support.town import CITY, at, found_town
from support.undecided import look_away
from support.visitors import browser

pytestmark = pytest.mark.django_db
YEAR, WAN = 2025, 1_000_000


@staged
def ground(db) -> tuple[Case, Loan]:
    """¥10,000 drawn on 21 October, and repaid with money of its own on the 30th."""
    look_away("lending")
    case = stand_case(found_town(at("2025-09-01 08:00")))
    loan = case.draw(case.ready(case.publish(), 10_000), 10_000, now=at("2025-10-21 10:00"))
    repaid(loan, "2025-10-30", "repaid")
    return case, loan


@pytest.fixture
def desk(ground):
    return ground[0].town.bureau(Role.PROCUREMENT_OFFICER)


def new_of(ground, *draws: tuple[str, int]) -> list[int]:
    """Draw so many ten thousands on days; say what of each is new, in ten thousands."""
    made = [lent(ground[1], CITY, on, wan) for on, wan in draws]
    for each in made:
        each.refresh_from_db()
    return [(each.principal_fen - each.refinanced_fen) // WAN for each in made]


@pytest.mark.parametrize(
    ("draws", "new"),
    [
        ([("2025-11-03", 1)], [0]),  # what was repaid, again
        ([("2025-11-03", 3)], [2]),  # and something more
        ([("2025-11-06", 1)], [0]),  # seven days after: still
        ([("2025-11-07", 1)], [1]),  # eight days after: anew
        ([("2025-10-29", 1)], [1]),  # drawn before it was repaid
        ([("2025-11-03", 1), ("2025-11-04", 1)], [0, 1]),  # only once
    ],
)
def test_a_draw_counts_what_is_new_of_it(ground, draws, new):
    assert new_of(ground, *draws) == new


def test_what_its_contract_paid_back_is_lent_anew(ground):
    second = lent(ground[1], CITY, "2025-11-20", 1)
    repaid(second, "2025-11-21", "remitted")
    assert new_of(ground, ("2025-11-22", 1)) == [1]


def test_every_figure_counts_it_once(ground, desk, clock):
    assert new_of(ground, ("2025-11-03", 3), ("2025-11-04", 1)) == [2, 1]
    again = lent(ground[1], CITY, "2025-12-01", 1)
    repaid(again, "2025-12-02", "repaid")
    assert new_of(ground, ("2025-12-03", 1)) == [0]
    whole = 5 * WAN
    board = financed(desk, YEAR)
    assert (board.whole.growth.year_fen, board.whole.loans) == (whole, 4)
    assert seen(standing(desk, YEAR)) == seen(board)
    assert [amount for month, amount, _ in months(desk, YEAR) if month > 9] == [
        WAN, 3 * WAN, WAN,
    ]  # fmt: skip
    assert refinanced(desk, YEAR) == 2 * WAN
    (bank,) = performances(desk, YEAR, today=date(2025, 12, 31))
    assert (bank.amount_fen, bank.loans) == (whole, 4)
    scored = counted(CITY, YEAR, SCHEMES[NEWEST], today=date(2026, 1, 20))[bank.institution_id]
    assert (scored.amount_fen, scored.loans) == (whole, 4)
    kept = list(YearDrawn.objects.order_by("region").values("region", "amount_fen", "loans"))
    sum_years_anew(CITY)
    assert kept == list(
        YearDrawn.objects.order_by("region").values("region", "amount_fen", "loans")
    )
    clock.goes_on_from(at("2026-01-05 09:00"))
    page = browser(ground[0].town, Role.PBOC).get(f"/overseer/targets/?year={YEAR}")
    text = page.content.decode()
    assert "¥50,000.00" in text
    assert "续做" in text


def test_the_books_do_not_miss_it_and_the_days_are_those_shipped(ground):
    new_of(ground, ("2025-11-03", 3))
    years = [each for each in books_check(CITY)["differences"] if "放款合计" in each["what"]]
    assert years == []
    assert words()["brief_days"] == "7"
