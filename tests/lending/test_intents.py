"""Registering, consenting, withdrawing and lapsing of intents. 二(一)-5 一(一)-5"""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from cairong.audit.models import Event
from cairong.cases.financings import financing_of
from cairong.cases.intents import intent_view
from cairong.clocks import reads as clocks
from cairong.clocks.models import Duty
from cairong.contracts.models import ContractSupplier
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.kernel.identifiers import mask_phone
from cairong.lending.actions.consent import give_consent, read_contact, withdraw_consent
from cairong.lending.actions.decline_offer import withdraw_intent
from cairong.lending.actions.lapse import lapse_intents
from cairong.lending.actions.register_intent import register_intent
from cairong.lending.models import Application, Consent, Intent
from cairong.lending.reads import desk, intents_of
from cairong.lending.steps.contact import masked_contact, masked_name
from cairong.parties.models import SupplierProfile
from cairong.policy.catalogue import sentence
from cairong.products.actions.retire_product import suspend_product
from lending.ground import Case, sign, stand_award, stand_case
from support.town import COUNTY, at


def test_registered_it_is_with_the_chosen_institutions_at_once(case: Case, product):
    case.bank("乙银行")
    intent = case.intend(300_000, "甲银行")
    assert intent.no == "YX2025-000001"
    assert [one.institution.name for one in intent.applications.all()] == ["甲银行"]
    assert intent.lapses_on == date(2025, 11, 10)
    duty = clocks.newest(intent.pk, "first_contact")
    assert (duty.holder_organisation_id, duty.due_on) == (case.bank().pk, date(2025, 10, 11))
    event = Event.objects.get(type="lending.intent.registered")
    assert case.bank().pk in event.visible_to
    assert event.after["tell"][0]["organisation"] == str(case.bank().pk)


def test_a_broadcast_reaches_everybody_who_could_offer_for_it(case: Case):
    case.shelve("甲银行", "乙银行")
    case.bank("丙银行")
    case.publish("丁银行", sizes=["medium"])
    case.publish("戊银行", regions=["410327"])
    case.by_bank(suspend_product, "己银行", product_id=case.publish("己银行").pk, reason="暂停")
    intent = case.intend(100, institution_ids=[])
    assert intent.broadcast
    assert {one.institution.name for one in intent.applications.all()} == {"甲银行", "乙银行"}
    assert not Consent.objects.exists()


def test_where_none_could_offer_nothing_is_sent_and_the_supplier_reads_what_to_do(case: Case):
    case.publish(sizes=["medium"])
    case.bank("乙银行")
    for institution_ids in ([], [case.bank().pk], [case.bank("乙银行").pk]):
        with pytest.raises(PolicyBreach) as refused:
            case.intend(100, institution_ids=institution_ids)
        (found,) = refused.value.findings
        assert (found.code, found.obligation) == ("lending.nobody_offers", "二(一)-2")
        said = sentence(found)
        for words in ("面向合同所在区域(西工区)的小型企业", "意向没有送出", "请看网上超市"):
            assert words in said
    assert not Intent.objects.exists()


def test_a_size_not_known_bars_no_product(case: Case):
    case.publish(sizes=["medium"])
    ContractSupplier.objects.update(size="")
    assert case.intend(100, institution_ids=[]).applications.count() == 1


def test_who_is_named_must_be_able_to_offer(case: Case, product):
    case.publish("乙银行", sizes=["medium"])
    case.bank("丙银行")
    banks = [case.bank(one).pk for one in ("甲银行", "乙银行", "丙银行")]
    with pytest.raises(PolicyBreach) as refused:
        case.intend(100, institution_ids=banks)
    (found,) = refused.value.findings
    assert (found.code, found.obligation) == ("lending.not_of_these", "二(一)-2")
    assert {"乙银行", "丙银行"} == set(found.params["names"].split("、"))
    assert "请改选其他机构" in sentence(found)
    assert not Intent.objects.exists()


