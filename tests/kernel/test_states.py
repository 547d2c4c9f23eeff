"""Closed tables of states: only listed steps, refusals in words, no step to nowhere."""

import pytest

from cairong.kernel.actor import Role
from cairong.kernel.errors import WrongState
from cairong.kernel.states import State, StateTable, Step
from cairong.policy.catalogue import sentences

OFFICER = (Role.PURCHASER_OFFICER,)
TABLE = StateTable(
    "test.Door",
    "门",
    {"open": State(word="开着"), "shut": State(word="关着"), "gone": State(word="拆了")},
    {
        ("open", "close"): Step("shut", "关门", OFFICER),
        ("shut", "resume"): Step("open", "开门", OFFICER),
        ("shut", "cancel"): Step("gone", "拆除", (*OFFICER, Role.OPERATOR)),
        ("shut", "lapse"): Step("gone", "因年久失修而拆除"),
    },
)


def test_a_listed_step_leads_on():
    assert TABLE.after("open", "close") == "shut"


def test_another_step_is_refused_in_words():
    with pytest.raises(WrongState) as refused:
        TABLE.after("shut", "close")
    (said,) = sentences(refused.value)
    assert said.text == "门现在是「关着」,不能「关门」。现在可以做的是:开门、拆除。"


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        (Role.PURCHASER_OFFICER, "现在可以做的是:开门、拆除。"),
        (Role.OPERATOR, "现在可以做的是:拆除。"),
        (Role.SUPPLIER, "您现在没有可办的事。"),
    ],
)
def test_a_refusal_offers_its_reader_what_its_own_role_can_do(reader, said):
    with pytest.raises(WrongState) as refused:
        TABLE.after("shut", "close")
    refused.value.tell(reader)
    assert sentences(refused.value)[0].text == f"门现在是「关着」,不能「关门」。{said}"


def test_an_end_says_that_nothing_can_be_done():
    with pytest.raises(WrongState) as refused:
        TABLE.after("gone", "resume")
    assert "没有可办的事" in sentences(refused.value)[0].text


def test_an_act_without_a_word_is_a_fault_of_the_program():
    with pytest.raises(KeyError):
        TABLE.after("open", "explode")


@pytest.mark.parametrize(
    "steps",
    [{("open", "close"): Step("nowhere", "关门")}, {("open", "explode"): Step("open", "")}],
)
def test_a_table_with_a_step_to_nowhere_or_without_a_word_cannot_be_made(steps):
    with pytest.raises(ValueError, match=r"test\.Door"):
        StateTable("test.Door", "门", {"open": State(word="开着")}, steps)


def test_choices_are_the_words():
    assert TABLE.choices()[0] == ("open", "开着")
