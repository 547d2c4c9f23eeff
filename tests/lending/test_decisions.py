"""Completeness, authenticity, approval and rejection: what each needs, what each leaves behind.

二(五)-2
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cairong.audit.models import Event, RefusalRecord
from cairong.clocks import reads as clocks
from cairong.clocks.models import Duty
from cairong.kernel.errors import Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.complete_by_silence import complete_by_silence
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.models import Offer, Verification
from cairong.parties.models import InstitutionProfile, SupplierProfile
from cairong.policy.catalogue import sentence
from cairong.products.actions.publish_product import publish_product
from cairong.products.actions.retire_product import suspend_product
from lending.ground import PRODUCT, Case, accept_filing, stand_case, twice
from support.staging import staged
from support.town import at

WORDS = "预计付款日太晚,请缩短期限后再申请"


@staged
def intent(case: Case):
    return case.intend()


@staged
def proved(case: Case, intent, product):
    """An application that lacks nothing but its approval."""
    case.complete(intent)
    case.verify(intent)
    return intent


def approve(case: Case, intent, product, yuan=300_000, bank="甲银行", **other):
    now = other.pop("now", None)
    facts = case.terms(intent, product, yuan, bank, **other)
    return case.by_bank(approve_offer, bank, now, **facts)


def code_of(refused) -> str:
    return refused.value.findings[0].code


def test_clock_a_starts_the_day_of_confirmation(case: Case, intent):
    case.now = at("2025-10-10 10:00")
    application = case.complete(intent)
    assert (application.state, application.complete_on) == ("complete", date(2025, 10, 10))
    duty = clocks.newest(intent.pk, "decide_application")
    assert (duty.due_on, duty.holder_organisation_id) == (date(2025, 10, 23), case.bank().pk)
    with pytest.raises(WrongState):
        case.complete(intent)


def test_silence_of_two_working_days_completes(case: Case, intent):
    system = case.town.system
    assert complete_by_silence(actor=system, now=at("2025-10-11 23:59")) == 0
    assert complete_by_silence(actor=system, now=at("2025-10-12 00:05")) == 1
    assert complete_by_silence(actor=system, now=at("2025-10-12 00:05")) == 0
    application = case.application(intent)
    assert (application.state, application.by_silence) == ("complete", True)
    assert application.complete_on == date(2025, 10, 11)
    duty = clocks.newest(intent.pk, "decide_application")
    assert (duty.start_on, duty.due_on) == (date(2025, 10, 11), date(2025, 10, 24))
    assert Event.objects.get(type="lending.application.complete_by_silence").role == "system"


def test_an_award_alone_is_never_complete_by_silence(town):
    case = stand_case(town)
    intent = case.intend()
    intent.contract = None
    intent.save(update_fields=["contract"])
    assert complete_by_silence(actor=town.system, now=at("2026-01-12 00:05")) == 0


def test_the_receipt_keeps_the_published_bytes(case: Case, intent):
    case.verify(intent)
    kept = Verification.objects.get()
    published = case.contract.published.latest("version")
    assert bytes(kept.receipt) == bytes(published.document)
    assert (kept.content_hash, kept.version) == (published.sha256, 2)
    assert kept.person_id == case.officer().person_id
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Verification.objects.update(version=9)


def test_approved_within_everything(case: Case, proved, product):
    offer = approve(case, proved, product)
    assert (offer.rate_bp, offer.lpr_bp, offer.lpr_on) == (345, 300, date(2025, 9, 22))
    assert (offer.simple_percent, offer.irr_percent) == (Decimal("3.4979"), Decimal("3.5289"))
    assert (offer.state, offer.cap_percent) == ("offered", 70)
    assert offer.valid_until == date(2025, 10, 15)
    proved.refresh_from_db()
    assert (proved.state, proved.reserved_fen) == ("offered", 30_000_000)
    assert case.receivable().reserved_fen == 30_000_000
    assert clocks.newest(proved.pk, "decide_application").done_on == date(2025, 10, 9)
    told = Event.objects.get(type="lending.application.approved").after["tell"]
    assert told[0]["organisation"] == str(case.town.supplier().pk)


@pytest.mark.parametrize(
    ("fee_fen", "irr", "simple"),
    [
        (5_000_000, None, Decimal("7304.1975")),
        (1_000_000, Decimal("24500643.8995"), Decimal("1262.2392")),
        (29_999_999, None, None),
    ],
)
def test_a_yearly_cost_past_all_use_is_not_stated(case: Case, intent, fee_fen, irr, simple):
    """A fee on a loan of one day: past ten thousand million percent the offer says «—»."""
    product = case.publish(fee_fen=fee_fen)
    case.complete(intent)
    case.verify(intent)
    offer = approve(case, intent, product, days=1, fee_fen=fee_fen)
    offer.refresh_from_db()
    assert (offer.irr_percent, offer.simple_percent) == (irr, simple)


def test_a_proposal_reserves_nothing(case: Case, proved, product):
    facts = case.terms(proved, product, 300_000)
    proposal = approve_offer.propose(actor=case.officer(), now=case.now, **facts)
    assert proposal.after["irr_percent"] == "3.5289"
    assert not Offer.objects.exists()
    assert case.receivable().reserved_fen == 0


def test_one_person_does_not_do_both(case: Case, proved, product):
    facts = case.terms(proved, product, 300_000)
    with pytest.raises(NotAllowed):
        twice(approve_offer, case.officer(), case.officer(), case.now, **facts)
    assert not Offer.objects.exists()


def test_no_approval_without_a_receipt(case: Case, intent, product):
    case.complete(intent)
    with pytest.raises(PolicyBreach) as refused:
        approve(case, intent, product)
    assert (code_of(refused), refused.value.obligation) == ("lending.not_verified", "二(五)-4")
    assert RefusalRecord.objects.get().code == "lending.not_verified"


def test_a_receipt_is_good_for_24_hours(case: Case, proved, product):
    with pytest.raises(PolicyBreach) as refused:
        approve(case, proved, product, now=case.now + timedelta(hours=24, minutes=1))
    assert code_of(refused) == "lending.receipt_stale"
    approve(case, proved, product, now=case.now + timedelta(hours=24))


def test_a_connected_institution_needs_the_provincial_check(case: Case, intent, product):
    InstitutionProfile.objects.update(connected_on=date(2024, 1, 1))
    case.complete(intent)
    case.verify(intent, provincial_reference="")
    with pytest.raises(PolicyBreach) as refused:
        approve(case, intent, product)
    assert code_of(refused) == "lending.province_not_checked"
    case.verify(intent, now=case.now + timedelta(minutes=1))
    approve(case, intent, product, now=case.now + timedelta(minutes=2))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"days": 361}, "lending.outside_product"),
        ({"yuan": 999}, "lending.outside_product"),
        ({"yuan": 400_001}, "lending.outside_product"),
        ({"spread_bp": 46}, "lending.dearer_than_published"),
        ({"fee_fen": 1}, "lending.dearer_than_published"),
        ({"method": "equal-principal"}, "lending.method_not_offered"),
        ({"spread_bp": -300}, "lending.rate_not_positive"),
    ],
)
def test_terms_outside_the_product(case: Case, intent, changed, code):
    product = case.publish(min_fen=100_000, max_fen=40_000_000)
    case.complete(intent)
    case.verify(intent)
    yuan = changed.pop("yuan", 300_000)
    with pytest.raises(PolicyBreach) as refused:
        approve(case, intent, product, yuan, **changed)
    assert code_of(refused) == code
    assert not Offer.objects.exists()


@pytest.mark.parametrize("narrow", [{"regions": ["410327"]}, {"sizes": ["micro", "medium"]}])
def test_a_product_for_others(case: Case, proved, narrow):
    """The contract is in 410303, the supplier was small at signing."""
    product = case.publish(name="专贷", **narrow)
    SupplierProfile.objects.update(size="micro")
    with pytest.raises(PolicyBreach) as refused:
        approve(case, proved, product)
    assert code_of(refused) == "products.not_for"
    assert not Offer.objects.exists()
    wide = {
        "regions": ["410303", "410327"],
        "sizes": ["small"],
        "product_id": product.pk,
        "name": "专贷",
    }
    approve(case, proved, case.publish(**wide))


def test_every_breach_is_named_at_once(case: Case, intent, product):
    case.complete(intent)
    with pytest.raises(PolicyBreach) as refused:
        approve(case, intent, product, 500_000, days=400, spread_bp=50, method="interest-monthly")
    assert [one.obligation for one in refused.value.findings] == [
        "二(五)-4", "二(五)-2", "二(五)-3", "二(五)-7", "二(四)-5", "一(一)-1",
    ]  # fmt: skip


def test_below_the_product_is_welcome(case: Case, proved, product):
    offer = approve(case, proved, product, 100_000, spread_bp=-20)
    assert (offer.rate_bp, offer.instalments) == (280, 1)


@pytest.mark.parametrize("instalments", [2, 6, 181])
def test_repaid_at_once_has_one_part(case: Case, proved, product, instalments):
    with pytest.raises(Invalid) as refused:
        approve(case, proved, product, instalments=instalments)
    assert (code_of(refused), refused.value.field) == ("lending.bullet_is_one", "instalments")
    assert f"不能是{instalments}期" in sentence(refused.value.findings[0])
    assert not Offer.objects.exists()
    assert RefusalRecord.objects.get().code == "lending.bullet_is_one"


def test_more_parts_than_days(case: Case, intent):
    product = case.publish(methods=["equal-principal"])
    case.complete(intent)
    case.verify(intent)
    with pytest.raises(Invalid):
        approve(case, intent, product, days=3, method="equal-principal", instalments=4)


def test_above_the_headroom_others_have_reserved(case: Case, proved, product):
    second = case.publish("乙银行", cap_percent=80)
    other = case.intend(200_000, "乙银行")
    approve(case, proved, product)
    case.complete(other, "乙银行")
    case.verify(other, "乙银行")
    with pytest.raises(PolicyBreach) as refused:
        approve(case, other, second, 200_000, "乙银行")
    assert refused.value.obligation == "一(一)-1"
    assert refused.value.findings[0].params["headroom"] == 17_964_000
    approve(case, other, second, 179_640, "乙银行")
    assert case.receivable().reserved_fen == 47_964_000


def test_an_intent_holds_its_largest_offer_only(case: Case, product):
    second = case.publish("乙银行")
    intent = case.intend(300_000, "甲银行", "乙银行")
    case.offer(intent, product, 300_000)
    case.offer(intent, second, 250_000, "乙银行")
    assert case.receivable().reserved_fen == 30_000_000
    third = case.publish("丙银行")
    larger = case.intend(100_000, "丙银行")
    case.offer(larger, third, 100_000, "丙银行")
    assert case.receivable().reserved_fen == 40_000_000


def test_a_suspended_or_foreign_product_is_of_no_use(case: Case, proved, product):
    foreign = case.publish("乙银行")
    with pytest.raises(NotFound):
        approve(case, proved, foreign)
    case.by_bank(suspend_product, "甲银行", product_id=product.pk, reason="额度用完")
    with pytest.raises(WrongState) as refused:
        approve(case, proved, product)
    assert code_of(refused) == "lending.product_not_open"


def test_the_offer_keeps_the_version_it_was_made_under(case: Case, proved, product):
    offer = approve(case, proved, product)
    facts = {**PRODUCT, "spread_bp": 10, "product_id": product.pk}
    case.by_bank(publish_product, "甲银行", **facts)
    offer.refresh_from_db()
    assert (offer.product_version.number, offer.product_version.spread_bp) == (1, 45)


def test_an_approved_application_is_not_approved_again(case: Case, proved, product):
    approve(case, proved, product)
    with pytest.raises(WrongState):
        approve(case, proved, product)
    with pytest.raises(WrongState):
        case.by_bank(
            reject_application, "甲银行", application_id=case.application(proved).pk,
            code="term-mismatch", words=WORDS,
        )  # fmt: skip


def test_another_institutions_application_is_not_there(case: Case, proved, product):
    case.publish("乙银行")
    with pytest.raises(NotFound):
        case.by_bank(approve_offer, "乙银行", **case.terms(proved, product, 1000))


def test_a_contract_not_filed_yet_may_be_approved_ahead(town):
    case = stand_case(town, filed=False)
    product = case.publish()
    offer = case.offer(case.intend(), product)
    assert offer.state == "offered"
    accept_filing(town, case.contract)


def test_a_rejection_names_its_reason_and_closes_an_intent_nobody_is_left_for(case: Case):
    case.bank("乙银行")
    intent = case.intend(100, "甲银行", "乙银行")
    case.complete(intent)
    turn_down = {"code": "term-mismatch", "words": WORDS}
    first = case.application(intent)
    rejected = case.by_bank(reject_application, "甲银行", application_id=first.pk, **turn_down)
    assert (rejected.state, rejected.reject_curable) == ("rejected", True)
    assert clocks.newest(intent.pk, "decide_application").done_on == date(2025, 10, 9)
    intent.refresh_from_db()
    assert intent.state == "open"
    second = case.application(intent, "乙银行")
    case.by_bank(reject_application, "乙银行", application_id=second.pk, **turn_down)
    intent.refresh_from_db()
    assert intent.state == "closed"
    assert not Duty.objects.filter(about__contains=[intent.pk], state="running").exists()
    event = Event.objects.filter(type="lending.application.rejected").first()
    assert event.after["cure"] == "缩短期限或选择期限更长的产品"


@pytest.mark.parametrize(
    ("code", "words"), [("other", WORDS), ("", WORDS), ("term-mismatch", "其他"), ("bad", "")]
)
def test_there_is_no_empty_other(case: Case, intent, code, words):
    with pytest.raises(PolicyBreach) as refused:
        case.by_bank(
            reject_application, "甲银行",
            application_id=case.application(intent).pk, code=code, words=words,
        )  # fmt: skip
    assert code_of(refused) == "lending.rejection_without_reason"
    assert case.application(intent).state == "submitted"


def test_the_statements_of_an_approval_are_constant(case: Case, proved, product):
    def count(yuan: int, intent) -> int:
        facts = case.terms(intent, product, yuan)
        proposal = approve_offer.propose(actor=case.officer(), now=case.now, **facts)
        with CaptureQueriesContext(connection) as sent:
            approve_offer.approve(actor=case.approver(), now=case.now, proposal_id=proposal.pk)
        return len(sent)

    first = count(30_000, proved)
    for _ in range(3):
        intent = case.intend(30_000)
        case.complete(intent)
        case.verify(intent)
    assert count(30_000, intent) == first