def test_above_the_headroom_at_the_largest_cap_of_the_chosen(case: Case):
    case.publish(cap_percent=60)
    case.publish("乙银行", cap_percent=65)
    with pytest.raises(PolicyBreach) as refused:
        case.intend(445_381, "甲银行", "乙银行")
    assert refused.value.obligation == "一(一)-1"
    assert refused.value.findings[0].params["headroom"] == 44_538_000
    case.intend(445_380, "甲银行", "乙银行")
    with pytest.raises(PolicyBreach):
        case.intend(411_121, "甲银行")
    assert Intent.objects.count() == 1


def test_the_cap_of_a_product_for_others_does_not_help(case: Case):
    case.publish(cap_percent=60)
    case.publish(cap_percent=65, name="县贷", regions=["410327"])
    case.publish(cap_percent=65, name="中贷", sizes=["medium"])
    with pytest.raises(PolicyBreach):
        case.intend(411_121, "甲银行")
    case.publish(cap_percent=65, name="小贷", regions=[COUNTY], sizes=["small"])
    case.intend(411_121, "甲银行")


def test_on_an_award_the_size_is_todays(town):
    award = stand_award(town)
    case = Case(town, None)
    case.publish(cap_percent=60, sizes=["small"])
    case.publish(cap_percent=65, name="中贷", sizes=["medium"])
    facts = {"contract_id": None, "award_id": award.pk}
    with pytest.raises(PolicyBreach):
        case.intend(411_121, "甲银行", **facts)
    SupplierProfile.objects.update(size="medium")
    case.intend(411_121, "甲银行", **facts)


def test_the_second_storys_cent_too_much(town):
    case = stand_case(town, amount_fen=19_800_000)
    case.publish(cap_percent=70)
    facts = {
        "contract_id": case.contract.pk, "days": 90, "institution_ids": [case.bank().pk],
    }  # fmt: skip
    with pytest.raises(PolicyBreach):
        register_intent(actor=case.supplier, now=case.now, amount_fen=13_860_001, **facts)
    register_intent(actor=case.supplier, now=case.now, amount_fen=13_860_000, **facts)


def test_a_cap_above_the_contracts_own_does_not_help(case: Case):
    case.publish(cap_percent=80)
    with pytest.raises(PolicyBreach):
        case.intend(479_641)


def test_an_award_bears_an_intent_before_its_contract(town):
    award = stand_award(town)
    case = Case(town, None)
    case.publish()
    facts = {"contract_id": None, "award_id": award.pk}
    with pytest.raises(PolicyBreach):
        case.intend(479_641, **facts)
    intent = case.intend(479_640, **facts)
    assert (intent.contract_id, intent.receivable_id, intent.region) == (None, None, COUNTY)
    with pytest.raises(PolicyBreach) as refused:
        case.complete(intent)
    assert refused.value.findings[0].code == "lending.contract_missing"
    case.contract = sign(town, award)
    assert case.complete(intent).state == "complete"
    intent.refresh_from_db()
    assert intent.contract_id == case.contract.pk
    assert intent.receivable_id == case.receivable().pk


def test_an_intent_on_an_award_already_signed_stands_on_its_contract(case: Case):
    intent = case.intend(1, contract_id=None, award_id=case.contract.award_id)
    assert intent.contract_id == case.contract.pk


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"days": 0}, "invalid.range"),
        ({"days": 4000}, "invalid.range"),
        ({"award_id": uuid4()}, "lending.one_subject"),
        ({"contract_id": None}, "lending.one_subject"),
        ({"institution_ids": [uuid4()]}, "lending.institution_not_serving"),
        ({"purpose": "x" * 301}, "invalid.text_length"),
    ],
)
def test_values_that_cannot_stand(case: Case, changed, code):
    case.shelve("甲银行")
    with pytest.raises(Invalid) as refused:
        case.intend(100, **changed)
    assert refused.value.findings[0].code == code
    assert not Intent.objects.exists()


def test_nothing_is_not_an_amount(case: Case):
    with pytest.raises(Invalid):
        case.intend(0)


def test_without_any_institution_it_is_refused(town):
    case = Case(town, sign(town, stand_award(town)))
    with pytest.raises(PolicyBreach) as refused:
        case.intend(100, institution_ids=[])
    (found,) = refused.value.findings
    assert found.code == "lending.no_institution"
    assert "服务合同所在区域(西工区)的机构" in sentence(found)


