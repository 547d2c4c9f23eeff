"""A year from its scheme to what it earns: provisional, appealed, frozen, supported.

三(二)-1 三(二)-2
"""

import json
from dataclasses import replace
from datetime import date

import pytest

from cairong.audit.models import Event
from cairong.evaluation.behind import facts_behind
from cairong.evaluation.models import Support, Year, YearVersion
from cairong.evaluation.reads import facts_text, newest, own_facts, year_view
from cairong.evaluation.showing import (
    evaluations,
    fell_out,
    institution_page,
    text_of_facts,
    version_for,
    year_page,
)
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.outreach.sentences import message_of
from cairong.parties.models import Proposal
from cairong.policy.recount import digest, result_of
from evaluation.judged import APPEALED, FROZEN, PUBLISHED, YEAR, Bank, stand_bank
from oversight.ground import lent
from support.staging import staged
from support.town import CITY, COUNTY, at

pytestmark = pytest.mark.django_db


@staged
def bank(db) -> Bank:
    return stand_bank()


@staged
def published(bank: Bank) -> Bank:
    bank.adopts()
    bank.publishes()
    return bank


@staged
def frozen(published: Bank) -> Bank:
    published.looks()
    published.freezes()
    return published


def refused(kind, code: str, act, *args, **otherwise):
    with pytest.raises(kind) as caught:
        act(*args, **otherwise)
    assert caught.value.findings[0].code == code


class TestPublished:
    def test_the_scheme_is_published_before_its_year_alone(self, bank):
        refused(PolicyBreach, "evaluation.scheme_late", bank.adopts, 2025)
        bank.adopts()
        refused(Conflict, "evaluation.scheme_twice", bank.adopts)

    def test_a_county_desk_and_an_unknown_version_are_refused(self, bank):
        bank.people = [replace(each, region=COUNTY) for each in bank.people]
        refused(NotAllowed, "evaluation.city_alone", bank.adopts)

    def test_a_year_without_a_scheme_stays_a_trial(self, bank):
        refused(PolicyBreach, "evaluation.trial", bank.publishes)
        assert year_view(CITY, YEAR, now=PUBLISHED).trial

    @pytest.mark.parametrize("day", ["2026-12-31 23:00", "2027-01-10 23:00"])
    def test_not_before_it_is_over_and_cut_off(self, bank, day):
        bank.adopts()
        refused(PolicyBreach, "evaluation.not_over", bank.publishes, now=at(day))

    def test_it_keeps_result_and_facts_by_their_hashes(self, published):
        version = newest(Year.objects.get())
        event = Event.objects.get(type="evaluation.year.published")
        text = facts_text(version)
        assert event.after["result_sha256"] == version.sha256 == digest(version.result)
        assert event.after["facts_sha256"] == version.facts_sha256 == digest(text)
        assert result_of(text) == version.result
        assert version.appeal_on == date(2027, 1, 29)
        # the scores of all are for the second person, not for institutions that read the event
        assert "scores" not in event.after
        assert shown("publish_year")["scores"][0].startswith("甲银行:")
        refused(Conflict, "evaluation.published", published.publishes)

    def test_a_duty_names_the_event_it_stands_in(self, published):
        view = year_view(CITY, 2025, now=PUBLISHED)
        assert view.rows
        assert view.version is None
        version = newest(Year.objects.get())
        facts = json.loads(facts_text(version))
        assert facts["loans"]
        assert all("event" in row for row in facts["loans"])

    def test_it_stays_whatever_becomes_of_the_records(self, published):
        before = year_view(CITY, YEAR, now=PUBLISHED).rows
        lent(published.loan, COUNTY, "2026-07-11", 900)
        assert year_view(CITY, YEAR, now=PUBLISHED).rows == before


