"""What loans cost by month, by institution and level, and the exceptions asked for. 三(一)-3"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from cairong.kernel.actor import Role
from cairong.lending.models import Loan, Offer
from cairong.oversight.actions.issue_statistic import issue_statistic
from cairong.oversight.collateral import secured
from cairong.oversight.models import Statistic
from cairong.oversight.performance import performances
from cairong.oversight.rates import rates_by_month, summed
from cairong.oversight.statistics import statistic_pdf, table_of
from cairong.products.actions.retire_product import retire_product
from lending.ground import Case, stand_case
from oversight.ground import WAN, lent, offered
from support.seeds import SEED
from support.staging import staged
from support.town import CITY, COUNTY, at, found_town
from support.undecided import look_away

pytestmark = pytest.mark.django_db
YIYANG = "410327"
END = date(2025, 12, 31)


@staged
def year(db) -> tuple[Case, Loan]:
    """A year of two institutions, three levels, three LPRs and an offer of unknown cost.

    October: 1万 at 3.45 (LPR 3.00). November: 3万 at 3.05 and 6万 at 3.25, of 甲银行 and 乙银行.
    """
    look_away("lending")
    case = stand_case(found_town(at("2025-09-01 08:00")))
    loan = case.draw(case.ready(case.publish(), 10_000), 10_000, now=at("2025-10-21 10:00"))
    assert loan.offer is not None
    Offer.objects.filter(pk=loan.offer_id).update(irr_percent=Decimal("3.5000"))
    dear = offered(loan.offer, lpr_bp=310, irr_percent=Decimal("4.0000"))
    unknown = offered(loan.offer, lpr_bp=295, irr_percent=None)
    other = case.town.institution("乙银行").pk
    lent(loan, COUNTY, "2025-11-01", 3, rate_bp=305, offer_id=unknown.pk)
    lent(loan, YIYANG, "2025-11-30", 6, rate_bp=325, offer_id=dear.pk, institution_id=other)
    lent(loan, CITY, "2026-01-02", 9, rate_bp=999)
    return case, loan


def issued(actor, kind: str) -> Statistic:
    return issue_statistic(
        actor=actor, now=at("2026-03-02 09:00"), kind=kind, year=2025, cut_off=END
    )


@pytest.fixture
def watcher(year):
    return year[0].town.bureau(Role.PROCUREMENT_OFFICER)


def said(rates) -> tuple:
    return (rates.loans, rates.amount_fen, rates.rate_bp, rates.lpr_bp, rates.spread_bp,
            rates.cost_bp)  # fmt: skip


class TestMonths:
    def test_each_mean_is_worked_by_hand(self, watcher):
        rows = rates_by_month(watcher, 2025, until=END)
        assert [row.month for row in rows] == list(range(1, 13))
        assert said(rows[0]) == (0, 0, None, None, None, None)
        assert said(rows[9]) == (1, 1 * WAN, 345, 300, 45, 350)
        # (3 × 305 + 6 × 325) ÷ 9 = 318⅓; (3 × 295 + 6 × 310) ÷ 9 = 305; 4.00 % of the 6 alone
        assert said(rows[10]) == (2, 9 * WAN, 318, 305, 13, 400)
        # (345 + 915 + 1950) ÷ 10 = 321; (300 + 885 + 1860) ÷ 10 = 304½; (350 + 6 × 400) ÷ 7
        assert said(summed(rows)) == (3, 10 * WAN, 321, 305, 17, 393)

    def test_nothing_after_the_day_and_nothing_of_others_is_in_it(self, year, watcher):
        loan = year[1]
        rows = rates_by_month(watcher, 2025, until=date(2025, 11, 29))
        assert (len(rows), rows[-1].loans) == (11, 1)
        own = rates_by_month(watcher, 2025, until=END, institution=loan.institution_id)
        assert summed(own).amount_fen == 4 * WAN
        assert summed(rates_by_month(watcher, 2025, until=END, code=YIYANG)).rate_bp == 325
        clerk = replace(year[0].town.bureau(Role.COUNTY_CLERK), region=COUNTY)
        assert summed(rates_by_month(clerk, 2025, until=END)).amount_fen == 4 * WAN
        assert summed(rates_by_month(clerk, 2025, until=END, code=YIYANG)).loans == 0

    def test_the_paper_says_what_the_page_says(self, watcher):
        table = table_of(issued(watcher, "rates"))
        paper = [
            (row["loans"], row["amount"], row["rate"], row["lpr"], row["spread"], row["cost"])
            for row in (*table.rows, table.total)
        ]
        months = rates_by_month(watcher, 2025, until=END)
        assert paper == [said(each) for each in (*months, summed(months))]
        assert [row["month"] for row in table.rows] == [f"{month}月" for month in range(1, 13)]
        assert statistic_pdf(table.row).startswith(b"%PDF")


class TestLenders:
    def figures(self, actor, **narrowed) -> list[tuple]:
        found = performances(actor, 2025, today=END, **narrowed)
        return [(each.name[:3], each.code, each.amount_fen, each.rate_bp, each.spread_bp)
                for each in found]  # fmt: skip

    def test_levels_make_what_an_institution_is_in_all(self, year, watcher):
        loan = year[1]
        lent(loan, YIYANG, "2025-12-01", 2, rate_bp=400)
        assert self.figures(watcher) == [
            ("乙银行", "", 6 * WAN, 325, 15), ("甲银行", "", 6 * WAN, 343, 46),
        ]  # fmt: skip
        apart = [
            ("乙银行", YIYANG, 6 * WAN, 325, 15),
            ("甲银行", COUNTY, 4 * WAN, 315, 19),
            ("甲银行", YIYANG, 2 * WAN, 400, 100),
        ]
        assert self.figures(watcher, apart=True) == apart
        own = self.figures(watcher, apart=True, institution=str(loan.institution_id))
        assert own == apart[1:]
        assert self.figures(watcher, code=YIYANG) == [apart[0], apart[2]]

    def test_at_random_the_levels_add_up_to_the_whole(self, year, watcher):
        chance = Random(SEED)  # noqa: S311 - to be drawn again, not to be secret
        lenders = [year[1].institution_id, year[0].town.institution("丙银行").pk]
        for _ in range(12):
            lent(
                year[1], chance.choice((COUNTY, YIYANG, CITY)), f"2025-11-{chance.randint(10, 30)}",
                chance.randint(1, 99), rate_bp=chance.randint(250, 500),
                institution_id=chance.choice(lenders),
            )  # fmt: skip
        for one in performances(watcher, 2025, today=END):
            parts = performances(
                watcher, 2025, today=END, institution=one.institution_id, apart=True
            )
            assert sum(each.amount_fen for each in parts) == one.amount_fen
            assert sum(each.loans for each in parts) == one.loans
            rates = [each.rate_bp for each in parts if each.rate_bp is not None]
            assert min(rates) <= one.rate_bp <= max(rates)
            months = rates_by_month(watcher, 2025, until=END, institution=one.institution_id)
            whole = summed(months)
            assert (whole.rate_bp, whole.spread_bp) == (one.rate_bp, one.spread_bp)
        rows = table_of(issued(watcher, "lenders")).rows
        levels = performances(watcher, 2025, today=END, apart=True)
        assert sorted(
            (row["amount"], row["rate"], row["spread"], row["credit"]) for row in rows
        ) == (sorted((each.amount_fen, each.rate_bp, each.spread_bp, 100) for each in levels))

    def test_duties_are_judged_on_their_own_level(self, year, watcher):
        (here,) = performances(watcher, 2025, today=END, code=COUNTY)
        (there,) = performances(watcher, 2025, today=END, code=YIYANG)
        assert (here.judged, there.judged) == (2, 0)
        assert here.approval_days is not None

    def test_a_county_reads_its_own_level_alone(self, year):
        clerk = replace(year[0].town.bureau(Role.COUNTY_CLERK), region=YIYANG)
        assert self.figures(clerk, apart=True) == [("乙银行", YIYANG, 6 * WAN, 325, 15)]
        assert self.figures(clerk, code=COUNTY) == []


class TestCollateral:
    GROUND = "成立不足一年,没有同类项目的履约记录"

    def test_each_exception_stands_with_its_ground_and_what_was_lent_on_it(self, year, watcher):
        case, loan = year
        product = case.publish(
            "乙银行",
            collateral="股东担保",
            collateral_ground=self.GROUND,
            source="乙银发〔2025〕3号",
        )
        version = product.versions.get()
        offer = offered(
            loan.offer, product_version_id=version.pk, offered_at=at("2025-11-30 10:00")
        )
        for region in (COUNTY, CITY):
            lent(loan, region, "2025-12-01", 2, offer_id=offer.pk)
        (one,) = secured(watcher, 2025, until=END)
        assert (one.version, one.since, one.until) == (version, date(2025, 9, 1), None)
        assert (one.standing, one.offers, one.loans, one.amount_fen) == ("shelf", 1, 2, 4 * WAN)
        table = table_of(issued(watcher, "collateral"))
        assert dict(table.rows[0]) == {
            "institution": product.institution.name, "product": "乙贷 第1版", "asked": "股东担保",
            "ground": self.GROUND, "source": "乙银发〔2025〕3号", "since": "2025-09-01",
            "offers": 1, "loans": 2, "amount": 4 * WAN,
        }  # fmt: skip
        assert table.total == {"offers": 1, "loans": 2, "amount": 4 * WAN}
        (early,) = secured(watcher, 2025, until=date(2025, 11, 29))
        assert (early.offers, early.loans) == (0, 0)
        clerk = replace(case.town.bureau(Role.COUNTY_CLERK), region=COUNTY)
        (own,) = secured(clerk, 2025, until=END)
        assert (own.offers, own.amount_fen) == (1, 2 * WAN)
        assert secured(watcher, 2024, until=date(2024, 12, 31)) == []

        gone = at("2025-12-20 10:00")
        case.by_bank(retire_product, "乙银行", gone, product_id=product.pk, reason="不再办理")
        (past,) = secured(watcher, 2025, until=END)
        assert (past.until, past.standing) == (date(2025, 12, 20), "off")
        assert secured(watcher, 2026, until=date(2026, 3, 1)) == []
        lent(loan, COUNTY, "2026-02-01", 1, offer_id=offer.pk)
        assert [each.loans for each in secured(watcher, 2026, until=date(2026, 3, 1))] == [1]