def test_who_does_not_serve_the_place_is_refused_and_reads_its_name(case: Case, product):
    with pytest.raises(Invalid) as refused:
        case.intend(100, institution_ids=[uuid4()])
    assert "所选机构不服务合同所在区域(西工区)" in sentence(refused.value.findings[0])


def test_another_suppliers_contract_is_not_there(case: Case, town):
    other = town.actor(town.supplier("别家", uscc=""), "supplier")
    case.bank()
    with pytest.raises(NotFound):
        register_intent(
            actor=other, now=case.now, amount_fen=100, days=30, contract_id=case.contract.pk
        )


def test_only_a_supplier_may(case: Case):
    with pytest.raises(NotAllowed):
        register_intent(
            actor=case.officer(), now=case.now, amount_fen=1, days=1, contract_id=case.contract.pk
        )


def test_contact_data_only_under_consent_and_every_reading_is_recorded(case: Case):
    case.shelve("甲银行")
    intent = case.intend(100, institution_ids=[])
    application = case.application(intent)
    ask = {"actor": case.officer(), "now": case.now, "application_id": application.pk}
    with pytest.raises(NotAllowed):
        read_contact(**ask)
    case.town.supplier().__class__.objects.filter(kind="supplier").update(
        contact_name="王小明", contact_phone="13812345678"
    )
    application = case.application(intent)
    seen = masked_contact(application, on=case.now.date())
    assert (seen.name, seen.phone, seen.readable) == ("王**", "138****78", False)
    give = {"actor": case.supplier, "now": case.now, "application_id": application.pk}
    consent = give_consent(**give)
    assert consent.until == date(2026, 4, 7)
    with pytest.raises(Conflict):
        give_consent(**give)
    assert masked_contact(application, on=case.now.date()).readable
    assert read_contact(**ask).phone == "13812345678"
    assert Event.objects.filter(type="lending.contact.read", about=[application.pk, intent.pk])
    with pytest.raises(NotAllowed):
        read_contact(**{**ask, "now": at("2026-04-08 09:00")})
    withdraw_consent(**give)
    with pytest.raises(NotAllowed):
        read_contact(**ask)
    with pytest.raises(NotFound):
        withdraw_consent(**give)


