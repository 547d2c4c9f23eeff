"""The People's Bank's assessment: its scheme, values by two, result, objection, frozen. 三(二)-2"""

import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from assessment.assessing import (
    ANSWERED,
    ENTERED,
    FROZEN,
    PUBLISHED,
    YEAR,
    Assessor,
    given,
    stand_assessor,
)
from cairong.assessment.models import Scheme, Value, Version, Year
from cairong.assessment.reads import facts_text, frozen_result, newest, objections_for, view_of
from cairong.audit.models import Event
from cairong.driving.samples import sample_indicators
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, PolicyBreach, WrongState
from cairong.parties.models import Organisation, Proposal
from cairong.policy.reassess import any_result, read_result
from support.staging import staged
from support.town import CITY, COUNTY, at

pytestmark = pytest.mark.django_db
TOOL = Path(__file__).parents[2] / "tools" / "evaluate.py"
HAND = "演示指标 定量2"


@staged
def ground(db) -> Assessor:
    return stand_assessor()


@staged
def adopted(ground: Assessor) -> Assessor:
    ground.adopts()
    return ground


@staged
def published(adopted: Assessor) -> Assessor:
    adopted.enters(adopted.first)
    adopted.publishes()
    return adopted


def refused(kind, code: str, act, *args, **otherwise):
    with pytest.raises(kind) as caught:
        act(*args, **otherwise)
    assert code in {each.code for each in caught.value.findings}, caught.value.findings


@contextmanager
def stopped(guard: str):
    """What is written here the database refuses, at once or when the transaction ends."""
    with pytest.raises(DatabaseError, match=guard), transaction.atomic():  # noqa: PT012
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def changed(place: int, **facts):
    rows = sample_indicators()
    rows[place] = replace(rows[place], **facts)
    return rows


class TestScheme:
    @pytest.mark.parametrize(
        ("code", "indicators"),
        [
            ("assessment.indicators", sample_indicators()[1:]),
            ("assessment.weights", changed(0, weight=1001)),
            ("assessment.aspects", changed(0, aspect="其他")),
            ("assessment.aspects", changed(20, aspect="总量")),
            ("assessment.name_twice", changed(0, name=HAND)),
            ("assessment.line", changed(1, full=0)),
            ("assessment.source", changed(1, source="giant")),
            ("assessment.source", changed(0, unit="元")),
            ("assessment.given", changed(20, full=50)),
        ],
    )
    def test_it_is_whole_or_not_at_all(self, ground, code, indicators):
        refused(PolicyBreach, code, ground.adopts, indicators=indicators)
        assert not Proposal.objects.filter(act="assessment.publish_assessment_scheme").exists()

    def test_it_is_published_by_two_of_the_city_before_its_year_once(self, ground):
        refused(PolicyBreach, "assessment.late", ground.adopts, now=at("2026-01-02 10:00"))
        ground.adopts()
        refused(Conflict, "assessment.scheme_twice", ground.adopts)
        event = Event.objects.get(type="assessment.scheme.published")
        assert len(event.after["indicators"]) == 27
        assert "采融:放款本金(万元)" in event.after["indicators"][0]
        ground.bank.people = [replace(each, region=COUNTY) for each in ground.people]
        refused(NotAllowed, "assessment.city_alone", ground.adopts, first_year=2027)


