"""The board over counties and years: whose money counts where, what each has to reach."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cairong.kernel.actor import Role
from cairong.lending.actions.decline_offer import withdraw_intent
from cairong.lending.models import Loan
from cairong.oversight.coverage import coverage
from cairong.oversight.performance import performances
from cairong.oversight.reads import financed, loans_behind, months
from cairong.parties import reads as parties
from cairong.parties.models import InstitutionProfile, Organisation, SupplierProfile
from cairong.rulebook.models import ParameterRow
from lending.ground import Case, stand_case
from oversight.ground import WAN, lent, repaid
from support.staging import staged
from support.town import CITY, COUNTY, at, found_town
from support.undecided import look_away

pytestmark = pytest.mark.django_db
YIYANG, YICHUAN = "410327", "410329"


@staged
def case(db) -> Case:
    look_away("lending")  # loans are written here that nobody drew
    return stand_case(found_town(at("2025-09-01 08:00")))


@pytest.fixture
def loan(case: Case) -> Loan:
    """One real loan of ¥10,000, from which others are written."""
    return case.draw(case.ready(case.publish(), 10_000), 10_000, now=at("2025-10-21 10:00"))


@pytest.fixture
def watcher(case: Case):
    return case.town.bureau(Role.PROCUREMENT_OFFICER)


def levels(actor, year: int) -> dict:
    return {one.code: one for one in financed(actor, year).levels}


def test_each_county_stands_against_its_own_year_before(loan, watcher):
    almost = Decimal("259.999999")
    for region, before, now in (
        (COUNTY, 200, 260), (YIYANG, 200, almost), (YICHUAN, 0, 50), (CITY, 300, 590),
    ):  # fmt: skip
        if before:
            lent(loan, region, "2026-05-01", before)
        lent(loan, region, "2027-03-01", now)
    found = levels(watcher, 2027)
    assert {code: one.growth.reached for code, one in found.items()} == {
        COUNTY: True, YIYANG: False, YICHUAN: None, CITY: False,
    }  # fmt: skip
    assert found[YIYANG].growth.missing_fen == 1
    assert found[YIYANG].finding.obligation == "一(二)-4"
    assert found[CITY].growth.missing_fen == 10 * WAN
    assert found[CITY].finding.obligation == "一(二)-3"
    assert found[YICHUAN].finding is None
    whole = financed(watcher, 2027).whole.growth
    assert whole.base_fen == 700 * WAN
    assert whole.year_fen == sum(one.growth.year_fen for one in found.values())


@pytest.mark.parametrize(
    ("moment", "year"), [("2025-12-31 23:59", 2025), ("2026-01-01 00:01", 2026)]
)
def test_the_year_ends_at_midnight_in_luoyang(case: Case, watcher, moment, year):
    case.draw(case.ready(case.publish(), 10_000), 10_000, now=at(moment))
    found = {one: financed(watcher, one).whole.loans for one in (2025, 2026)}
    assert found == {year: 1, 4051 - year: 0}


@pytest.mark.parametrize("day", ["2026-01-01", "2026-12-31"])
def test_the_first_and_the_last_day_belong_to_the_year(loan, watcher, day):
    made = lent(loan, COUNTY, day, 7)
    assert list(loans_behind(watcher, 2026)) == [made]
    by_month = {month: amount for month, amount, _ in months(watcher, 2026)}
    assert by_month.pop(made.drawn_on.month) == 7 * WAN
    assert len(by_month) == 11
    assert not any(by_month.values())


def test_the_parts_make_the_whole(loan, watcher):
    for place, region in enumerate((COUNTY, YIYANG, YICHUAN, CITY) * 3):
        lent(loan, region, f"2026-{place + 1:02d}-15", place + 1)
    board = financed(watcher, 2026)
    assert board.whole.growth.year_fen == sum(one.growth.year_fen for one in board.levels)
    assert board.whole.growth.year_fen == sum(amount for _, amount, _ in months(watcher, 2026))
    behind = {one.code: loans_behind(watcher, 2026, one.code) for one in board.levels}
    for one in board.levels:
        assert one.loans == behind[one.code].count() == 3
        assert one.growth.year_fen == sum(row.principal_fen for row in behind[one.code])
    assert board.whole.suppliers == 1, "one supplier in four places is one supplier"


def test_large_suppliers_are_counted_but_not_as_small_ones(case: Case, loan, watcher):
    loan.contract.suppliers.update(size="large")
    whole = financed(watcher, 2025).whole
    assert (whole.suppliers, whole.smes, whole.loans) == (1, 0, 1)


def test_a_supplier_that_grows_rewrites_no_year(case: Case, loan, watcher):
    SupplierProfile.objects.filter(pk=loan.supplier_id).update(size="large")
    assert financed(watcher, 2025).whole.smes == 1


def test_repaid_money_still_counts_as_lent(case: Case, loan, watcher):
    before = financed(watcher, 2025).whole.growth.year_fen
    case.paid("274080", at("2025-11-12 10:00"), "签订开票")
    loan.refresh_from_db()
    assert loan.state == "settled"
    assert financed(watcher, 2025).whole.growth.year_fen == before


def test_gaps_are_named_county_by_county(case: Case, loan, watcher):
    lent(loan, YIYANG, "2025-11-01", 5)
    found = {one.level.code: one for one in coverage(watcher, financed(watcher, 2025))}
    assert (found[COUNTY].filed, found[COUNTY].serving, found[COUNTY].gaps) == (1, 1, ())
    assert found[YIYANG].gaps == ("无备案",)
    assert found[YICHUAN].gaps == ("无备案", "无融资")
    InstitutionProfile.objects.update(regions=[COUNTY])
    found = {one.level.code: one for one in coverage(watcher, financed(watcher, 2026))}
    assert found[COUNTY].gaps == ("无备案", "无融资")
    assert found[YICHUAN].gaps == ("无备案", "无机构服务", "无融资")
    Organisation.objects.filter(kind="institution").update(active=False)
    assert not any(one.serving for one in coverage(watcher, financed(watcher, 2025)))


def test_rates_are_weighted_by_what_was_lent(loan, watcher):
    for wan, rate in ((3, 305), (6, 325)):
        lent(loan, COUNTY, "2025-11-01", wan, rate_bp=rate)
    (one,) = performances(watcher, 2025, today=date(2025, 12, 1))
    assert (one.amount_fen, one.loans) == (10 * WAN, 3)
    assert one.rate_bp == (345 * 1 + 305 * 3 + 325 * 6) // 10
    assert one.spread_bp == one.rate_bp - 300
    assert one.credit_percent == 100


def test_an_overdue_answer_counts_before_it_is_given(case: Case, watcher):
    case.complete(case.intend())  # due on 2025-10-22
    none = performances(watcher, 2025, today=date(2025, 10, 22))
    assert none == []
    (one,) = performances(watcher, 2025, today=date(2025, 10, 23))
    assert (one.judged, one.kept, one.kept_percent, one.approval_days) == (1, 0, 0, None)
    assert (one.amount_fen, one.rate_bp, one.credit_percent) == (0, None, None)
    assert performances(watcher, 2026, today=date(2026, 1, 5)) == []


@pytest.mark.parametrize(("day", "judged"), [("2025-10-22", []), ("2025-10-23", [(1, 0)])])
def test_who_gives_up_waiting_makes_nobody_punctual(case: Case, watcher, day, judged):
    case.complete(intent := case.intend())  # due on 2025-10-22
    withdraw_intent(actor=case.supplier, now=at(f"{day} 10:00"), intent_id=intent.pk)
    found = performances(watcher, 2025, today=date(2025, 12, 1))
    assert [(one.judged, one.kept) for one in found] == judged


class TestTwoReadings:
    """市级 is the city's own contracts, or all of its territory: one is judged, both are shown."""

    @pytest.fixture
    def board(self, loan, watcher):
        for region, before, now in ((CITY, 300, 200), (COUNTY, 100, 900)):
            lent(loan, region, "2026-05-01", before)
            lent(loan, region, "2027-05-01", now)
        return financed(watcher, 2027)

    def test_the_citys_own_contracts_are_held_against_its_line(self, board):
        head, aside = board.headline, board.aside
        assert (head.name, head.growth.year_fen, head.growth.reached) == (
            "洛阳市本级", 200 * WAN, False,
        )  # fmt: skip
        assert head.finding.obligation == "一(二)-3"
        assert head in board.levels
        assert (aside.name, aside.growth.year_fen) == ("全市", 1100 * WAN)
        assert (aside.growth.percent, aside.growth.reached, aside.finding) == (175, None, None)

    def test_a_citys_parameter_judges_all_of_it_instead(self, board, watcher):
        ParameterRow.objects.create(
            city_id=CITY, code="target_city_scope", value=2, valid_from=date(2027, 1, 1),
            source="豫财购〔2027〕1号", recorded_at=at("2026-12-20 10:00"),
        )  # fmt: skip
        board = financed(watcher, 2027)
        assert (board.headline.name, board.headline.growth.reached) == ("全市", True)
        assert (board.region, board.aside.name) == ("", "洛阳市本级")
        assert (board.aside.growth.reached, board.aside.finding) == (None, None)
        assert financed(watcher, 2026).headline.name == "洛阳市本级", "2026 keeps its own"

    def test_a_county_has_one_reading(self, board, case):
        clerk = case.town.actor(parties.the_only(CITY, "bureau"), Role.COUNTY_CLERK)
        own = financed(replace(clerk, region=COUNTY), 2027)
        assert (own.headline.code, own.aside) == (COUNTY, None)
        assert own.headline.growth.reached is True


