"""The papers a product wants: read line by line, each with why; which the platform knows."""

import pytest

from cairong.kernel.errors import Invalid
from cairong.policy.catalogue import sentence
from cairong.policy.wanted import KINDS, kind_of, read_wanted, written


@pytest.mark.parametrize(("what", "kind"), [
    ("营业执照", "licence"), ("营业执照复印件", "licence"), ("营业执照 副本", "licence"),
    ("中标通知书", "award"), ("中标(成交)通知书", "award"), ("合同文本", "contract"),
    ("政府采购合同", "contract"), ("财务报表、流水", "statement"), ("验收报告", "acceptance"),
    ("近三个月银行流水", ""), ("保证合同", ""), ("法定代表人征信授权", ""), ("借款合同", ""),
])  # fmt: skip
def test_what_is_asked_for_more_exactly_is_another_paper(what, kind):
    assert kind_of(what) == kind


def test_a_list_is_read_and_written_again():
    text = "营业执照:核对经营主体\n\n 上游采购合同 : 判断用途真实 "
    found = read_wanted(text)
    assert [(each.what, each.kind, each.holder) for each in found] == [
        ("营业执照", "licence", "供应商材料库"), ("上游采购合同", "", "供应商另交"),
    ]  # fmt: skip
    assert written(found) == "营业执照:核对经营主体\n上游采购合同:判断用途真实"
    assert read_wanted("") == []


def test_each_kind_says_who_has_it():
    listed = "\n".join(f"{word}:这样才能作出判断" for word in KINDS.values())
    assert {each.holder for each in read_wanted(listed)} == {
        "平台已有", "合同的材料", "供应商材料库",
    }  # fmt: skip


@pytest.mark.parametrize(("text", "code", "said"), [
    ("营业执照", "wanted.unreasoned", "第1行"),
    ("营业执照:要", "wanted.unreasoned", "不少于4个字"),
    ("合同文本:核对付款条款\n采购合同:核对违约条款", "wanted.twice", "第2行"),
    ("\n".join(f"材料{one}:判断还款来源" for one in range(21)), "wanted.many", "至多20项"),
])  # fmt: skip
def test_what_is_not_reasoned_or_stands_twice_is_refused(text, code, said):
    with pytest.raises(Invalid) as refused:
        read_wanted(text)
    (found,) = refused.value.findings
    assert found.code == code
    assert said in sentence(found)
