"""Who is told at each step of a complaint, in which words, and whose timelines show it. 三(一)-2"""

import pytest

from cairong.audit.models import Event
from cairong.complaints.actions.pass_complaint import pass_complaint, tell_passed
from cairong.complaints.actions.rate_complaint import rate_complaint
from cairong.complaints.actions.withdraw_complaint import withdraw_complaint
from cairong.complaints.models import Complaint
from cairong.kernel.actor import Role
from cairong.outreach.sentences import message_of
from complaints.ground import DUE, NOW, WORDS, Ground, stand_complaints
from support.staging import staged
from support.town import Town

pytestmark = pytest.mark.django_db
GONE = "和经办说清楚了,不再投诉"


@staged
def ground(town: Town) -> Ground:
    return stand_complaints(town)


def event(found: Complaint, what: str) -> Event:
    return Event.objects.get(type=f"complaints.complaint.{what}", subject_id=str(found.pk))


def told(found: Complaint, what: str) -> set[str]:
    return {each["role"] for each in event(found, what).after.get("tell", [])}


class TestOfAnInstitution:
    def test_made(self, ground):
        found = ground.complain()
        assert told(found, "made") == {"institution-manager", "regulator"}

    def test_answered(self, ground):
        found = ground.answer(ground.complain())
        assert told(found, "answered") == {"supplier", "regulator"}

    def test_pressed(self, ground):
        found = ground.press(ground.answer(ground.complain()))
        assert told(found, "pressed") == {"regulator", "institution-manager"}

    def test_raised_by_itself(self, ground):
        found = ground.complain()
        ground.moved(DUE)
        assert told(found, "raised") == {"regulator", "institution-manager", "supplier"}

    def test_settled(self, ground):
        found = ground.settle(ground.press(ground.answer(ground.complain())))
        assert told(found, "settled") == {"supplier", "institution-manager"}

    def test_withdrawn(self, ground):
        found = ground.complain()
        withdraw_complaint(actor=ground.supplier, now=NOW, complaint_id=found.pk, words=GONE)
        assert told(found, "withdrawn") == {"institution-manager", "regulator"}

    def test_rated(self, ground):
        found = ground.answer(ground.complain())
        rate_complaint(actor=ground.supplier, now=NOW, complaint_id=found.pk, rating=3)
        assert told(found, "rated") == {"institution-manager", "regulator"}

    def test_closed_without_noise(self, ground):
        found = ground.answer(ground.complain())
        ground.moved(DUE)
        assert told(found, "closed") == set()


class TestOfAPurchaser:
    def test_its_head_and_the_bureau_of_the_region(self, ground):
        found = ground.of_contract("unaccepted")
        tell = event(found, "made").after["tell"]
        assert {each["role"] for each in tell} == {"purchaser-approver", "procurement-officer"}
        (bureau,) = (each for each in tell if each["role"] == "procurement-officer")
        assert bureau["region"] == found.region

    def test_the_channel_and_what_came_back(self, ground):
        found = ground.of_contract()
        pass_complaint(
            actor=ground.supplier,
            now=NOW,
            complaint_id=found.pk,
            channel="某某平台",
            outside_no="TX-1",
            passed_on=NOW.date(),
        )
        assert told(found, "passed") == {"sme-authority"}
        tell_passed(
            actor=ground.upper(Role.SME_AUTHORITY),
            now=NOW,
            complaint_id=found.pk,
            words="已责成限期支付",
            answered_on=NOW.date(),
        )
        assert told(found, "passed_answered") == {"supplier"}


@pytest.mark.parametrize(
    ("what", "by", "clause"),
    [
        ("made", "supplier", "二(五)-7"),
        ("answered", "institution-manager", "二(五)-7"),
        ("pressed", "supplier", "二(五)-7"),
        ("settled", "regulator", "二(五)-7"),
    ],
)
def test_each_step_is_in_the_chain_by_whom_and_on_which_clause(ground, what, by, clause):
    found = ground.settle(ground.press(ground.answer(ground.complain())))
    said = event(found, what)
    assert (said.role, set(said.basis)) == (by, {"三(一)-2", clause})
    assert set(said.visible_to) == {found.supplier_id, found.accused_id, found.upper_id}
    assert found.case_id in said.about
    assert said.after["no"] == found.no


def test_the_words_are_in_the_chain_and_the_evidence_with_them(ground):
    found = ground.complain(paper_id=ground.paper(ground.supplier).pk)
    said = event(found, "made").after
    assert said["words"] == WORDS
    assert said["evidence"] == found.evidence
    assert len(said["paper_sha256"]) == 64


@pytest.mark.parametrize("what", ["made", "answered", "pressed", "settled"])
def test_a_message_says_what_it_is_about_and_fits(ground, what):
    long = "查到的情况如下:" + "一二三四五六七八九十" * 95
    found = ground.complain(words=long)
    found = ground.press(ground.answer(found, words=long), words=long)
    ground.settle(found, words=long)
    sentence = message_of(event(found, what))
    assert found.no in sentence
    assert len(sentence) <= 500