def test_a_first_loan_is_counted_in_its_year_alone(loan, watcher):
    lent(loan, COUNTY, "2026-05-01", 5)
    lent(loan, CITY, "2025-12-01", 5)
    first = {year: {cover.level.code: cover.first_time
                    for cover in coverage(watcher, financed(watcher, year))}
             for year in (2025, 2026)}  # fmt: skip
    assert (first[2025][COUNTY], first[2025][CITY], first[2026][COUNTY]) == (1, 1, 0)


class TestBrief:
    """What was repaid within days from other money counts, and is told apart to be looked at."""

    @pytest.fixture
    def quick(self, loan):
        places = (CITY, CITY, CITY, COUNTY)
        made = [lent(loan, place, "2027-05-01", 100, outstanding_fen=100 * WAN) for place in places]
        lent(loan, CITY, "2027-05-01", 100)  # still open
        for one, day in zip(made, (1, 8, 9, 2), strict=True):
            repaid(one, f"2027-05-0{day}", "repaid")

    def test_it_is_counted_apart_by_the_days_of_the_parameter(self, quick, watcher):
        board = financed(watcher, 2027)
        assert (board.headline.growth.year_fen, board.headline.loans) == (400 * WAN, 4)
        assert (board.headline.brief_fen, board.headline.brief_loans) == (200 * WAN, 2)
        assert (board.whole.brief_fen, board.whole.brief_loans) == (300 * WAN, 3)

    def test_what_the_contract_repaid_has_served_however_soon(self, quick, loan, watcher):
        repaid(lent(loan, COUNTY, "2027-05-01", 100, outstanding_fen=100 * WAN), "2027-05-02",
               "remitted")  # fmt: skip
        assert financed(watcher, 2027).whole.brief_loans == 3