class TestAppealed:
    def test_upheld_it_is_a_version_of_its_own_with_the_reason(self, published):
        first = newest(Year.objects.get())
        (key, *_) = [key for key, _ in own_facts(version_of(first), published.loan.institution_id)]
        appeal = published.appealed(facts=[key])
        published.answers(appeal, "upheld", aside=[key])
        second = newest(Year.objects.get())
        assert (second.number, "甲银行申诉" in second.reason) == (2, True)
        assert YearVersion.objects.get(number=1).sha256 == first.sha256 != second.sha256
        was, now = (
            next(row for row in each["institutions"] if row["name"] == "甲银行")["counts"]
            for each in (json.loads(first.result), json.loads(second.result))
        )
        assert now["loans"] == was["loans"] - 1
        assert any(" → " in line for line in shown("answer_appeal")["scores"])
        # who it changed may appeal against it in turn, for as long
        assert second.appeal_on == date(2027, 2, 3)

    def test_the_others_learn_of_a_correction_but_not_who_appealed(self, published):
        pboc, own = published.people[0].organisation_id, published.loan.institution_id
        other = published.case.town.institution("乙银行").pk
        lent(published.loan, COUNTY, "2026-07-11", 900, institution_id=other)
        published.answers(published.appealed(), "upheld")
        event = Event.objects.get(type="evaluation.appeal.answered")
        assert set(event.visible_to) == {pboc, own}
        assert "scores" not in event.after
        sayings = {each["organisation"]: each.get("saying", "") for each in event.after["tell"]}
        assert sayings == {str(own): "", str(other): "evaluation.year.corrected"}
        said = message_of(event, sayings[str(other)])
        assert said.startswith("2026 年综合评价更正为第 2 版,请看本机构的结果。")
        assert not any(word in said for word in ("甲银行", "放款规模", "已核对放款凭证"))

    def test_who_falls_out_of_the_result_is_told_and_may_appeal(self, published):
        other = published.case.town.institution("乙银行")
        officer = published.case.town.actor(other, "institution-officer")
        (key,) = [each for each in own_keys(other.pk) if each.startswith("loans/")]
        published.answers(published.appealed(actor=officer), "upheld", aside=own_keys(other.pk))
        second = newest(Year.objects.get())
        assert key not in second.result
        assert "乙银行" not in second.result
        assert other.pk in second.changed
        assert any("不在结果中" in line for line in shown("answer_appeal")["scores"])
        late = at("2027-02-01 10:00")  # past the days of the first version
        assert fell_out(officer, late, YEAR)
        assert published.appealed("credit", actor=officer, now=late).version == second

    def test_overruled_the_result_stays(self, published):
        appeal = published.answers(published.appealed(), "overruled")
        assert (appeal.state, Year.objects.get().versions.count()) == ("overruled", 1)
        refused(WrongState, "state.cannot", published.answers, appeal, "upheld")

    def test_what_is_set_aside_goes_with_a_correction_of_ones_own(self, published):
        appeal = published.appealed()
        ours = f"loans/{published.loan.pk}"
        refused(Invalid, "evaluation.aside_overruled", published.answers, appeal, "overruled",
                aside=[ours])  # fmt: skip
        refused(Invalid, "evaluation.no_fact", published.answers, appeal, "upheld", aside=[ours])

    def test_in_its_days_against_ones_own_and_once_a_measure(self, published):
        late = at("2027-02-01 10:00")
        refused(PolicyBreach, "evaluation.appeal_late", published.appealed, now=late)
        refused(Invalid, "evaluation.no_fact", published.appealed, facts=["loans/x"])
        published.appealed()
        refused(Conflict, "evaluation.appealed", published.appealed)
        published.appealed("credit")
        stranger = published.case.town.actor(
            published.case.town.institution("丙银行"), "institution-officer"
        )
        refused(PolicyBreach, "evaluation.appeal_none", published.appealed, actor=stranger)

    def test_of_what_was_not_published(self, bank):
        refused(NotFound, "evaluation.unpublished", bank.appealed)


