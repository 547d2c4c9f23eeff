"""The board of targets: what counts where, bases of nothing and small ones, successors.

一(二)-1 一(二)-2
"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairong.kernel.actor import Role
from cairong.kernel.errors import NotAllowed
from cairong.oversight.reads import financed, loans_behind, years
from cairong.parties import reads as parties
from cairong.parties.models import Region
from cairong.rulebook.models import ParameterRow
from lending.ground import Case, stand_case
from support.town import CITY, COUNTY, at, found_town

pytestmark = pytest.mark.django_db
DRAWN = at("2025-10-21 10:00")


@pytest.fixture
def case():
    return stand_case(found_town(at("2025-09-01 08:00")))


@pytest.fixture
def watcher(case: Case):
    return case.town.bureau(Role.PROCUREMENT_OFFICER)


def level(board, code):
    return next(one for one in board.levels if one.code == code)


def lend(case: Case, yuan: int = 300_000, name: str = "甲银行"):
    product = case.publish(name, cap_percent=70)
    return case.draw(case.ready(product, yuan, name), yuan, name, now=DRAWN)


def test_a_draw_counts_in_its_year_at_its_contracts_county(case, watcher):
    loan = lend(case)
    board = financed(watcher, 2025)
    county = level(board, COUNTY)
    assert (county.growth.year_fen, county.loans, county.institutions) == (30_000_000, 1, 1)
    assert (county.suppliers, county.smes) == (1, 1)
    assert (county.name, level(board, CITY).name) == ("西工区", "洛阳市本级")
    assert level(board, CITY).growth.year_fen == 0
    assert board.whole.growth.year_fen == 30_000_000
    assert list(loans_behind(watcher, 2025, COUNTY)) == [loan]
    assert not loans_behind(watcher, 2025, CITY).exists()
    assert years(CITY) == [2025]


def test_no_base_is_said_and_finds_nothing(case, watcher):
    lend(case)
    county = level(financed(watcher, 2025), COUNTY)
    assert (county.growth.base, county.growth.percent, county.finding) == ("none", None, None)


def test_the_year_after_compares_with_it_and_finds_what_is_missing(case, watcher):
    lend(case)
    county = level(financed(watcher, 2026), COUNTY)
    assert county.growth.base_fen == 30_000_000
    assert county.growth.line_fen == 39_000_000
    assert county.growth.base == "small"
    assert county.finding is not None
    assert county.finding.obligation == "一(二)-4"


def test_the_citys_line_is_its_own(case, watcher):
    lend(case)
    Region.objects.filter(code=COUNTY).update(successor_code=CITY)
    found = level(financed(watcher, 2026), CITY)
    assert found.growth.line_fen == 60_000_000
    assert found.finding is not None
    assert found.finding.obligation == "一(二)-3"


def test_a_merged_county_counts_for_its_successor(case, watcher):
    loan = lend(case)
    Region.objects.filter(code=COUNTY).update(successor_code="410327")
    board = financed(watcher, 2025)
    assert COUNTY not in {one.code for one in board.levels}
    assert level(board, "410327").growth.year_fen == 30_000_000
    assert list(loans_behind(watcher, 2025, "410327")) == [loan]


def test_a_ring_of_successors_ends(case, watcher):
    lend(case)
    Region.objects.filter(code=COUNTY).update(successor_code="410327")
    Region.objects.filter(code="410327").update(successor_code=COUNTY)
    assert financed(watcher, 2025).year == 2025


def test_every_part_of_an_offer_counts_once(case, watcher):
    offer = case.ready(case.publish(), 300_000)
    case.draw(offer, 100_000, now=DRAWN)
    case.draw(offer, 200_000, now=at("2026-01-05 10:00"))
    assert level(financed(watcher, 2025), COUNTY).growth.year_fen == 10_000_000
    assert level(financed(watcher, 2026), COUNTY).growth.year_fen == 20_000_000


def test_a_county_sees_itself_alone(case):
    lend(case)
    bureau = parties.the_only(CITY, "bureau")
    clerk = case.town.actor(bureau, Role.COUNTY_CLERK)
    county = case.town.actor(bureau, Role.COUNTY_CLERK, "县")
    county = county.__class__(**{**vars(county), "region": "410327"})
    board = financed(county, 2025)
    assert [one.code for one in board.levels] == ["410327"]
    assert board.whole.growth.year_fen == 0
    assert not loans_behind(county, 2025).exists()
    assert loans_behind(clerk, 2025).count() == 1


def test_others_do_not_see_the_board(case):
    for actor in (case.supplier, case.officer()):
        with pytest.raises(NotAllowed):
            financed(actor, 2025)
        with pytest.raises(NotAllowed):
            loans_behind(actor, 2025)


def test_the_citys_own_target_holds(case, watcher):
    lend(case)
    ParameterRow.objects.create(
        city_id=CITY, code="target_county_percent", value=50, valid_from=date(2026, 1, 1),
        source="通知", recorded_at=DRAWN,
    )  # fmt: skip
    assert level(financed(watcher, 2026), COUNTY).growth.line_fen == 45_000_000


def test_the_board_costs_four_statements(case, watcher):
    lend(case)
    with CaptureQueriesContext(connection) as sent:
        financed(watcher, 2025)
    assert len(sent) == 4
