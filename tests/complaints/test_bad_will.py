"""Who would hide, forge or flood: suppliers, the complained-of, desks of other authorities.

三(一)-2
"""

from dataclasses import replace
from uuid import UUID

import pytest

from cairong.complaints.actions.complain import complain
from cairong.complaints.actions.pass_complaint import pass_complaint, tell_passed
from cairong.complaints.actions.press_complaint import press_complaint
from cairong.complaints.actions.rate_complaint import rate_complaint
from cairong.complaints.actions.settle_complaint import settle_complaint
from cairong.complaints.actions.withdraw_complaint import withdraw_complaint
from cairong.complaints.models import Complaint, Saying
from cairong.complaints.reads import case_of, complaints_of, kept_paper, settles
from cairong.kernel.actor import Role
from cairong.kernel.errors import Invalid, NotAllowed, NotFound, Refusal
from complaints.ground import ABOVE, ANSWER, DUE, NOW, PAPER, WORDS, Ground, stand_complaints
from support.staging import staged
from support.town import Town

pytestmark = pytest.mark.django_db
NOBODY = UUID("00000000-0000-7000-8000-000000000000")
GONE = "和经办说清楚了,不再投诉"


@staged
def ground(town: Town) -> Ground:
    return stand_complaints(town)


@pytest.fixture
def stranger(ground):
    firm = ground.town.supplier("别家", "91410300MA44K3P079")
    return ground.town.actor(firm, Role.SUPPLIER)


class TestAnotherSupplier:
    def test_reads_nothing(self, ground, stranger):
        ground.complain()
        assert not complaints_of(stranger).exists()

    @pytest.mark.parametrize("what", ["contract", "application", "award"])
    def test_complains_of_nothing_of_others(self, ground, stranger, what):
        record = {
            "contract": ground.case.contract.pk,
            "application": ground.application.pk,
            "award": ground.case.contract.award_id,
        }[what]
        with pytest.raises(NotFound):
            case_of(stranger, record)

    @pytest.mark.parametrize(
        ("act", "facts"),
        [
            (withdraw_complaint, {"words": GONE}),
            (press_complaint, {"words": GONE}),
            (rate_complaint, {"rating": 1}),
            (pass_complaint, {"channel": "某平台", "outside_no": "T1", "passed_on": NOW.date()}),
            (tell_passed, {"words": "已付清", "answered_on": NOW.date()}),
        ],
    )
    def test_does_nothing_to_a_complaint_of_others(self, ground, stranger, act, facts):
        found = ground.answer(ground.of_contract())
        with pytest.raises(NotFound):
            act(actor=stranger, now=NOW, complaint_id=found.pk, **facts)
        with pytest.raises(NotFound):
            act(actor=stranger, now=NOW, complaint_id=NOBODY, **facts)

    def test_hands_in_no_paper_of_others(self, ground, stranger):
        paper = ground.paper(ground.supplier)
        with pytest.raises(NotFound):
            kept_paper(stranger, paper.pk)
        assert kept_paper(stranger, None) is None


class TestDesksAbove:
    @pytest.mark.parametrize("role", [role for role in ABOVE if role is not Role.REGULATOR])
    def test_only_the_one_it_goes_up_to(self, ground, role):
        found = ground.press(ground.answer(ground.complain()))
        other = ground.upper(role)
        assert not settles(other, found)
        with pytest.raises(NotFound):
            ground.settle(found, actor=other)

    def test_a_desk_of_another_county_sees_nothing(self, ground):
        ground.of_contract("unfiled")
        desk = ground.upper(Role.PROCUREMENT_OFFICER)
        assert complaints_of(desk).count() == 1
        assert complaints_of(replace(desk, region="410327")).count() == 0

    @pytest.mark.parametrize(
        "role",
        [
            Role.SUPPLIER,
            Role.PURCHASER_OFFICER,
            Role.PURCHASER_APPROVER,
            Role.INSTITUTION_OFFICER,
            Role.INSTITUTION_APPROVER,
            Role.INSTITUTION_MANAGER,
            Role.PROCUREMENT_APPROVER,
            Role.TREASURY_OFFICER,
            Role.OPERATOR,
            Role.AUDITOR,
        ],
    )
    def test_nobody_else_settles(self, ground, role):
        found = ground.press(ground.answer(ground.complain()))
        actor = replace(ground.upper(Role.REGULATOR), role=role)
        with pytest.raises(NotAllowed):
            settle_complaint(
                actor=actor,
                now=NOW,
                complaint_id=found.pk,
                outcome="unfounded",
                words=ANSWER,
            )


class TestWhatIsTyped:
    @pytest.mark.parametrize(
        "words",
        [
            "",
            " " * 30,
            "太短了",
            "\x00" * 20,
            "十月九日经办\x07说要先买一份理财才给",
            "十月九日经办说\u202e要先买一份理财才给",
            "一二三四五六七八九十" * 101,
        ],
    )
    def test_words_that_cannot_be_read(self, ground, words):
        with pytest.raises(Refusal):
            ground.complain(words=words)
        assert not Complaint.objects.exists()

    def test_lines_stay_and_nothing_is_run(self, ground):
        words = "第一行:<script>alert(1)</script>\n第二行:'; DROP TABLE x; --"
        found = ground.complain(words=words)
        assert found.sayings.get().words == words

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (b"", "a.pdf"),
            (b"MZ\x90", "a.pdf"),
            (b"<html><script>", "a.pdf"),
            (b"PK\x03\x04", "a.docx"),
            (PAPER * 500_000, "a.pdf"),
        ],
    )
    def test_papers_that_are_none(self, ground, content, name):
        with pytest.raises(Invalid):
            ground.paper(ground.supplier, content)
        assert name

    @pytest.mark.parametrize("rating", [0, 6, -1, 100])
    def test_ratings_that_are_none(self, ground, rating):
        found = ground.answer(ground.complain())
        with pytest.raises(Invalid):
            rate_complaint(actor=ground.supplier, now=NOW, complaint_id=found.pk, rating=rating)

    def test_the_same_request_twice_does_it_once(self, ground):
        actor = replace(ground.supplier, request_id=NOBODY)
        facts = {"case_id": ground.application.pk, "kind": "fees", "words": WORDS}
        complain(actor=actor, now=NOW, **facts)
        with pytest.raises(Refusal):
            complain(actor=actor, now=NOW, **facts)
        assert Complaint.objects.count() == 1


def test_an_unfounded_answer_is_never_the_last_word_unseen(ground):
    """Who stands above reads it as it is given, and the supplier can take it up."""
    found = ground.answer(ground.complain(), outcome="unfounded")
    above = ground.upper(Role.REGULATOR)
    assert complaints_of(above).get().outcome == "unfounded"
    assert Saying.objects.filter(complaint=found, kind="answered").count() == 1
    assert ground.settle(ground.press(found), DUE, outcome="upheld").outcome == "upheld"
