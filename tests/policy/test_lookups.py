"""What a machine makes of outside data, and what it leaves to the institution."""

from datetime import date, timedelta

import pytest

from cairong.kernel.errors import Invalid
from cairong.policy.eligibility import CRITERIA
from cairong.policy.lookups import (
    KINDS,
    UnreadableError,
    consented,
    kind_of,
    pause_before_next,
    said_of,
)

TAX, INVOICE = {"grade": "A", "owed_fen": 0}, {"year_fen": 100, "before_fen": 100, "months": 12}
LICENCE = {"status": "存续", "scope": "软件开发"}


@pytest.mark.parametrize(("source", "facts", "result"), [
    ("credit", {"listed": []}, "met"),
    ("credit", {"listed": ["严重失信主体名单"]}, "unmet"),
    ("tax", TAX, "met"),
    ("tax", TAX | {"grade": "M"}, "met"),
    ("tax", TAX | {"grade": "C"}, "unknown"),
    ("tax", TAX | {"grade": ""}, "unknown"),
    ("tax", TAX | {"grade": "D"}, "unmet"),
    ("tax", TAX | {"owed_fen": 1}, "unmet"),
    ("invoice", INVOICE, "met"),
    ("invoice", INVOICE | {"year_fen": 80}, "met"),
    ("invoice", INVOICE | {"year_fen": 79}, "unknown"),
    ("invoice", INVOICE | {"months": 5}, "unknown"),
    ("invoice", INVOICE | {"before_fen": 0}, "unknown"),
    ("invoice", INVOICE | {"year_fen": 0}, "unmet"),
    ("licence", LICENCE, "unknown"),
    ("licence", LICENCE | {"status": "吊销,未注销"}, "unmet"),
])  # fmt: skip
def test_what_a_machine_can_judge_it_judges(source, facts, result):
    kind = KINDS[source]
    verdict = kind.judges(kind.reads(facts))
    assert verdict.result == result
    assert 0 < len(verdict.value) <= 300


@pytest.mark.parametrize(("source", "facts"), [
    ("credit", {}),
    ("credit", {"listed": "没有"}),
    ("credit", {"listed": [1]}),
    ("credit", {"listed": ["长" * 61]}),
    ("credit", {"listed": ["名单"] * 11}),
    ("tax", TAX | {"grade": "Z"}),
    ("tax", TAX | {"owed_fen": -1}),
    ("tax", TAX | {"owed_fen": True}),
    ("tax", TAX | {"owed_fen": "0"}),
    ("tax", TAX | {"owed_fen": 10**16}),
    ("invoice", INVOICE | {"months": 13}),
    ("invoice", INVOICE | {"year_fen": None}),
    ("licence", LICENCE | {"status": ""}),
    ("licence", LICENCE | {"scope": "一\0二"}),
    ("licence", LICENCE | {"scope": "左\u202e右"}),
])  # fmt: skip
def test_what_is_no_answer_of_its_kind_is_no_value(source, facts):
    with pytest.raises(UnreadableError):
        KINDS[source].reads(facts)


def test_each_kind_speaks_of_a_criterion_that_an_institution_judges():
    named = [kind.criterion for kind in KINDS.values()]
    assert len(set(named)) == len(named)
    assert not [each for each in named if CRITERIA[each].machine]


def test_a_value_is_said_with_its_source_and_day():
    assert said_of("credit", "未列入", date(2026, 12, 1)) == "信用中国,2026-12-01 查询:未列入"


def test_without_consent_it_is_barred():
    assert consented(source="tax", stands=True) is None
    found = consented(source="tax", stands=False)
    assert (found.code, found.obligation) == ("lookup.no_consent", "二(五)-1")


def test_a_source_that_is_none_is_named():
    with pytest.raises(Invalid):
        kind_of("luck")


def test_each_pause_is_longer():
    assert [pause_before_next(each) for each in (1, 2, 8)] == [
        timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=128),
    ]  # fmt: skip