@pytest.mark.parametrize("named", [True, False])
def test_being_asked_consents_to_nothing_and_being_ticked_does(case: Case, named):
    """个人信息保护法§23: whom the supplier ticked may read, and nobody else."""
    case.shelve("甲银行", "乙银行")
    both = [case.bank(one).pk for one in ("甲银行", "乙银行")]
    intent = case.intend(100, institution_ids=both if named else [], reader_ids=both[1:])
    read_contact(
        actor=case.officer("乙银行"), now=case.now,
        application_id=case.application(intent, "乙银行").pk,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        read_contact(actor=case.officer(), now=case.now, application_id=case.application(intent).pk)
    event = Event.objects.get(type="lending.intent.registered")
    assert event.after["readers"] == "乙银行"


def test_who_is_ticked_but_not_asked_gets_nothing(case: Case):
    case.shelve("甲银行", "乙银行")
    intent = case.intend(100, "甲银行", reader_ids=[case.bank("乙银行").pk])
    assert not intent.consents.exists()


def test_below_what_any_of_those_asked_lends_is_refused_with_what_would_fit(case: Case):
    case.publish("甲银行", min_fen=10_000_000)
    case.publish("乙银行", min_fen=5_000_000)
    with pytest.raises(PolicyBreach) as refused:
        case.intend(40_000, institution_ids=[])
    assert "最低的是乙银行,¥50,000.00起" in sentence(refused.value.findings[0])
    with pytest.raises(PolicyBreach) as refused:
        case.intend(50_000, "甲银行")
    assert "最低的是甲银行,¥100,000.00起" in sentence(refused.value.findings[0])
    assert case.intend(50_000, institution_ids=[]).applications.count() == 2


def test_a_way_of_repaying_is_wished_for_or_left_open(case: Case):
    assert case.intend(100).method == ""
    assert case.intend(100, method="equal-principal").method == "equal-principal"
    with pytest.raises(Invalid):
        case.intend(100, method="some-day")
    with pytest.raises(IntegrityError), transaction.atomic():
        Intent.objects.update(method="some-day")


def test_masks():
    assert (masked_name("王小明"), masked_name("")) == ("王**", "")
    assert (mask_phone("13812345678"), mask_phone("1234")) == ("138****78", "****")


def test_withdrawing_ends_everything_under_it(case: Case, product):
    offer = case.offer(case.intend(), product)
    intent = withdraw_intent(actor=case.supplier, now=case.now, intent_id=offer.intent_id)
    assert (intent.state, intent.reserved_fen) == ("withdrawn", 0)
    offer.refresh_from_db()
    assert (offer.state, offer.application.state) == ("withdrawn", "withdrawn")
    assert case.receivable().reserved_fen == 0
    with pytest.raises(WrongState):
        withdraw_intent(actor=case.supplier, now=case.now, intent_id=offer.intent_id)


def test_a_chosen_intent_is_not_withdrawn(case: Case, product):
    offer = case.accepted(product)
    with pytest.raises(WrongState):
        withdraw_intent(actor=case.supplier, now=case.now, intent_id=offer.intent_id)


def test_lapses_after_thirty_days_with_notice(case: Case, product):
    offer = case.offer(case.intend(), product)
    system = case.town.system
    assert lapse_intents(actor=system, now=at("2025-11-10 23:00")) == 0
    assert lapse_intents(actor=system, now=at("2025-11-11 00:10")) == 1
    assert lapse_intents(actor=system, now=at("2025-11-11 00:10")) == 0
    intent = Intent.objects.get()
    assert (intent.state, intent.reserved_fen) == ("lapsed", 0)
    assert not Duty.objects.filter(about__contains=[offer.intent_id], state="running").exists()
    told = Event.objects.get(type="lending.intent.lapsed").after["tell"]
    assert {one["organisation"] for one in told} == {
        str(case.bank().pk), str(case.town.supplier().pk),
    }  # fmt: skip


def test_each_institution_sees_only_itself(case: Case):
    case.bank("乙银行")
    intent = case.intend(100, "甲银行", "乙银行")
    assert [one.institution.name for one in desk(case.officer("乙银行"))] == ["乙银行"]
    assert len(intent_view(case.officer("甲银行"), intent.pk, now=case.now).asked) == 1
    assert len(intent_view(case.supplier, intent.pk, now=case.now).asked) == 2
    stranger = case.officer("丙银行")
    assert not intents_of(stranger).exists()
    with pytest.raises(NotFound):
        intent_view(stranger, intent.pk, now=case.now)
    purchaser = case.town.actor(case.town.purchaser(), "purchaser-officer")
    assert not intents_of(purchaser).exists()
    assert intents_of(case.town.bureau("procurement-officer")).count() == 1


def test_the_desk_shows_what_is_due_first(case: Case):
    late = case.intend(100)
    soon = case.intend(100, now=at("2025-10-09 09:00"))
    case.complete(late)
    rows = list(desk(case.officer()))
    assert [(one.intent_id, one.due_on) for one in rows] == [
        (soon.pk, date(2025, 10, 11)),
        (late.pk, date(2025, 10, 22)),
    ]
    assert desk(case.officer(), "complete").count() == 1


def test_the_ball_goes_round(case: Case, product):
    intent = case.intend()
    state = financing_of(case.supplier, intent.pk, now=case.now).ball.state
    assert (state.holder, state.obligation) == ("institution-officer", "二(一)-3")
    offer = case.offer(intent, product)
    ball = intent_view(case.supplier, intent.pk, now=case.now).financing.ball
    assert ball.organisation_id == intent.supplier_id
    held = Duty.objects.filter(subject_id=offer.application_id).order_by("start_on", "pk")
    assert [one.kind for one in held] == ["first_contact", "decide_application"]
    assert ball.state.awaits == "选择报价"
    assert Application.objects.get(pk=offer.application_id).state == "approved"