class TestFrozen:
    def test_not_while_somebody_may_appeal_or_waits_or_a_flag_is_open(self, published):
        refused(PolicyBreach, "evaluation.freeze_early", published.freezes, at("2027-01-29 10:00"))
        appeal = published.appealed()
        refused(PolicyBreach, "evaluation.freeze_appeals", published.freezes)
        published.answers(appeal, "overruled")
        refused(PolicyBreach, "evaluation.freeze_flags", published.freezes)
        published.looks()
        published.freezes()

    def test_its_hash_goes_into_the_chain(self, frozen):
        version = newest(Year.objects.get())
        event = Event.objects.get(type="evaluation.year.frozen")
        assert event.after["result_sha256"] == version.sha256
        assert "scores" not in event.after
        names = {each.split(":")[0] for each in shown("freeze_year")["scores"]}
        assert names == {"甲银行", "乙银行"}
        assert year_view(CITY, YEAR, now=FROZEN).frozen

    def test_nothing_goes_on_from_it_but_what_it_earns(self, frozen):
        refused(WrongState, "state.cannot", frozen.freezes)
        refused(WrongState, "state.cannot", frozen.appealed)


class TestFlags:
    def test_each_is_closed_once_with_a_name_and_words(self, published):
        closed = published.looks()
        assert closed
        assert all(each.by_id == published.people[0].person_id for each in closed)
        assert not year_view(CITY, YEAR, now=APPEALED).open_flags
        event = Event.objects.filter(type="evaluation.flag.closed").first()
        assert event.after["words"].startswith("已调阅合同")


class TestSupported:
    def test_granted_and_declined_by_two(self, frozen):
        view = year_view(CITY, YEAR, now=FROZEN)
        grade = view.of(frozen.loan.institution_id).evaluation.grade
        assert grade in {"A", "B"}
        given = frozen.decides("bonus", granted=True)
        declined = frozen.decides("mpa", granted=False)
        assert (given.granted, declined.granted) == (True, False)
        assert Event.objects.get(type="evaluation.support.granted").basis == ["三(二)-1"]
        assert Event.objects.get(type="evaluation.support.declined").basis == ["三(二)-2"]
        refused(Conflict, "evaluation.supported", frozen.decides, "bonus", granted=False)

    def test_never_without_a_frozen_result_or_a_grade_that_earns_it(self, published):
        refused(PolicyBreach, "evaluation.support_unfrozen", published.decides, "bonus",
                granted=True)  # fmt: skip
        published.looks()
        published.freezes()
        other = published.case.town.institution("乙银行").pk
        refused(PolicyBreach, "evaluation.support_grade", published.decides, "bonus", granted=True,
                institution_id=other)  # fmt: skip
        published.decides("bonus", granted=False, institution_id=other)
        assert Support.objects.count() == 1


class TestReaders:
    def test_a_county_desk_reads_nothing_of_it(self, published):
        county = replace(published.people[0], region=COUNTY)
        own = published.loan.institution_id
        for read, args in (
            (year_page, (PUBLISHED, YEAR)), (institution_page, (PUBLISHED, YEAR, own)),
            (text_of_facts, (PUBLISHED, YEAR)), (facts_behind, (PUBLISHED, YEAR, own)),
            (version_for, (YEAR, 1)),
        ):  # fmt: skip
            read(published.people[0], *args)
            refused(NotAllowed, "evaluation.city_alone", read, county, *args)
        refused(NotAllowed, "evaluation.city_alone", evaluations, county, YEAR, now=PUBLISHED)

    @pytest.mark.parametrize("year", [0, 1, 9999, 99999])
    def test_a_year_that_no_calendar_has_is_not_there(self, bank, year):
        refused(NotFound, "access.not_found", year_view, CITY, year, now=PUBLISHED)
        refused(NotFound, "access.not_found", text_of_facts, bank.people[0], PUBLISHED, year)
        refused(NotFound, "access.not_found", bank.publishes, year)
        refused(NotFound, "evaluation.unpublished", bank.appealed, year=year)


def shown(act: str) -> dict:
    return Proposal.objects.get(act=f"evaluation.{act}").after


def own_keys(institution_id) -> list[str]:
    return [key for key, _ in own_facts(version_of(newest(Year.objects.get())), institution_id)]


def version_of(version: YearVersion) -> YearVersion:
    return YearVersion.objects.get(pk=version.pk)