class TestValues:
    @pytest.mark.parametrize(
        ("kind", "code", "value"),
        [
            (Invalid, "assessment.no_indicator", given("没有的指标", 1)),
            (PolicyBreach, "assessment.counted", given("演示指标 定量1", 1)),
            (PolicyBreach, "assessment.value", given("演示指标 定性1", 201)),
            (PolicyBreach, "assessment.value", given("演示指标 定性1", -1)),
            (Invalid, "invalid.missing", given(HAND, 1, source=" ")),
        ],
    )
    def test_what_is_no_value_is_refused(self, adopted, kind, code, value):
        refused(kind, code, adopted.enters, adopted.first, [value])

    def test_each_once_and_corrected_with_a_reason(self, adopted):
        first, many = adopted.first, [given(HAND, 700), given(HAND, 800)]
        refused(Invalid, "assessment.indicator_twice", adopted.enters, first, many)
        adopted.enters(first, [given(HAND, 700)])
        refused(PolicyBreach, "assessment.value_twice", adopted.enters, first, [given(HAND, 900)])
        adopted.enters(first, [given(HAND, 900)], reason="报表更正")
        assert list(Value.objects.order_by("number").values_list("number", "value", "reason")) == [
            (1, 700, ""), (2, 900, "报表更正"),
        ]  # fmt: skip
        event = Event.objects.filter(type="assessment.values.entered").latest("seq")
        assert event.before["values"] == [f"{HAND}:7 %(统计表 9)"]
        assert event.after["values"] == [f"{HAND}:9 %(统计表 9)"]
        assert set(event.visible_to) == {first, adopted.people[0].organisation_id}

    def test_not_before_the_year_nor_without_a_scheme(self, adopted):
        early = at("2025-12-30 10:00")
        refused(PolicyBreach, "assessment.not_begun", adopted.enters, adopted.first, now=early)
        refused(PolicyBreach, "assessment.no_scheme", adopted.enters, adopted.first, year=2025)


class TestResult:
    def test_points_by_hand_and_none_where_a_value_is_missing(self, published):
        view = view_of(CITY, YEAR, now=PUBLISHED)
        whole, lacking = view.of(published.first), view.of(published.second)
        points = {each.indicator.name: each.points for each in whole.assessed.points}
        # 定量1: 480 of 3,000 (万元) drawn earn 1.6 of 10 points; 定量2: 12 of 15 earn 6.4 of 8
        assert (points["演示指标 定量1"], points[HAND]) == (160, 640)
        assert whole.assessed.score == sum(points.values())
        assert (whole.rank, lacking.rank, lacking.assessed.score) == (1, None, None)
        assert len(lacking.assessed.missing) == 23
        proposal = Proposal.objects.get(act="assessment.publish_assessment")
        assert "乙银行:没有结果,缺 23 项" in proposal.after["scores"][1]
        assert "scores" not in Event.objects.get(type="assessment.year.published").after

    def test_not_before_the_year_is_over(self, adopted):
        refused(PolicyBreach, "assessment.not_over", adopted.publishes, now=ENTERED)

    def test_the_same_bytes_by_the_plain_interpreter_alone(self, published, tmp_path):
        version = Version.objects.get()
        text = facts_text(version)
        assert json.loads(text)["values"][0]["event"] is not None
        file = tmp_path / "facts.json"
        file.write_text(text, encoding="utf-8")
        ran = subprocess.run(
            [sys.executable, "-I", "-S", "-B", TOOL, file], capture_output=True, check=True
        )
        assert ran.stdout == version.result.encode() == any_result(text).encode()

    def test_objected_corrected_answered_frozen(self, published):
        refused(PolicyBreach, "assessment.freeze_early", published.freezes, now=ANSWERED)
        row = published.objected()
        refused(Conflict, "assessment.objected", published.objected)
        refused(PolicyBreach, "assessment.not_corrected", published.answers, row, "upheld")
        refused(PolicyBreach, "assessment.freeze_objections", published.freezes)
        published.enters(published.first, [given(HAND, 1500)], now=ANSWERED, reason="报表更正")
        refused(Invalid, "invalid.missing", published.publishes, now=ANSWERED)
        published.publishes(now=ANSWERED, reason="按更正的报表")
        published.answers(row, "upheld")
        published.enters(published.first, [given(HAND, 1400)], now=FROZEN, reason="报表再更正")
        refused(PolicyBreach, "assessment.freeze_uncounted", published.freezes)
        published.publishes(now=FROZEN, reason="再次更正")
        last = at("2027-04-01 10:00")
        refused(PolicyBreach, "assessment.objection_late", published.objected, last)
        year = published.freezes(now=last)
        assert (year.state, newest(year).number) == ("frozen", 3)
        refused(WrongState, "state.cannot", published.enters, published.second, now=last)
        refused(WrongState, "state.cannot", published.publishes, now=last, reason="不能再改")
        _, found = frozen_result(CITY, YEAR, published.first)
        assert found.assessed.score is not None
        assert frozen_result(CITY, YEAR, published.second) is None

    def test_each_reads_its_own_objection_alone(self, published):
        published.objected()
        town = published.bank.case.town
        other = Organisation.objects.get(pk=published.second)
        stranger = town.actor(other, Role.INSTITUTION_OFFICER)
        county = replace(published.people[0], region=COUNTY)
        found = [objections_for(each).count() for each in (published.people[0], stranger, county)]
        assert found == [1, 0, 0]


