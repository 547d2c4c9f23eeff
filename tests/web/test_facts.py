"""Facts of proposals in words: no act, no argument and no state stays without a Chinese word."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from cairong.contracts.facts import Account, Items, Milestone, Withholding
from cairong.filing.actions.decide_filing import REASONED
from cairong.kernel.acts import ACTS
from cairong.parties.four_eyes import TwoPersonAct
from cairong.products.actions.publish_product import Preference
from cairong.web.fact_words import WORDS
from cairong.web.facts import UNSAID, changes, submitted, value_of

RECORDED = re.compile(r'"([a-z_0-9]+)": ')


def acts() -> list[str]:
    return sorted(name for name, act in ACTS.items() if isinstance(act, TwoPersonAct))


@pytest.mark.parametrize("name", acts())
def test_every_act_and_argument_has_a_word(name):
    assert ACTS[name].word
    arguments = set(ACTS[name].arguments.model_fields) - {"fields"}
    assert [one for one in arguments if not one.endswith(UNSAID) and one not in WORDS] == []


@pytest.mark.parametrize("name", acts())
def test_every_fact_an_act_records_has_a_word(name):
    source = Path(import_module(ACTS[name].body.__module__).__file__).read_text()
    recorded = re.findall(r"(?:before|after)=\{(.*?)\}", source, re.DOTALL)
    keys = {key for part in recorded for key in RECORDED.findall(part)}
    assert [one for one in sorted(keys) if not one.endswith(UNSAID) and one not in WORDS] == []


@pytest.mark.parametrize("facts", [Account, Milestone, Items, Withholding, Preference])
def test_every_part_of_an_argument_has_a_word(facts):
    names = facts.__dataclass_fields__
    given = {"no", "supplier_address"}
    assert [one for one in names if not one.endswith(UNSAID) and one not in {*WORDS, *given}] == []


def test_every_item_a_filing_may_be_returned_for_has_a_word():
    assert REASONED - set(WORDS) == set()


def test_values_are_written_as_people_read_them():
    assert value_of("amount_fen", 30_000_000) == "¥300,000.00"
    assert value_of("signed_on", "2025-09-26") == "2025年9月26日"
    assert value_of("outside_at", "2025-09-26T10:00:00+08:00") == "2025年9月26日 10:00"
    assert value_of("sme_reserved", value=True) == "是"
    assert value_of("methods", ["bullet", "equal-principal"]) == "到期一次还本付息、等额本金"
    schedule = [
        {"milestone": "验收", "percent": "60", "agreed_days": 10, "unit": "working"},
        {"milestone": "签订", "percent": "40", "agreed_days": 5, "unit": "calendar"},
    ]
    assert value_of("schedule", schedule).startswith(
        "节点 验收,比例(%) 60,几日内付款 10,按 工作日;节点"
    )


@pytest.mark.parametrize(
    "number", ["20260304", "2026-W10-3", "20260304T1000", "2026-13-01", "2026-03-04号", "2026063"]
)
def test_only_what_is_written_as_a_day_is_one(number):
    assert value_of("bank_serial", number) == number


def test_a_state_is_named_by_the_table_of_its_act():
    (pay,) = changes({"state": "requested"}, {"state": "released"}, "treasury.pay")
    assert (pay.before, pay.after) == ("已申请", "支付在途")
    (lock,) = changes({"state": "active"}, {"state": "released"}, "treasury.confirm_lock")
    assert (lock.before, lock.after) == ("已锁定", "已解除")
    asked = changes({"offer": "accepted"}, {"offer": "locking", "lock": "requested"})
    assert [one.after for one in asked] == ["锁定办理中", "已申请"]
    (offer,) = changes({"state": "complete"}, {"state": "offered"}, "lending.approve_offer")
    assert (offer.before, offer.after) == ("审批中", "待供应商选择")


def test_all_that_was_entered_is_shown_without_ids():
    facts = submitted(
        {
            "award_id": "0199",
            "amount_fen": 100,
            "fields": {"quality": "合格", "place": None, "retention_fen": 50},
            "accounts": [{"payee": "甲", "no": "62", "supplier_id": "0199"}],
        },
        "filing.sign_contract",
    )
    assert [(one.word, one.value) for one in facts] == [
        ("金额", "¥1.00"),
        ("质保金", "¥0.50"),
        ("质量", "合格"),
        ("回款账户", "收款人 甲,账号 62"),
    ]


@pytest.mark.parametrize(
    ("act", "key"),
    [
        ("filing.sign_contract", "no"),
        ("lending.disburse", "no"),
        ("treasury.request_payment", "voucher_no"),
    ],
)
def test_a_number_the_act_will_give_is_not_said_before_it_does(act, key):
    (change,) = changes({}, {key: "HT2026-000180"}, act)
    assert (change.before, change.after) == ("", "同意后自动编号")
    (kept,) = changes({key: "HT2026-000180"}, {key: "HT2026-000180"}, act)
    assert kept.after == "HT2026-000180"
