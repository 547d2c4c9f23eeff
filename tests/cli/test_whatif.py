"""`cairong whatif`: the past under other numbers at a command line. 三(一)-2"""

import json
from datetime import date
from uuid import uuid4

import pytest
from click.testing import CliRunner

from cairong.cli import whatif as command
from cairong.clocks.models import Mark
from cairong.clocks.steps.duties import fulfil_duty, open_duty
from support.town import CITY, COUNTY, Town, at

pytestmark = pytest.mark.django_db
NOW = at("2027-03-20 10:00")


@pytest.fixture
def duty(town: Town, monkeypatch):
    monkeypatch.setattr(command, "right_now", lambda: NOW)
    duty = open_duty(
        city=CITY, kind="decide_application", subject_id=uuid4(), holder=town.institution(),
        region=COUNTY, title="项目", start_on=date(2027, 3, 1), now=NOW,
    )  # fmt: skip
    fulfil_duty(subject_id=duty.subject_id, kind=duty.kind, on=date(2027, 3, 12), now=NOW)
    return duty


def run(*words: str):
    return CliRunner().invoke(command.whatif, words)


def test_eight_days_for_approval_make_one_late(duty):
    answer = run("--approval-days", "8")
    assert answer.exit_code == 0, answer.output
    for said in (
        "与记录一致 1 件",
        "到期日不同 1 件,其中结果不同 1 件",
        "10 → 8 天",
        "按期 → 迟延",
    ):
        assert said in answer.output, answer.output


def test_without_numbers_the_record_is_held_against_itself(duty):
    assert run().exit_code == 0
    Mark.objects.create(
        duty=duty, kind="recounted", on=NOW.date(), at=NOW, due_on=date(2027, 4, 1), reason="手改"
    )
    answer = run()
    assert answer.exit_code == 1
    assert "与记录不一致:完成融资审批 项目" in answer.output


def test_as_data_each_case_bears_its_counted_days(duty):
    said = json.loads(run("--decide-days", "8", "--json", "--since", "2027-01-01").output)[CITY]
    (one,) = said["moved"]
    assert one["due"] == ["2027-03-15", "2027-03-11"]
    assert [len(days) for days in one["counted"]] == [10, 8]


def test_target_lines_are_tried_too(duty):
    answer = run("--target-city-percent", "80")
    assert answer.exit_code == 0
    assert "目标线" in answer.output


def test_what_makes_no_sense_is_refused(duty):
    assert "rulebook.value_range" in str(run("--approval-days", "0").exception)
    assert run("--approval-days", "x").exit_code == 2