class TestGuards:
    """Whoever writes into the database by hand publishes, changes and freezes nothing."""

    def test_no_scheme_and_no_value_that_two_did_not_decide(self, adopted):
        stands = Scheme.objects.get()
        kept = {"city_id": CITY, "document": stands.document, "sha256": stands.sha256}
        for year in (2030, 2025):
            with stopped("assessment_undecided"):
                Scheme.objects.create(
                    first_year=year, document_no="甲", published_at=ENTERED, **kept
                )
        value = {
            "city_id": CITY, "scheme": stands, "year": YEAR, "institution_id": adopted.first,
            "indicator": HAND, "number": 1, "value": 1500, "source": "无", "at": ENTERED,
        }  # fmt: skip
        with stopped("assessment_undecided"):
            Value.objects.create(**value)
        adopted.enters(adopted.first, [given(HAND, 700)])
        for other in ({"number": 1}, {"number": 3, "reason": "更正"}, {"year": 2027},
                      {"indicator": "演示指标 定量1"}):  # fmt: skip
            with stopped("assessment_value_steps"):
                Value.objects.create(**value | other)

    def test_a_scheme_is_the_two_s_to_the_letter(self, ground, monkeypatch):
        monkeypatch.setattr(
            "cairong.assessment.actions.publish_assessment_scheme.canonical",
            lambda facts: json.dumps({**facts, "indicators": facts["indicators"][:-1]}),
        )
        with pytest.raises(DatabaseError, match="assessment_undecided"):  # noqa: PT012
            ground.adopts()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    @pytest.mark.parametrize("field", ["facts_sha256", "reason", "number"])
    def test_a_version_is_the_one_that_the_chain_names(self, published, field):
        first = Version.objects.get()
        kept = {
            "of": first.of, "cut_off": first.cut_off, "object_on": first.object_on, "facts": b"",
            "facts_sha256": first.facts_sha256, "result": first.result, "sha256": first.sha256,
            "number": 2, "reason": "更正",
        }  # fmt: skip
        other = {"facts_sha256": "0" * 64, "reason": "更正", "number": 3}[field]
        guard = "assessment_version_once" if field == "number" else "assessment_undecided"
        with stopped(guard):
            Version.objects.create(**kept | {field: other})

    def test_a_year_is_begun_and_frozen_by_two_and_then_stays(self, published):
        year = Year.objects.get()
        with stopped("assessment_year_steps"):
            Year.objects.create(city_id=CITY, year=2027, scheme=year.scheme, published_at=PUBLISHED)
        with stopped("assessment_undecided"):
            Year.objects.update(state="frozen", frozen_at=FROZEN)
        row = published.objected()
        with stopped("assessment_objection_steps"):
            type(row).objects.update(state="upheld", reply="更正", answered_at=ANSWERED)
        with stopped("assessment_undecided"):
            type(row).objects.update(state="overruled", reply="维持", answered_at=ANSWERED)
        published.answers(row, "overruled")
        published.freezes()
        with stopped("assessment_frozen"):
            Year.objects.update(state="provisional", frozen_at=None)
        value = Value.objects.filter(indicator=HAND).values().first()
        del value["id"]
        with stopped("assessment_frozen"):
            Value.objects.create(**value | {"number": 2, "reason": "更正"})
        version = Version.objects.values().get()
        del version["id"]
        with stopped("assessment_frozen"):
            Version.objects.create(**version | {"number": 2, "reason": "更正"})


def test_a_result_is_read_as_it_was_worked_out(published):
    version = Version.objects.get()
    assert any_result(facts_text(version)) == version.result
    assert [each.name for each in read_result(version.result)] == ["甲银行", "乙银行"]
