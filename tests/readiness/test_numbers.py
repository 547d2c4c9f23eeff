"""How rows of dated numbers are read: which parameter, which value of it, which rate. 三(一)-2"""

from collections.abc import Callable
from datetime import date

import pytest

from cairong.kernel.actor import public
from cairong.kernel.errors import Invalid
from cairong.policy.catalogue import sentence
from cairong.policy.parameters import BY_CODE, FEN, NUMBERS
from cairong.readiness.numbers import PARAMETERS, RATES, as_published, parameter
from support.town import CITY, at

NOW = at("2026-11-25 10:00")
COLUMNS = {each.key: each for sheet in (PARAMETERS, RATES) for each in sheet.columns}
SOURCE = "洛财购〔2026〕9号"

VALUES = [
    ("decide_days", "8", 8),
    ("decide_days", "8个工作日", 8),
    ("decide_days", "8 个工作日", 8),
    ("decide_days", "8.0", 8),
    ("融资审批期限", "10", 10),
    ("target_city_percent", "100%", 100),
    ("target_city_percent", "1,000", 1000),
    ("receipt_hours", "24小时", 24),
    ("target_city_scope", "市本级合同", 1),
    ("target_city_scope", "全市合同(市本级和各县区)", 2),
    ("市级融资规模的口径", "2", 2),
]
UNREAD = [
    ("decide_days", "八天"),
    ("decide_days", "8.5"),
    ("decide_days", "8 日历日"),
    ("decide_days", "约 8"),
    ("target_city_scope", "全市"),
    ("target_city_percent", "一倍"),
]
RATES_READ = [
    (3, 300), (3.0, 300), (3.45, 345), ("3.45", 345), ("3.45%", 345), ("3.45 %", 345),
    ("3.4", 340), ("３.５", 350), (0.03, 3),
]  # fmt: skip
RATES_UNREAD = ["", "三点零", "3.455", "3.0.0", "LPR"]


def read(key: str) -> Callable[[object], object]:
    column = COLUMNS[key]
    return lambda cell: column.read(cell, column.word)


def row(code: str, value: str) -> dict[str, object]:
    return {
        "code": read("code")(code), "value": read("value")(value),
        "valid_from": date(2099, 1, 1), "source": SOURCE,
    }  # fmt: skip


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Invalid) as found:
        act()
    return " ".join(sentence(each) for each in found.value.findings)


@pytest.mark.parametrize(("code", "value", "stands_for"), VALUES)
def test_a_value_is_read_in_its_own_unit(code, value, stands_for):
    given = parameter(public(city=CITY), NOW, [row(code, value)])
    assert given["value"] == stands_for
    assert given["code"] in BY_CODE


@pytest.mark.parametrize(("code", "value"), UNREAD)
def test_what_could_be_read_two_ways_is_refused_with_the_value(code, value):
    said = refused(lambda: parameter(public(city=CITY), NOW, [row(code, value)]))
    assert value in said


@pytest.mark.parametrize("number", [each for each in NUMBERS if each.unit == FEN])
def test_amounts_are_yuan(number):
    given = parameter(public(city=CITY), NOW, [row(number.word, "30万")])
    assert given["value"] == 30_000_000


@pytest.mark.parametrize("number", NUMBERS, ids=[each.code for each in NUMBERS])
def test_every_parameter_is_found_by_name_and_by_code(number):
    assert read("code")(number.word) == read("code")(number.code) == number.code


def test_no_two_parameters_share_a_name():
    words = [each.word for each in NUMBERS]
    assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize("said", ["", "没有的参数", "DECIDE_DAYS", "融资审批"])
def test_a_parameter_there_is_not_is_named(said):
    assert (said or "参数") in refused(lambda: read("code")(said))


@pytest.mark.parametrize(("cell", "bp"), RATES_READ)
def test_a_rate_is_read_in_percent(cell, bp):
    assert read("one_year_bp")(cell) == bp


@pytest.mark.parametrize("cell", RATES_UNREAD)
def test_a_rate_that_is_none_is_refused(cell):
    assert "一年期" in refused(lambda: read("one_year_bp")(cell))


def test_a_rate_is_said_in_percent_and_in_basis_points():
    said = as_published(public(city=CITY), {"one_year_bp": 3, "five_year_bp": 350})
    assert said == "一年期 0.03 %(3 基点);五年期以上 3.50 %(350 基点)"
