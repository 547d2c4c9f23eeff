"""Verbs: what they fill in, whom they find, and that every one of them can be said."""

import pytest

from cairong.driving.kinds import KINDS
from cairong.driving.situation import Absent
from cairong.driving.stories import vocabulary
from cairong.driving.verb import VERBS
from cairong.kernel.errors import NotAllowed, WrongState
from cairong.parties.models import Proposal
from lending.ground import Case, stand_case
from support.staging import staged
from support.town import at, found_town

FEN = 27_408_000


@staged
def case(db) -> Case:
    return stand_case(found_town(at("2025-09-01 08:00")))


def asked(case: Case):
    part = {"contract": case.contract, "amount_fen": FEN}
    case.do("record_acceptance", milestone="签订开票", on=case.today, **part)
    return case.do("request_payment", **part)


def test_pay_by_contract_and_amount_finds_what_waits(case: Case):
    payment, facts = asked(case), {"contract": case.contract, "amount_fen": FEN}
    with pytest.raises(WrongState, match="nothing_to_pay"):
        case.do("pay", contract=case.contract, amount_fen=FEN + 1)
    assert case.do("pay", **facts).pk == payment.pk
    with pytest.raises(WrongState, match="nothing_to_pay"):
        case.do("pay", **facts)
    with pytest.raises(WrongState, match="cannot"):
        case.do("pay", payment=payment)


def test_what_is_not_named_is_the_newest_of_its_kind(case: Case):
    with pytest.raises(Absent, match="还没有报价"):
        case.do("accept_offer")
    product = case.publish()
    offer = case.offer(case.intend(), product)
    case.made["offer"] = offer
    assert case.do("accept_offer") == offer


def test_whoever_holds_the_roles_does_it_unless_others_are_named(case: Case):
    payment = asked(case)
    assert Proposal.objects.last().prepared_by_id == case.who("purchaser-officer").person_id
    other = case.town.actor(case.town.purchaser(), "purchaser-officer", "other")
    with pytest.raises(NotAllowed):
        case.do("take_back_payment", other, other, payment=payment, reasons="金额有误")
    assert Proposal.objects.last().state == "taken_back"


@pytest.mark.parametrize("name", vocabulary.ACTS)
def test_an_example_says_every_word_that_has_to_be_said(name):
    word = vocabulary.ACTS[name]
    needed = [said for said, argument in word.arguments.items() if argument.required]
    assert [said for said in needed if f"{said}:" not in word.example] == []


def test_what_a_verb_makes_is_of_a_kind_that_is_known():
    assert {verb.gives for verb in VERBS.values()} <= {*KINDS, ""}
    nothing = {name for name, verb in VERBS.items() if not verb.gives}
    assert nothing == {
        "read_contact", "give_consent", "withdraw_consent", "confirm_account", "declare_account",
        "disown_account", "open_inspected", "make_bundle", "adopt_scheme", "decide_support",
        "give_feedback", "close_flag", "note_progress", "write_line", "record_delegation",
        "state_item", "resume_institution", "review_institution", "suspend_institution",
        "open_procurement_desk", "open_treasury_desk", "issue_statistic", "answer_survey",
        "enter_paper_answer", "publish_rules", "list_defects", "answer_defects", "ask_supplier",
        "answer_lender", "take_back_paper", "print_form", "check_background",
        "name_liaison",
    }  # fmt: skip


def test_an_act_on_a_thing_of_a_case_is_a_verb_without_a_declaration(case: Case):
    verb = VERBS["ask_consent"]
    assert (verb.meaning, verb.roles) == ("征求查看联系方式的同意。", ("institution-officer",))
    assert vocabulary.ACTS["ask_consent"].example == "by: 甲银行/officer, application: 申请"
    case.publish()
    intent = case.intend()
    case.made["application"] = case.application(intent)
    case.do("withdraw_consent")
    assert case.do("ask_consent").intent_id == intent.pk
