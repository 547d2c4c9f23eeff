"""The checklist of a city that opens: each line goes by the facts as they stand."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from cairong.kernel.actor import Role
from cairong.kernel.errors import Invalid
from cairong.parties.models import Account, Person
from cairong.parties.reads import the_only
from cairong.policy.readiness import ITEMS
from cairong.readiness.actions.state_item import state_item
from cairong.readiness.models import Statement
from cairong.readiness.reads import Line, checklist, lacking
from cairong.rulebook.models import HolidayNotice, LprRow
from support.staging import staged
from support.town import CITY, COUNTY, Town, at, found_town
from support.visitors import account_in, given_factor

NOW = at("2026-11-30 10:00")
EVIDENCE = "2026年11月30日核对记录,财采〔2026〕9号"


@staged
def empty(db) -> Town:
    return found_town(NOW, demo=False)


def line(town: Town, key: str) -> Line:
    actor = replace(town.bureau(Role.PROCUREMENT_APPROVER), region=CITY)
    return next(each for each in checklist(actor, NOW) if each.key == key)


def test_an_empty_city_lacks_all_that_is_needed_but_holidays(empty):
    lines = checklist(empty.actor(the_only(CITY, "operator"), Role.OPERATOR), NOW)
    assert {each.key for each in lines} == set(ITEMS)
    there = {each.key for each in lines if each.state == "there"}
    assert there == {"holidays", "openings", "passwords", "factors"}
    assert {each.key for each in lines if each.state == "optional"} == {"agencies", "years"}
    counties = [each for each in lines if each.key == "county"]
    assert lacking(lines) == len(ITEMS) - 7 + len(counties)
    assert counties[0].lacks == "采购科没有启用,也没有委托书;国库科没有启用,也没有委托书"


def test_two_of_one_hand_are_no_desk_until_one_is_confirmed(empty):
    officer = empty.bureau(Role.PROCUREMENT_OFFICER)
    empty.bureau(Role.PROCUREMENT_APPROVER)
    assert line(empty, "procurement").state == "there"
    others = Person.objects.exclude(pk=officer.person_id)
    others.update(leans_on=officer.person_id)
    assert "由同一人带进来" in line(empty, "procurement").lacks
    account_in(empty, Role.PROCUREMENT_APPROVER, username="third")
    assert line(empty, "procurement").state == "there"


def test_two_of_two_regions_are_no_desk(empty):
    account_in(empty, Role.PROCUREMENT_OFFICER, region=COUNTY)
    account_in(empty, Role.PROCUREMENT_APPROVER)
    assert line(empty, "procurement").state == "missing"
    account_in(empty, Role.PROCUREMENT_OFFICER)
    assert line(empty, "procurement").state == "there"


def test_what_only_persons_know_takes_two_and_evidence(empty):
    officer, approver = (empty.bureau(f"procurement-{one}") for one in ("officer", "approver"))
    for item, words in (("lpr", EVIDENCE), ("backup", "已办")):
        with pytest.raises(Invalid):
            state_item.propose(actor=officer, now=NOW, item=item, evidence=words)
    laid = state_item.propose(actor=officer, now=NOW, item="parameters", evidence=EVIDENCE)
    assert line(empty, "parameters").state == "missing"
    state_item.approve(actor=approver, now=NOW, proposal_id=laid.pk)
    assert Statement.objects.get().stated_by_id == approver.person_id
    assert line(empty, "parameters").said == f"2026年11月30日登记:{EVIDENCE}"


def test_a_row_of_another_item_is_refused(empty):
    officer = empty.bureau(Role.PROCUREMENT_OFFICER)
    facts = {"city_id": CITY, "evidence": EVIDENCE, "stated_at": NOW}
    with pytest.raises(IntegrityError, match="readiness_item_stated"), transaction.atomic():
        Statement.objects.create(item="lpr", stated_by_id=officer.person_id, **facts)


def test_lpr_and_holidays_go_by_the_month_and_the_year(empty):
    assert line(empty, "lpr").lacks == "缺 2026年11月"
    facts = {"city_id": CITY, "source": "人民银行公告", "recorded_at": NOW}
    LprRow.objects.create(
        published_on=at("2026-11-20 09:00").date(), one_year_bp=300, five_year_bp=350, **facts
    )
    assert line(empty, "lpr").said == "最近一次 2026年11月20日"
    actor = empty.bureau(Role.PROCUREMENT_APPROVER)
    in_december = checklist(actor, at("2026-12-01 09:00"))
    assert next(each for each in in_december if each.key == "holidays").lacks.startswith("缺2027年")
    HolidayNotice.objects.create(year=2027, days_off=[], days_worked=[], **facts)
    in_december = checklist(actor, at("2026-12-01 09:00"))
    assert next(each for each in in_december if each.key == "holidays").state == "there"


def test_a_given_password_and_an_operator_without_factor(empty):
    account = account_in(empty, Role.OPERATOR, username="operator")
    Account.objects.update(given_password=True)
    assert line(empty, "passwords").lacks == "1 个账号还在用一次性密码"
    assert line(empty, "factors").lacks == "operator还没有启用"
    given_factor(account)
    assert line(empty, "factors").state == "there"


def test_a_county_sees_its_own_line_alone(empty):
    bureau = empty.organisation("bureau", "西工区财政局", region=COUNTY)
    own = empty.actor(bureau, Role.PROCUREMENT_OFFICER)
    found = checklist(own, NOW)
    assert [each.region for each in found] == [COUNTY]
    assert found[0].word == "西工区:由谁审批"
