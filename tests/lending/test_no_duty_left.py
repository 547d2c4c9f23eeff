"""However an application or an intent ends, no duty about it goes on running."""

from datetime import timedelta
from uuid import UUID

import pytest

from admission.ground import suspend
from cairong.cases.reminding import remind
from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN, newest, verdict_of
from cairong.kernel.actor import Role
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.ask_supplier import lapse_unanswered as lapse_questions
from cairong.lending.actions.complete_by_silence import complete_by_silence
from cairong.lending.actions.consent import give_consent, read_contact
from cairong.lending.actions.decline_offer import decline_offer, withdraw_intent
from cairong.lending.actions.end_groundless import end_groundless_intent
from cairong.lending.actions.lapse import lapse_intents, lapse_offers, lapse_unlocked_offers
from cairong.lending.actions.meet_conditions import meet_conditions
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.actions.step_back import step_back as leave
from cairong.lending.models import Application, Intent, Offer
from cairong.lending.states import APPLICATION
from lending.ground import Case, stand_award
from support.town import Town, at

SILENT = at("2025-10-12 00:10")  # 10、11(补班) of silence are over
DECIDED = at("2025-10-13 10:00")
LONG_AFTER = at("2025-12-31 00:10")
TURNED_DOWN = {"code": "term-mismatch", "words": "预计付款日太晚,请缩短期限后再申请"}
ENDINGS = [
    (before, act)
    for (before, act), step in APPLICATION.steps.items()
    if APPLICATION.states[step.after].shape == "stop"
]


@pytest.fixture(autouse=True)
def second_bank(case: Case) -> None:
    case.publish("乙银行", name="乙贷")


def bring_to(state: str, case: Case, product) -> Application:
    """Bring 甲银行's application of an intent sent to two banks to a state, by its silence."""
    intent = case.intend(300_000, "甲银行", "乙银行")
    if state != "submitted":
        complete_by_silence(actor=case.town.system, now=SILENT)
        case.now = DECIDED
    if state in ("approved", "accepted"):
        offer = quote(case, intent, product, "甲银行")
    if state == "accepted":
        accept_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)
    application = case.application(intent)
    assert application.state == state
    return application


def quote(case: Case, intent: Intent, product, bank: str) -> Offer:
    if case.application(intent, bank).state == "submitted":
        case.complete(intent, bank)
    case.verify(intent, bank)
    return case.by_bank(approve_offer, bank, **case.terms(intent, product, 300_000, bank))


def reject(case: Case, application: Application) -> None:
    case.by_bank(reject_application, "甲银行", application_id=application.pk, **TURNED_DOWN)


def decline(case: Case, application: Application) -> None:
    (offer,) = application.offers.all()
    decline_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)


def withdraw(case: Case, application: Application) -> None:
    withdraw_intent(actor=case.supplier, now=case.now, intent_id=application.intent_id)


def fall(case: Case, application: Application) -> None:
    offer = quote(case, application.intent, case.publish("乙银行", name="乙贷二"), "乙银行")
    accept_offer(actor=case.supplier, now=case.now, offer_id=offer.pk)


def lapse(case: Case, application: Application) -> None:
    """A quoted one lapses with its offer, any other with its intent."""
    work = lapse_offers if application.state == "approved" else lapse_intents
    work(actor=case.town.system, now=LONG_AFTER)


def lapse_unanswered(case: Case, application: Application) -> None:
    case.do("ask_supplier", intent=application.intent, question="为何减少?", reasons="判断来源")
    for days in range(3):
        remind(actor=case.town.system, now=LONG_AFTER + timedelta(days=days))
    lapse_questions(actor=case.town.system, now=LONG_AFTER + timedelta(days=3))


def lapse_unlocked(case: Case, _application: Application) -> None:
    lapse_unlocked_offers(actor=case.town.system, now=LONG_AFTER)


