"""What an agency may do, as tables that a clerk can read. 采购法§12, 条例§16, 87号令§8, 附-1"""

from datetime import date

import pytest

from cairong.kernel.errors import Invalid
from cairong.policy.agencies import (
    METHODS,
    SERVED,
    not_given_to_another,
    own_file,
    recused,
    same_project,
    served_after_issue,
    takes_no_part,
    within_agreement,
)
from cairong.policy.catalogue import with_basis
from cairong.policy.clauses import clause
from cairong.policy.firms import firms_in

OWN, OTHER = "91410300MA0000901B", "91410300MA44K3P079"
GIVEN = {"clause": "附-1", "most": 3}


def said(found) -> str:
    """The sentence of a finding with its clause, empty where nothing was found."""
    return with_basis(found) if found else ""


@pytest.mark.parametrize(
    ("names", "codes", "taken"),
    [
        ([], [], False),
        (["供应商"], [OTHER], False),
        (["甲代理"], [], True),
        (["甲 代理"], [], True),  # blanks and width make no other name
        (["甲代理有限公司"], [OTHER], False),
        (["换了名字"], [OWN], True),
        (["供应商", "换了名字"], [OTHER, OWN], True),
    ],
)
def test_an_agency_is_known_by_its_code_or_its_name(names, codes, taken):
    found = takes_no_part(agency="甲代理", uscc=OWN, names=names, codes=codes)
    assert bool(found) is taken
    if found:
        assert "甲代理不能参加自己代理的项目" in said(found)
        assert "87号令§8" in said(found)


def test_an_agency_without_a_code_is_known_by_its_name_alone():
    assert takes_no_part(agency="甲代理", uscc="", names=["乙公司"], codes=[""]) is None
    assert takes_no_part(agency="甲代理", uscc="", names=["甲代理"], codes=[""]) is not None


@pytest.mark.parametrize(
    ("covers", "project_no", "words"),
    [
        ("", "洛采1", ""),
        ("", "", ""),
        ("洛采1", "洛采1", ""),
        ("洛采1", "洛采2", "只委托项目 洛采1,不包括项目「洛采2」"),
        ("洛采1", "", "不包括项目「未填写」"),
    ],
)
def test_an_agreement_covers_all_projects_or_the_one_it_names(covers, project_no, words):
    found = within_agreement(no="协议1", covers=covers, project_no=project_no)
    assert words in said(found)
    assert bool(found) is bool(words)


def test_what_was_given_to_another_is_named():
    assert not_given_to_another(project_no="洛采1", agency="") is None
    found = not_given_to_another(project_no="洛采1", agency="乙代理")
    assert "单独委托给乙代理" in said(found)
    assert "采购法§20" in said(found)


@pytest.mark.parametrize(
    ("issuer", "barred"), [("甲代理", False), ("乙代理", True), ("采购人", True)]
)
def test_a_file_is_its_issuers(issuer, barred):
    found = own_file(project_no="洛采1", issuer=issuer, actor="甲代理")
    assert bool(found) is barred
    if barred:
        assert f"由{issuer}发出" in said(found)


@pytest.mark.parametrize(("written", "barred"), [("洛采1", False), ("洛采2", True), ("", True)])
def test_an_award_bears_its_files_number(written, barred):
    assert bool(same_project(file_no="洛采1", project_no=written)) is barred


def test_who_acts_for_a_supplier_too_is_told_for_which():
    assert recused(person="王芳", suppliers=[]) is None
    found = recused(person="王芳", suppliers=["甲公司", "乙公司"])
    assert "王芳同时为供应商甲公司、乙公司办事" in said(found)
    assert "采购法§12" in said(found)


@pytest.mark.parametrize(
    ("served_on", "barred"), [("2026-03-01", True), ("2026-03-02", False), ("2026-04-01", False)]
)
def test_a_letter_goes_with_the_file_or_after_it(served_on, barred):
    day = date.fromisoformat(served_on)
    assert bool(served_after_issue(served_on=day, issued_on=date(2026, 3, 2))) is barred


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (f"{OTHER} 甲公司", {OTHER: "甲公司"}),
        (f"\n{OTHER}\t甲 公司\r\n\n", {OTHER: "甲 公司"}),
        (f"{OTHER}\u3000甲公司\n{OWN} 乙公司", {OTHER: "甲公司", OWN: "乙公司"}),
    ],
)
def test_firms_are_read_from_lines_as_they_are_pasted(lines, found):
    assert firms_in(lines, **GIVEN) == found


@pytest.mark.parametrize(
    ("lines", "code", "row"),
    [
        (f"{OTHER} 甲公司\n坏代码 乙公司", "firms.code", 2),
        (f"{OTHER} 甲公司\n\n{OTHER} 乙公司", "firms.twice", 3),
        (f"{OTHER} 甲公司\n{OWN}", "firms.line", 2),
        ("\n".join([f"{OTHER} 甲公司"] * 4), "firms.many", None),
        ("", "firms.many", None),
    ],
)
def test_the_line_that_cannot_be_read_is_named(lines, code, row):
    with pytest.raises(Invalid) as caught:
        firms_in(lines, **GIVEN, field="obtained")
    (found,) = caught.value.findings
    assert (found.code, found.params["field"], found.params.get("row")) == (code, "obtained", row)


def test_none_may_be_named_where_none_has_to_be():
    assert firms_in("", **GIVEN, least=0) == {}


@pytest.mark.parametrize(
    ("id_", "words"),
    [
        ("采购法§19", "在委托的范围内办理政府采购事宜"),
        ("采购法§20", "签订委托代理协议"),
        ("条例§16", "不得超越代理权限"),
        ("87号令§8", "不得在所代理的采购项目中投标或者代理投标"),
        ("87号令§28", "已获取招标文件的潜在投标人的名称、数量"),
        ("采购法§12", "必须回避"),
    ],
)
def test_each_clause_says_what_the_rule_rests_on(id_, words):
    assert words in clause(id_).words
    assert clause(id_).verbatim


def test_the_ways_are_closed_lists():
    assert "公开招标" in METHODS
    assert set(SERVED) == {"paper", "post", "mail", "link"}
