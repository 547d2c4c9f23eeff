"""Whom a product is for: the contract's place and the enterprise's size, each open or held."""

import pytest

from cairong.policy.catalogue import sentence
from cairong.policy.products import Borrower, meant_for

CITY, HERE, ELSEWHERE = "410300", "410303", "410327"
PLACES = {CITY: "洛阳市", HERE: "西工区", "": ""}
SMES = ["micro", "small", "medium"]


def held(region: str, size: str, regions: list[str], sizes: list[str]):
    borrower = Borrower(city=CITY, region=region, place=PLACES[region], size=size)
    return meant_for(product="甲贷", regions=regions, sizes=sizes, borrower=borrower)


@pytest.mark.parametrize(
    ("region", "size", "regions", "sizes"),
    [
        (HERE, "small", [HERE], ["small"]),
        (HERE, "small", [CITY], SMES),
        (CITY, "micro", [CITY], SMES),
        (HERE, "", [HERE], ["medium"]),
        (HERE, "large", [HERE], ["large"]),
    ],
)
def test_it_is_for_them(region, size, regions, sizes):
    assert held(region, size, regions, sizes) is None


@pytest.mark.parametrize(
    ("region", "size", "regions", "sizes", "words"),
    [
        (HERE, "small", [ELSEWHERE], SMES, ["合同所在区域(西工区)"]),
        (CITY, "small", [HERE], SMES, ["合同所在区域(洛阳市)"]),
        (HERE, "large", [CITY], SMES, ["大型企业(只面向微型、小型、中型企业)"]),
        (HERE, "micro", [ELSEWHERE], ["medium"],
         ["合同所在区域(西工区)和微型企业(只面向中型企业)"]),
    ],
)  # fmt: skip
def test_it_is_not_for_them_and_what_to_do(region, size, regions, sizes, words):
    found = held(region, size, regions, sizes)
    assert (found.code, found.obligation) == ("products.not_for", "二(一)-2")
    said = sentence(found)
    for one in ["产品「甲贷」不面向", "请改选面向它的产品", *words]:
        assert one in said
    assert region not in said