def step_back(case: Case, application: Application) -> None:
    (offer,) = application.offers.all()
    case.by_bank(leave, "甲银行", offer_id=offer.pk, reason="查出在先权利")


def lose_ground(case: Case, application: Application) -> None:
    case.paid("274080", case.now, "签订开票")
    case.paid("411120", case.now)
    end_groundless_intent(actor=case.town.system, now=case.now, intent_id=application.intent_id)


def lose_lender(case: Case, application: Application) -> None:
    suspend(case.town, application.institution, case.now, stop_draws=True)


def running(*about: UUID) -> list[str]:
    return [one.kind for one in Duty.objects.filter(about__overlap=list(about), state__in=OPEN)]


@pytest.mark.parametrize(("before", "act"), ENDINGS, ids="-".join)
def test_an_application_ends_with_every_duty_about_it(case: Case, product, before, act):
    application = bring_to(before, case, product)
    globals()[act](case, application)
    application.refresh_from_db()
    assert application.state == APPLICATION.steps[before, act].after
    assert running(application.pk, *application.offers.values_list("pk", flat=True)) == []
    intent = application.intent
    intent.refresh_from_db()
    if intent.state in ("closed", "withdrawn", "lapsed"):
        assert running(intent.pk) == []


@pytest.mark.parametrize("drawn", [300_000, 100_000], ids=["whole", "in part"])
def test_a_loan_drawn_leaves_no_duty_about_its_intent(case: Case, product, drawn):
    application = bring_to("accepted", case, product)
    (offer,) = application.offers.all()
    case.lock(offer)
    meet_conditions(
        actor=case.officer(), now=case.now, offer_id=offer.pk, signed_on=case.now.date()
    )
    assert running(application.intent_id) == ["disburse_loan"]
    case.draw(offer, drawn)
    if drawn < 300_000:
        decline(case, application)
    application.intent.refresh_from_db()
    assert application.intent.state == "financed"
    assert running(application.intent_id) == []


class TestFirstContact:
    """Silence is no contact; what the institution does towards the supplier is."""

    def contact(self, application: Application) -> Duty:
        found = newest(application.pk, "first_contact")
        assert found is not None
        return found

    def test_silence_leaves_it_running_and_late(self, case: Case, product):
        duty = self.contact(bring_to("complete", case, product))
        assert (duty.state, verdict_of(duty, today=DECIDED.date())) == ("running", "late")

    def test_the_offer_after_a_silence_ends_it_late(self, case: Case, product):
        duty = self.contact(bring_to("approved", case, product))
        assert (duty.state, duty.done_on) == ("done", DECIDED.date())
        assert verdict_of(duty, today=LONG_AFTER.date()) == "late"
        assert duty.marks.get(kind="done").reason == "给出报价"

    @pytest.mark.parametrize("role", [Role.INSTITUTION_OFFICER, Role.INSTITUTION_MANAGER])
    def test_reading_the_contact_data_is_the_contact(self, case: Case, product, role):
        application = bring_to("submitted", case, product)
        reader = case.town.actor(case.bank(), role)
        for _ in range(2):
            read_contact(actor=reader, now=case.now, application_id=application.pk)
        duty = self.contact(application)
        assert (duty.state, verdict_of(duty, today=LONG_AFTER.date())) == ("done", "kept")
        assert duty.marks.get(kind="done").reason == "查看联系方式"
        assert self.contact(case.application(application.intent, "乙银行")).state == "running"

    def test_before_the_contract_it_can_be_kept_too(self, town: Town, case: Case):
        case.shelve("甲银行")
        award = stand_award(town)
        intent = case.intend(100, contract_id=None, award_id=award.pk, institution_ids=[])
        application = case.application(intent)
        give_consent(actor=case.supplier, now=case.now, application_id=application.pk)
        read_contact(actor=case.officer(), now=case.now, application_id=application.pk)
        assert self.contact(application).state == "done"
        withdraw_intent(actor=case.supplier, now=case.now, intent_id=intent.pk)
        assert running(intent.pk) == []
