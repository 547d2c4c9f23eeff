"""A product that comes on the shelf later brings its institution the wishes sent to all."""

from datetime import date, datetime

import pytest

from cairong.audit.models import Event, RefusalRecord
from cairong.audit.outbox import CONSUMERS, deliver, waiting
from cairong.clocks import reads as clocks
from cairong.kernel.errors import NotAllowed, WrongState
from cairong.lending.actions.decline_offer import withdraw_intent
from cairong.lending.actions.reach import reach, reach_institution
from cairong.lending.models import Application, Consent, Intent
from cairong.outreach.sentences import message_of
from cairong.products.actions.publish_product import publish_product
from cairong.products.actions.retire_product import resume_product, suspend_product
from lending.ground import PRODUCT, Case, stand_award
from support.staging import staged
from support.town import at

LATER = at("2025-10-20 10:00")


def shelved(case: Case, bank: str = "乙银行", now: datetime = LATER, **terms):
    """Publish a product while wishes stand, and let the worker go on from it."""
    facts = {**PRODUCT, "name": f"{bank[0]}新贷", **terms}
    made = case.by_bank(publish_product, bank, now, **facts)
    go_on(now)
    return made


def go_on(now: datetime = LATER) -> None:
    for row in waiting(now=now):
        if row.consumer == "lending.reach":
            deliver(row, now=now, consumers=CONSUMERS)


def reached() -> list[str]:
    rows = Application.objects.order_by("submitted_at", "pk")
    return [one.institution.name for one in rows.select_related("institution")]


@staged
def wish(case: Case, product) -> Intent:
    return case.intend(institution_ids=[])


def test_it_reaches_who_can_offer_by_now_with_days_of_its_own(case: Case, wish):
    product = shelved(case)
    application = case.application(wish, "乙银行")
    assert (application.state, application.submitted_at) == ("submitted", LATER)
    assert clocks.newest(application.pk, "first_contact").due_on == date(2025, 10, 22)
    assert not Consent.objects.exists()
    case.now = LATER
    assert case.offer(wish, product, bank="乙银行").state == "offered"


def test_a_product_of_the_very_moment_of_the_wish_brings_it_too(case: Case, wish):
    shelved(case, now=wish.registered_at)
    assert reached() == ["甲银行", "乙银行"]


def test_both_are_told_each_in_its_words(case: Case, wish):
    shelved(case)
    event = Event.objects.get(type="lending.intent.reached")
    assert {case.bank("乙银行").pk, wish.supplier_id} <= set(event.visible_to)
    assert event.basis == ["二(一)-3"]
    told = {one["role"]: message_of(event, one.get("saying", "")) for one in event.after["tell"]}
    assert "适合您新上架的产品" in told["institution-officer"]
    assert "「乙银行」上架了合适的产品" in told["supplier"]


@pytest.mark.parametrize("terms", [{"sizes": ["medium"]}, {"regions": ["410327"]}])
def test_a_product_for_others_brings_nothing(case: Case, wish, terms):
    shelved(case, **terms)
    assert reached() == ["甲银行"]
    assert not RefusalRecord.objects.filter(act="reach_institution").exists()


def test_a_further_version_brings_nothing_twice(case: Case, wish):
    product = shelved(case)
    shelved(case, product_id=product.pk)
    shelved(case, "甲银行")
    assert reached() == ["甲银行", "乙银行"]


def test_a_product_that_is_taken_up_again_brings_them_too(case: Case, wish):
    product = case.publish("乙银行")
    by = {"product_id": product.pk, "reason": "年度额度调整"}
    case.by_bank(suspend_product, "乙银行", **by)
    go_on()
    assert reached() == ["甲银行"]
    case.by_bank(resume_product, "乙银行", LATER, **by)
    go_on()
    assert reached() == ["甲银行", "乙银行"]


def test_a_wish_sent_to_institutions_named_stays_with_them(case: Case, product):
    case.intend()
    shelved(case)
    assert reached() == ["甲银行"]


def test_a_wish_that_ended_or_was_answered_stays_as_it_is(case: Case, product):
    ended = case.intend(1000, institution_ids=[])
    withdraw_intent(actor=case.supplier, now=case.now, intent_id=ended.pk)
    case.accepted(product)
    shelved(case)
    assert reached() == ["甲银行", "甲银行"]


def test_a_wish_on_an_award_is_brought_too(town):
    case = Case(town, None)
    case.publish()
    case.intend(contract_id=None, award_id=stand_award(town).pk, institution_ids=[])
    shelved(case)
    assert reached() == ["甲银行", "乙银行"]


def test_cut_off_in_between_it_goes_on_with_the_rest_and_is_done_once(case: Case, wish):
    more = case.intend(1000, institution_ids=[])
    case.by_bank(publish_product, "乙银行", LATER, **{**PRODUCT, "name": "乙贷"})
    bank, system = case.bank("乙银行").pk, case.town.system
    reach_institution(actor=system, now=LATER, intent_id=wish.pk, institution_id=bank)
    published = Event.objects.filter(type="products.product.published").latest("seq")
    for _ in range(2):
        reach(actor=system, now=LATER, event_id=published.pk)
    assert Application.objects.filter(institution=bank).count() == 2
    assert Event.objects.filter(type="lending.intent.reached").count() == 2
    assert Event.objects.filter(type="lending.product.followed").count() == 1
    assert more.applications.count() == 2


def withdrawn(case: Case, wish: Intent) -> None:
    withdraw_intent(actor=case.supplier, now=LATER, intent_id=wish.pk)


def there_already(case: Case, wish: Intent) -> None:
    reach_institution(
        actor=case.town.system, now=LATER, intent_id=wish.pk, institution_id=case.bank("乙银行").pk
    )


def gone(case: Case, wish: Intent) -> None:
    product = case.bank("乙银行").products.get()
    case.by_bank(suspend_product, "乙银行", product_id=product.pk, reason="暂停")


def named(case: Case, wish: Intent) -> None:
    Intent.objects.update(broadcast=False)


@pytest.mark.parametrize("meanwhile", [withdrawn, there_already, gone, named])
def test_what_changed_meanwhile_is_left_alone(case: Case, wish, meanwhile):
    case.publish("乙银行")
    meanwhile(case, wish)
    before = reached()
    with pytest.raises(WrongState):
        there_already(case, wish)
    assert reached() == before


def test_only_the_system_brings_it(case: Case, wish):
    case.publish("乙银行")
    for actor in (case.supplier, case.officer("乙银行"), case.town.bureau("procurement-officer")):
        with pytest.raises(NotAllowed):
            reach_institution(
                actor=actor, now=LATER, intent_id=wish.pk, institution_id=case.bank("乙银行").pk
            )
