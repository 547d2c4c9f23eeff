"""What does not fit an act of two persons is refused in Chinese, naming where it stands."""

import re
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from cairong.filing.actions.sign_contract import sign_contract
from cairong.kernel.acts import ACTS
from cairong.kernel.errors import Invalid
from cairong.lending.actions.approve_offer import approve_offer
from cairong.parties.four_eyes import TwoPersonAct
from cairong.policy.catalogue import sentences
from cairong.policy.catalogue.arguments import unfit_argument
from cairong.products.actions.publish_product import publish_product

ID = "019a0000-0000-7000-8000-000000000000"
OFFER: dict[str, Any] = {
    "application_id": ID, "product_id": ID, "amount_fen": 1, "days": 1, "spread_bp": 0,
    "method": "bullet",
}  # fmt: skip
METHODS = "bullet、interest-monthly、equal-principal、equal-instalment、revolving"
UNFIT = [
    ({"amount_fen": 0}, "「amount_fen」的值「0」不合要求(应大于 0)。请改正后再提交。"),
    (
        {"amount_fen": 2 * 10**15},
        f"「amount_fen」的值「{2 * 10**15}」不合要求(应不大于 {10**15})。请改正后再提交。",
    ),
    ({"amount_fen": "许多"}, "「amount_fen」的值「许多」不合要求(应为整数)。请改正后再提交。"),
    ({"days": 1.5}, "「days」的值「1.5」不合要求(应为整数)。请改正后再提交。"),
    ({"days": 3661}, "「days」的值「3661」不合要求(应不大于 3660)。请改正后再提交。"),
    ({"fee_fen": -1}, "「fee_fen」的值「-1」不合要求(应不小于 0)。请改正后再提交。"),
    (
        {"method": "balloon"},
        f"「method」的值「balloon」不合要求(只能是 {METHODS})。请改正后再提交。",
    ),
    ({"product_id": "x"}, "「product_id」的值「x」不合要求(不是有效的编号)。请改正后再提交。"),
    ({"colour": "红"}, "不认识「colour」这一项。请去掉它。"),
]  # fmt: skip


def said(act: TwoPersonAct[..., Any], arguments: dict[str, Any]) -> str:
    with pytest.raises(Invalid) as refused:
        act.kept(arguments)
    return sentences(refused.value)[0].text


@pytest.mark.parametrize(("changed", "sentence"), UNFIT)
def test_the_sentence_is_chinese_throughout(changed: dict[str, Any], sentence: str) -> None:
    assert said(approve_offer, OFFER | changed) == sentence


def test_what_is_left_out_is_asked_for() -> None:
    assert said(approve_offer, {k: v for k, v in OFFER.items() if k != "days"}) == (
        "没有填写「days」。请补上。"
    )


def test_a_list_too_short_and_a_part_of_a_part_are_named() -> None:
    product = {"methods": []}
    found = errors_of(publish_product.arguments, product)
    short = next(one for one in found if one["loc"] == ("methods",))
    assert (
        sentences(unfit_argument(short))[0].text
        == "「methods」的值「[]」不合要求(至少 1 项)。请改正后再提交。"
    )
    found = errors_of(sign_contract.arguments, {"schedule": [{"milestone": "验收"}]})
    part = next(one for one in found if one["loc"][0] == "schedule")
    assert re.match("没有填写「schedule\\.0\\.[a-z_]+」", sentences(unfit_argument(part))[0].text)


WRONG = [None, True, 1.5, -(10**30), 10**30, "", "\u202e", "x" * 5000, [], {}, [None], [{}],
         {"x": 1}, object(), float("nan")]  # fmt: skip


@pytest.mark.parametrize(
    "name", sorted(one.name for one in ACTS.values() if isinstance(one, TwoPersonAct))
)
def test_no_act_answers_a_wrong_value_in_english(name: str) -> None:
    """Each argument in turn, with every kind of value that is none, is told why in Chinese."""
    arguments = ACTS[name].arguments
    for field in arguments.model_fields:
        for value in WRONG:
            for one in errors_of(arguments, {field: value}):
                text = sentences(unfit_argument(one))[0].text
                assert "写法不对" not in text, one
                if one["type"] != "literal_error":
                    assert not re.search("[A-Za-z]", without_quoted(text)), text


def errors_of(arguments: type[BaseModel], given: dict[str, Any]) -> list[Any]:
    try:
        arguments.model_validate(given)
    except ValidationError as error:
        return list(error.errors())
    return []


def without_quoted(text: str) -> str:
    return re.sub("「.*?」", "", text, flags=re.DOTALL)
