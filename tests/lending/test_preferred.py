"""A product's preference applies to who has the grade: in what is asked and offered. 二(五)-6"""

import pytest
from django.db import connection

from cairong.audit.models import Event
from cairong.cases.holdings import asking_on
from cairong.cases.pricing import pricing_of
from cairong.contracts.models import Contract
from cairong.kernel.errors import PolicyBreach
from cairong.lending.actions import approve_offer as approving
from cairong.lending.models import Intent, Offer
from cairong.products.models import Product
from lending.ground import AMOUNT, Case, sign, stand_award, stand_case
from support.refusing import stopped
from support.staging import staged
from support.town import Town, at

ACCEPTED, LATER = at("2025-11-03 10:00"), at("2025-11-20 10:00")
PREFERENCES = [
    {"grade": "A", "less_bp": 20, "more_days": 30, "more_percent": 10},
    {"grade": "B", "less_bp": 5},
]
WHY = "这份合同的付款期长得多,资金成本更高"
LEAST = {"cap_percent": 50, "max_days": 180}


@staged
def case(town: Town) -> Case:
    """A contract to borrow on, and two that were performed to the end: grade B."""
    made = stand_case(town)
    for _ in range(2):
        perform(made)
    made.now = LATER
    return made


@staged
def product(case: Case) -> Product:
    """Up to half of the contract for 180 days at 45 points, graded better."""
    return case.publish(preferences=PREFERENCES, **LEAST)


def perform(case: Case) -> Contract:
    """Another contract of the supplier, accepted whole."""
    other = Case(case.town, sign(case.town, stand_award(case.town)))
    with other.at(ACCEPTED):
        for milestone, fifths in (("签订开票", 2), ("验收", 3)):
            other.do(
                "record_acceptance", contract=other.contract, milestone=milestone,
                amount_fen=AMOUNT * fifths // 5, on=ACCEPTED.date(),
            )  # fmt: skip
    return other.contract


def proved(case: Case, yuan: int, *banks: str, **facts) -> Intent:
    intent = case.intend(yuan, *banks, **facts)
    case.complete(intent)
    case.verify(intent)
    return intent


