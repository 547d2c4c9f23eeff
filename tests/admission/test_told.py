"""Who hears of a decision about an institution, who reads it, and what else it reaches. 一(一)-4"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from admission.ground import PAPERS, admit, pair, profile, resume, review, suspend, told
from cairong.admission.actions.admit_institution import admit_institution
from cairong.admission.actions.change_institution import change_institution
from cairong.admission.reads import admission_page, institutions_for, papers_said
from cairong.cases.desk import waiting_for
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from cairong.parties.kinds import InstitutionFacts
from cairong.parties.reads import institutions_serving, the_only
from cairong.policy.admission import Paper, said_of
from inspecting.ground import desk_of
from lending.ground import NOW
from support.town import CITY, COUNTY

pytestmark = pytest.mark.django_db
FACTS = InstitutionFacts(regions=[CITY], licence_no="B9")


def test_the_bank_and_the_regulator_hear_of_each_decision(case):
    town = case.town
    kinds = (Role.PBOC, Role.REGULATOR)
    watching = [town.actor(the_only(CITY, role.value), role) for role in kinds]
    desks = [town.actor(case.bank(), role) for role in ("institution-officer",
             "institution-approver", "institution-manager")]  # fmt: skip
    suspend(town, case.bank(), stop_draws=True)
    for each in (*watching, *desks):
        assert "并停止放款(已接受、没有放出的一并退回供应商)。许可证被监管部门责令整改" in told(
            each, "admission.institution.suspended"
        )
    resume(town, case.bank())
    for each in (*watching, *desks):
        assert "产品即日起重新上架" in told(each, "admission.institution.resumed")


def test_the_review_waits_on_the_desk_of_the_bureau_alone(case):
    review(case.town, case.bank())
    officer, _ = pair(case.town)
    late = NOW + timedelta(days=366)
    words = [each.word for each in waiting_for(officer, now=late).balls]
    assert "复核金融机构" in words
    other = waiting_for(case.officer(), now=late).balls
    assert not [each for each in other if "复核金融机构" in each.word]


def test_an_institution_reads_itself_alone_and_a_county_nothing(case):
    found = institutions_for(case.officer())
    assert [each.name for each in found] == ["甲银行"]
    county = desk_of(case.town, Role.PROCUREMENT_OFFICER, COUNTY)
    assert not institutions_for(county).exists()
    assert not institutions_for(case.supplier).exists()
    with pytest.raises(NotFound):
        admission_page(case.officer(), NOW, case.bank("乙银行").pk)


def test_what_is_known_changes_by_two_of_the_city_alone(case):
    facts = {"institution_id": case.bank().pk, "papers": "换证通知", "name": "甲银行"}
    facts |= {"institution": FACTS, "now": NOW}
    county = desk_of(case.town, Role.PROCUREMENT_OFFICER, COUNTY)
    with pytest.raises(NotAllowed):
        change_institution.propose(actor=county, **facts)
    officer, _ = pair(case.town)
    other = facts | {"institution_id": case.town.purchaser().pk}
    gone = facts | {"institution": replace(FACTS, regions=["110101"])}
    with pytest.raises(NotFound):
        change_institution.propose(actor=officer, **other)
    with pytest.raises(Invalid):
        change_institution.propose(actor=officer, **gone)
    change_institution.propose(actor=officer, **facts)
    case.town.agrees()
    assert profile(case.bank()).licence_no == "B9"
    with pytest.raises(Conflict):
        change_institution.propose(actor=officer, **facts)


def test_a_change_of_its_facts_does_not_let_a_suspended_one_back(case):
    suspend(case.town, case.bank())
    officer, _ = pair(case.town)
    change_institution.propose(
        actor=officer, now=NOW, institution_id=case.bank().pk, papers="换证通知", name="甲银行",
        institution=FACTS,
    )  # fmt: skip
    case.town.agrees()
    assert profile(case.bank()).suspended_on == NOW.date()
    assert [each.name for each in institutions_serving(CITY, COUNTY)] == ["乙银行"]


def test_whose_name_looks_like_it_the_second_person_reads(case):
    officer, _ = pair(case.town)
    proposal = admit_institution.propose(
        actor=officer, now=NOW, name="甲银行。", uscc="91410300MA0000901B", region=CITY,
        institution=FACTS, papers=PAPERS, words="材料齐全。",
    )  # fmt: skip
    assert "甲银行" in proposal.after["alike"][0]
    assert case.town.agrees().name == "甲银行。"


def test_papers_are_said_with_their_last_day(case):
    paper = Paper(kind="authority", number="总行授字 3 号", until=date(2026, 6, 30))
    assert said_of(paper) == "上级行(总行)授权文件 总行授字 3 号,有效期至 2026-06-30"
    bank = admit(case.town, papers=[*PAPERS, paper])
    page = admission_page(pair(case.town)[0], NOW, bank.pk)
    assert papers_said(page.newest).endswith("上级行(总行)授权文件 总行授字 3 号(至 2026-06-30)")
    assert page.shown("authority", "until") == "2026-06-30"
    assert page.ratings == []
