"""Which account is at which lender (D11): by its code where one bank owns it, else by its name."""

import pytest

from cairong.policy.catalogue import sentence
from cairong.policy.treasury import account_at_lender

ICBC, CITY_BANK, RURAL = "102493000011", "313493000011", "314493000011"
AT = [
    ("甲银行洛阳支行", CITY_BANK, "甲银行"),
    ("甲银行洛阳支行", CITY_BANK, "甲银行股份有限公司洛阳分行"),
    ("工行洛阳分行", ICBC, "中国工商银行洛阳分行"),
    ("中国工商银行洛阳凯旋西路支行", ICBC, "工商银行洛阳分行"),
    ("洛阳农商银行开元支行", RURAL, "洛阳农村商业银行"),
]
ELSEWHERE = [
    ("乙银行洛阳支行", CITY_BANK, "甲银行"),
    ("甲银行洛阳支行", ICBC, "甲银行"),
    ("中国工商银行洛阳分行", ICBC, "中国建设银行洛阳分行"),
    ("中国银行洛阳分行", "104493000011", "中国工商银行洛阳分行"),
    ("宜阳农村商业银行", RURAL, "洛阳农村商业银行"),
]


@pytest.mark.parametrize(("bank", "cnaps", "lender"), AT)
def test_at_the_lender(bank, cnaps, lender):
    assert account_at_lender(bank=bank, cnaps=cnaps, lender=lender, licence="银行") is None


@pytest.mark.parametrize(("bank", "cnaps", "lender"), ELSEWHERE)
def test_elsewhere_is_said_with_the_way_out_and_without_the_other_bank(bank, cnaps, lender):
    found = account_at_lender(bank=bank, cnaps=cnaps, lender=lender, licence="银行")
    assert (found.code, found.obligation) == ("treasury.account_elsewhere", "二(三)-3")
    said = sentence(found)
    assert f"没有开在「{lender}」" in said
    assert bank not in said
    assert f"申请变更回款账户到「{lender}」" in said


@pytest.mark.parametrize(
    ("licence", "bars"),
    [("银行", True), ("国有大型商业银行", True), ("农村信用社", True), ("农村信用合作联社", True),
     ("小额贷款公司", False), ("融资担保公司", False), ("保理公司", False)],
)  # fmt: skip
def test_a_lender_without_deposits_has_no_account_to_ask_for(licence, bars):
    bank, cnaps, lender = ELSEWHERE[0]
    found = account_at_lender(bank=bank, cnaps=cnaps, lender=lender, licence=licence)
    assert (found is not None) is bars
