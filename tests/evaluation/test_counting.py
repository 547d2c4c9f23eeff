"""What the evaluation counts of each institution's year is what its rows say, one by one.

三(二)-1 三(一)-3
"""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairong.evaluation.counting import counted, standing
from cairong.kernel.actor import Role
from cairong.lending.models import Application, Loan, Offer
from cairong.oversight.performance import performances
from cairong.parties.models import Organisation
from cairong.policy.evaluation import NEWEST, SCHEMES
from lending.ground import Case, stand_case
from oversight.ground import WAN, lent, repaid
from support.staging import staged
from support.town import CITY, COUNTY, at, found_town
from support.undecided import look_away

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 20)
SCHEME = SCHEMES[NEWEST]


@staged
def case(db) -> Case:
    look_away("lending")  # loans are written here that nobody drew
    return stand_case(found_town(at("2025-09-01 08:00")))


@staged
def loan(case: Case) -> Loan:
    return case.draw(case.ready(case.publish(), 10_000), 10_000, now=at("2025-10-21 10:00"))


def of(loan: Loan, year: int = 2026):
    return counted(CITY, year, SCHEME, today=TODAY)[loan.institution_id]


def test_loans_suppliers_and_principal(loan):
    for month in (1, 5, 9):
        lent(loan, COUNTY, f"2026-0{month}-11", 40)
    found = of(loan)
    assert (found.loans, found.amount_fen, found.suppliers) == (3, 120 * WAN, 1)
    assert found.credit == 3
    spread = loan.rate_bp - loan.offer.lpr_bp
    assert found.spread_weight == spread * 120 * WAN
    assert found.flags["giant"] == (40 * WAN, 120 * WAN)


def test_a_newcomer_counts_in_the_year_of_its_first_loan_alone(loan):
    lent(loan, COUNTY, "2026-03-02", 20)
    assert of(loan, 2025).newcomers == 1
    assert of(loan, 2026).newcomers == 0


def test_it_counts_at_the_institution_that_was_first(loan, case):
    other = case.town.institution("乙银行")
    lent(loan, COUNTY, "2025-02-03", 20, institution_id=other.pk)
    found = counted(CITY, 2025, SCHEME, today=TODAY)
    assert (found[other.pk].newcomers, found[loan.institution_id].newcomers) == (1, 0)


def test_what_was_promised_is_judged_as_on_the_page_of_institutions(loan, case):
    (shown,) = performances(case.town.bureau(Role.PROCUREMENT_OFFICER), 2025, today=TODAY)
    found = of(loan, 2025)
    assert shown.judged == found.approvals + found.disbursements > 0
    assert shown.kept == found.approvals_kept + found.disbursements_kept
    assert (shown.amount_fen, shown.loans) == (found.amount_fen, found.loans)


def test_three_loans_on_a_contract_are_a_flag(loan):
    for day in (3, 4, 5):
        lent(loan, COUNTY, f"2026-03-0{day}", 20)
    assert of(loan).flags["split"] == (3, 3)
    assert of(loan, 2025).flags["split"] == (0, 1)


def test_five_loans_of_a_supplier_are(loan):
    for day in range(1, 6):
        lent(loan, COUNTY, f"2026-03-0{day}", 20)
    assert of(loan).flags["single"] == (5, 5)


def test_repaid_within_days_by_own_money_alone(loan):
    for wan, kind in ((20, "own"), (30, "remitted")):
        made = lent(loan, COUNTY, "2026-03-02", wan, outstanding_fen=wan * WAN)
        repaid(made, "2026-03-05", kind)
    assert of(loan).flags["brief"] == (20 * WAN, 50 * WAN)


@pytest.mark.parametrize(
    ("drawn", "settled", "counts"),
    [
        ("2026-12-20", "2027-01-15", True),
        ("2026-11-20", "2026-12-15", False),
        ("2026-12-01", "2027-01-16", False),  # 46 days
    ],
)
def test_drawn_in_december_and_repaid_soon_after(loan, drawn, settled, counts):
    made = lent(loan, COUNTY, drawn, 20, outstanding_fen=20 * WAN)
    repaid(made, settled, "own")
    assert of(loan).flags["year_end"] == (20 * WAN * counts, 20 * WAN)


def test_tiny_loans_and_token_offers(loan):
    for wan in (Decimal("0.999999"), 1):
        lent(loan, COUNTY, "2026-03-02", wan, outstanding_fen=0)
    assert of(loan).flags["tiny"] == (1, 2)
    intent = Offer.objects.get().intent
    intent.amount_fen = 11 * Offer.objects.get().amount_fen
    intent.save(update_fields=["amount_fen"])
    assert of(loan, 2025).flags["token"] == (1, 1)


@pytest.mark.parametrize(
    ("state", "flag"), [("withdrawn", "steered"), ("lapsed", "silent"), ("rejected", "refusing")]
)
def test_how_applications_end(loan, state, flag):
    facts = {"state": state, "decided_at": None}
    if state == "rejected":
        facts |= {"reject_code": "other", "reject_words": "其他", "decided_at": at("2025-10-22")}
    Application.objects.update(**facts)
    found = of(loan, 2025).flags
    assert found[flag] == (1, 1)
    assert {name for name in ("steered", "silent", "refusing") if found[name][0]} == {flag}


def test_years_are_apart_and_cut_at_midnight(loan):
    lent(loan, COUNTY, "2025-12-31", 20)
    lent(loan, COUNTY, "2026-01-01", 30)
    assert of(loan, 2026).amount_fen == 30 * WAN
    assert counted(CITY, 2024, SCHEME, today=TODAY) == {}


def test_the_best_stands_first_and_equals_share_a_rank(loan, case):
    others = [case.town.institution(name) for name in ("乙银行", "丙银行")]
    for other in others:
        lent(loan, COUNTY, "2026-03-02", 500, institution_id=other.pk)
    lent(loan, COUNTY, "2026-03-02", 20)
    found = standing(CITY, 2026, SCHEME, today=TODAY)
    assert [(each.name, each.rank) for each in found] == [
        ("丙银行", 1), ("乙银行", 1), (Organisation.objects.get(pk=loan.institution_id).name, 3),
    ]  # fmt: skip


def test_it_asks_the_same_for_a_loan_and_for_many(loan):
    asked = []
    for many in (1, 20):
        for _ in range(many):
            lent(loan, COUNTY, "2026-03-02", 20)
        with CaptureQueriesContext(connection) as sent:
            standing(CITY, 2026, SCHEME, today=TODAY)
        asked.append(len(sent))
    assert asked[0] == asked[1] <= 10