def approve(case: Case, intent: Intent, product: Product, **terms) -> Offer:
    facts = {"term_reason": WHY, **terms}
    yuan = facts.pop("yuan", intent.amount_fen // 100)
    return case.by_bank(
        approving.approve_offer, "甲银行", **case.terms(intent, product, yuan, **facts)
    )


def refused(case: Case, intent: Intent, product: Product, **terms) -> list[str]:
    with pytest.raises(PolicyBreach) as caught:
        approve(case, intent, product, **terms)
    return [each.code for each in caught.value.findings]


def test_grade_b_gets_its_own_points_and_no_more(case, product):
    intent = proved(case, 200_000)
    assert refused(case, intent, product, spread_bp=41) == ["lending.dearer_than_published"]
    assert refused(case, intent, product, spread_bp=40, days=181) == ["lending.outside_product"]
    offer = approve(case, intent, product, spread_bp=40)
    assert (offer.grade, offer.spread_bp, offer.cap_percent) == ("B", 40, 50)
    event = Event.objects.filter(type="lending.application.approved").latest("seq")
    assert event.after["grade"] == "B"


def test_grade_a_asks_and_gets_more_longer_and_cheaper(case, product):
    half, more = AMOUNT // 200, AMOUNT * 6 // 1000
    with pytest.raises(PolicyBreach, match="above_headroom"):
        case.intend(more)
    assert asking_on(case.supplier, LATER, contract_id=case.contract.pk).reach().cap_percent == 50
    perform(case)
    assert asking_on(case.supplier, LATER, contract_id=case.contract.pk).reach().cap_percent == 60
    intent = proved(case, more, days=210)
    pricing = pricing_of(case.officer(), case.application(intent).pk, now=LATER)
    (priced,) = pricing.products.values()
    assert (priced.spread_bp, priced.max_days, pricing.most_fen(priced)) == (25, 210, more * 100)
    assert refused(case, intent, product, spread_bp=26, days=210) == [
        "lending.dearer_than_published"
    ]
    assert half < more
    offer = approve(case, intent, product, spread_bp=25, days=210)
    assert (offer.grade, offer.spread_bp, offer.cap_percent, offer.days) == ("A", 25, 60, 210)


def test_who_is_not_graded_gets_what_is_published(town: Town):
    case = stand_case(town)
    product = case.publish(preferences=PREFERENCES, **LEAST)
    intent = proved(case, 200_000)
    assert approve(case, intent, product).grade == ""


def test_a_better_grade_pays_more_than_a_lower_one_for_a_reason_alone(case):
    plain = case.publish()
    second = perform_not(case)
    approve(case, proved(case, 100_000), plain, spread_bp=30)
    perform(case)
    intent = proved(case, 100_000, contract_id=second.pk)
    assert refused(case, intent, plain, spread_bp=31) == ["lending.worse_than_lower_grade"]
    assert refused(case, intent, plain, spread_bp=30, fee_fen=1) == [
        "lending.dearer_than_published", "lending.worse_than_lower_grade",
    ]  # fmt: skip
    offer = approve(case, intent, plain, spread_bp=31, grade_reason=f" {WHY} ")
    assert (offer.grade, offer.grade_reason) == ("A", WHY)


def perform_not(case: Case) -> Contract:
    """Another contract of the supplier, of which nothing is accepted yet."""
    return sign(case.town, stand_award(case.town))


COPIED = """
    INSERT INTO lending_offer (city_id, application_id, intent_id, receivable_id, institution_id,
        product_version_id, verification_id, amount_fen, days, tenor, lpr_bp, lpr_on, spread_bp,
        rate_bp, day_count, cap_percent, method, instalments, fee_fen, hold_until_due,
        amount_reason, term_reason, grade, grade_reason, interest_fen, schedule, state, offered_at,
        valid_until, registration_no, drawn_fen)
    SELECT city_id, application_id, intent_id, receivable_id, institution_id, product_version_id,
        verification_id, amount_fen, {days}, tenor, lpr_bp, lpr_on, {spread}, rate_bp, day_count,
        {cap}, method, instalments, {fee}, hold_until_due, amount_reason, term_reason, {grade},
        {reason}, interest_fen, schedule, state, offered_at, valid_until, '', 0
    FROM lending_offer LIMIT 1"""
AS_IT_IS = {
    "days": "days", "spread": "spread_bp", "cap": "cap_percent", "fee": "fee_fen",
    "grade": "grade", "reason": "grade_reason",
}  # fmt: skip


@pytest.mark.parametrize(
    ("guard", "changed"),
    [
        ("lending_offer_preferred", {"spread": "41"}),
        ("lending_offer_preferred", {"days": "181"}),
        ("lending_offer_preferred", {"cap": "51"}),
        ("lending_offer_preferred", {"fee": "1"}),
        ("lending_offer_preferred", {"grade": "'A'", "spread": "26"}),
        ("lending_offer_preferred", {"grade": "'A'", "spread": "25", "days": "211"}),
        ("lending_offer_grade", {"grade": "'D'", "spread": "40"}),
        ("lending_one_live_offer", {}),
    ],
)
def test_by_hand_nobody_offers_beyond_what_is_published(case, product, guard, changed):
    approve(case, proved(case, 200_000), product, spread_bp=40)
    with stopped(guard), connection.cursor() as cursor:
        cursor.execute(COPIED.format(**{**AS_IT_IS, **changed}))


def test_by_hand_nobody_offers_a_better_grade_more_dearly_without_a_reason(case):
    plain = case.publish()
    approve(case, proved(case, 100_000), plain, spread_bp=30)
    dearer = {**AS_IT_IS, "grade": "'A'", "spread": "31"}
    with stopped("lending_offer_preferred"), connection.cursor() as cursor:
        cursor.execute(COPIED.format(**dearer))
    with stopped("lending_one_live_offer"), connection.cursor() as cursor:
        cursor.execute(COPIED.format(**{**dearer, "reason": "'因为'"}))
