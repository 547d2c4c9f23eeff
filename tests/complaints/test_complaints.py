"""A complaint made, answered, pressed, settled, rated; who reads it, and what goes up by itself.

三(一)-2
"""

from datetime import date

import pytest

from cairong.audit.models import Event
from cairong.cases.desk import waiting_for
from cairong.clocks.models import Duty
from cairong.complaints.actions.pass_complaint import pass_complaint, tell_passed
from cairong.complaints.actions.rate_complaint import rate_complaint
from cairong.complaints.actions.withdraw_complaint import withdraw_complaint
from cairong.complaints.models import Complaint
from cairong.complaints.printed import file_pdf
from cairong.complaints.reads import complaint_page, complaints_of, paper_on
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from complaints.ground import ABOVE, DUE, NOW, WORDS, Ground, stand_complaints
from support.staging import staged
from support.town import Town, at

pytestmark = pytest.mark.django_db


@staged
def ground(town: Town) -> Ground:
    return stand_complaints(town)


def refused(refusal, code: str, act, *args, **otherwise):
    with pytest.raises(refusal) as caught:
        act(*args, **otherwise)
    assert caught.value.findings[0].code == code


def told(found: Complaint, what: str) -> set[str]:
    rows = Event.objects.filter(subject_id=str(found.pk), type=f"complaints.complaint.{what}")
    return {each["role"] for each in rows.get().after["tell"]}


def balls(actor, now=NOW) -> list[str]:
    return [each.word for each in waiting_for(actor, now=now).balls]


def test_made_with_its_evidence_and_put_before_the_head_and_who_stands_above(ground):
    found = ground.complain(paper_id=ground.paper(ground.supplier).pk)
    assert (found.no, found.state, found.accused.name) == ("TS2025-000001", "open", "甲银行")
    assert (found.upper_role, told(found, "made")) == (
        "regulator", {"institution-manager", "regulator"},
    )  # fmt: skip
    said = dict(found.evidence["lines"])
    assert said["状态"] == "待确认材料"
    assert "金融机构经办" in said["在谁手里"]
    assert {each["word"] for each in found.evidence["clocks"]} >= {"首次联系供应商"}
    duty = Duty.objects.get(subject_id=found.pk)
    assert (duty.due_on, duty.holder_role) == (date(2025, 10, 27), "institution-manager")
    assert "答复投诉" in balls(ground.manager)
    assert not balls(ground.upper(Role.REGULATOR))
    assert complaints_of(ground.upper(Role.REGULATOR)).get() == found


def test_the_evidence_stays_as_it_was(ground):
    found = ground.complain(kind="slow", words="三天了没有人联系我们")
    before = found.evidence
    ground.case.complete(ground.application.intent)
    found.refresh_from_db()
    assert found.evidence == before


def test_answered_pressed_and_settled_above(ground):
    found = ground.answer(ground.complain())
    assert (found.state, found.outcome, found.press_until) == (
        "answered", "unfounded", date(2025, 10, 27),
    )  # fmt: skip
    assert told(found, "answered") == {"supplier", "regulator"}
    assert "答复投诉" not in balls(ground.manager)
    refused(WrongState, "state.cannot", ground.settle, found)
    pressed = ground.press(found, at("2025-10-27 23:00"))
    assert (pressed.state, pressed.outcome) == ("raised", "")
    assert balls(ground.upper(Role.REGULATOR)) == ["处理投诉"]
    refused(Conflict, "complaints.answered_before", ground.answer, pressed)
    settled = ground.settle(pressed, DUE)
    assert (settled.state, settled.outcome, settled.ended_at) == ("settled", "upheld", DUE)
    assert not balls(ground.upper(Role.REGULATOR), DUE)
    assert [each.kind for each in settled.sayings.order_by("at")] == [
        "made", "answered", "pressed", "settled",
    ]  # fmt: skip


def test_too_late_to_press_and_then_over(ground):
    found = ground.answer(ground.complain(), outcome="upheld")
    assert ground.moved(at("2025-10-27 00:30")) == 0
    refused(PolicyBreach, "complaints.press_late", ground.press, found, DUE)
    assert ground.moved(DUE) == 1
    found.refresh_from_db()
    assert (found.state, found.outcome) == ("closed", "upheld")
    refused(WrongState, "state.cannot", ground.press, found, DUE)


def test_unanswered_it_goes_up_by_itself_and_the_silent_still_answers(ground):
    found = ground.complain()
    assert [ground.moved(each) for each in (at("2025-10-27 23:59"), DUE, DUE)] == [0, 1, 0]
    found.refresh_from_db()
    assert (found.state, found.raised_at) == ("raised", DUE)
    assert told(found, "raised") == {"regulator", "institution-manager", "supplier"}
    assert balls(ground.upper(Role.REGULATOR), DUE) == ["处理投诉"]
    assert "答复投诉" in balls(ground.manager, DUE)
    late = ground.answer(found, DUE)
    assert (late.state, late.outcome) == ("raised", "")
    assert "答复投诉" not in balls(ground.manager, DUE)
    ground.settle(late, DUE, outcome="partly")
    answered = Duty.objects.get(subject_id=found.pk, kind="answer_complaint")
    assert answered.done_on > answered.due_on


def test_settled_over_the_head_of_who_never_answered(ground):
    found = ground.complain()
    ground.moved(DUE)
    ground.settle(found, DUE)
    duty = Duty.objects.get(subject_id=found.pk, kind="answer_complaint")
    assert duty.cancelled_on == DUE.date()


@pytest.mark.parametrize(
    ("kind", "role"),
    [("unfiled", "procurement-officer"), ("unaccepted", "procurement-officer"),
     ("unlocked", "procurement-officer"), ("unpaid", "sme-authority")],
)  # fmt: skip
def test_a_purchaser_is_complained_of_by_its_head_and_above_it(ground, kind, role):
    found = ground.of_contract(kind)
    assert (found.accused.name, found.upper_role) == ("采购人", role)
    assert told(found, "made") == {"purchaser-approver", role}
    ground.answer(found)
    assert ground.settle(ground.press(found)).state == "settled"


@pytest.mark.parametrize(
    ("kind", "role"),
    [("refusal", "pboc"), ("slow", "pboc"), ("collateral", "regulator"), ("fees", "regulator")],
)
def test_an_institution_is_complained_of_by_kind(ground, kind, role):
    if kind == "refusal":
        ground.reject()
    found = ground.complain(kind=kind)
    assert (found.upper_role, told(found, "made")) == (role, {"institution-manager", role})


def test_who_reads_it(ground):
    found = ground.complain(paper_id=ground.paper(ground.supplier).pk)
    officer, stranger = ground.case.officer(), ground.town.supplier("别家", "91410300MA44K3P079")
    readers = [ground.supplier, ground.manager, officer, ground.upper(Role.REGULATOR)]
    for actor in readers:
        assert complaints_of(actor).get() == found
    others = [
        ground.town.actor(stranger, Role.SUPPLIER), ground.case.officer("乙银行"), ground.head,
        *(ground.upper(role) for role in ABOVE if role is not Role.REGULATOR),
        ground.town.bureau(Role.TREASURY_OFFICER),
    ]  # fmt: skip
    paper = found.sayings.get().paper_id
    for actor in others:
        refused(NotFound, "access.not_found", complaint_page, actor, NOW, found.pk)
        refused(NotFound, "access.not_found", paper_on, actor, found.pk, paper)
    event = Event.objects.get(type="complaints.complaint.made")
    assert set(event.visible_to) == {found.supplier_id, found.accused_id, found.upper_id}
    assert complaint_page(officer, NOW, found.pk).may == frozenset()
    assert complaint_page(ground.manager, NOW, found.pk).may == {"answer"}


def test_who_is_complained_of_decides_nothing_but_its_own_answer(ground):
    found = ground.complain()
    refused(NotAllowed, "access.role", ground.answer, found, actor=ground.case.officer())
    refused(NotAllowed, "access.role", ground.settle, found, actor=ground.manager)
    refused(NotAllowed, "access.role", withdraw_complaint, actor=ground.manager, now=NOW,
            complaint_id=found.pk, words="没有这回事,请撤回")  # fmt: skip
    ground.moved(DUE)
    other = ground.upper(Role.PBOC)
    refused(NotFound, "access.not_found", ground.settle, found, DUE, actor=other)


@pytest.mark.parametrize(
    ("kind", "code", "facts"),
    [
        (PolicyBreach, "complaints.empty", {"words": "啊啊啊啊啊啊啊啊啊啊啊啊啊"}),
        (Invalid, "invalid.text_length", {"words": "短"}),
        (Invalid, "invalid.missing", {"words": "   "}),
        (PolicyBreach, "complaints.other_case", {"kind": "unpaid"}),
        (NotFound, "access.not_found", {"paper_id": "00000000-0000-7000-8000-000000000000"}),
    ],
)
def test_what_is_no_complaint(ground, kind, code, facts):
    refused(kind, code, ground.complain, **facts)
    assert not Complaint.objects.exists()


def test_not_twice_the_same_nor_without_end(ground):
    first = ground.complain()
    refused(PolicyBreach, "complaints.live", ground.complain)
    ground.complain(kind="fees")
    for _ in range(3):
        withdraw_complaint(actor=ground.supplier, now=NOW, complaint_id=first.pk,
                           words="和经办说清楚了,不再投诉")  # fmt: skip
        if Complaint.objects.filter(kind="bundling").count() < 3:
            first = ground.complain()
    refused(PolicyBreach, "complaints.enough", ground.complain)


def test_not_in_anothers_name_nor_long_after(ground):
    stranger = ground.town.actor(ground.town.supplier("别家", "91410300MA44K3P079"), Role.SUPPLIER)
    paper = ground.paper(stranger).pk
    refused(NotFound, "access.not_found", ground.complain, paper_id=paper)
    ground.case.do("withdraw_intent", intent=ground.application.intent)
    ended = NOW.replace(year=2026, day=9)
    assert ground.complain(ended).state == "open"
    late = at("2026-11-20 10:00")
    refused(PolicyBreach, "complaints.too_late", ground.complain, late, kind="slow")


def test_withdrawn_before_it_is_settled(ground):
    found = ground.complain()
    gone = withdraw_complaint(
        actor=ground.supplier, now=NOW, complaint_id=found.pk, words="和经办说清楚了,不再投诉"
    )
    assert (gone.state, told(found, "withdrawn")) == (
        "withdrawn", {"institution-manager", "regulator"},
    )  # fmt: skip
    assert "答复投诉" not in balls(ground.manager)
    refused(WrongState, "state.cannot", ground.answer, gone)
    assert WORDS in gone.sayings.get(kind="made").words


def test_rated_once(ground):
    found = ground.complain()
    rates = {"actor": ground.supplier, "now": NOW, "complaint_id": found.pk}
    refused(WrongState, "state.cannot", rate_complaint, **rates, rating=5)
    ground.answer(found)
    refused(Invalid, "invalid.range", rate_complaint, **rates, rating=6)
    assert rate_complaint(**rates, rating=2, words="只说了对不起").rating == 2
    refused(Conflict, "complaints.rated_before", rate_complaint, **rates, rating=5)
    assert ground.press(found).state == "raised"


def test_a_late_payment_is_taken_elsewhere_and_its_answer_comes_back(ground):
    found = ground.of_contract()
    no, content = file_pdf(ground.supplier, found.pk)
    assert (no, content[:5]) == (found.no, b"%PDF-")
    refused(NotFound, "access.not_found", file_pdf, ground.head, found.pk)
    passed = {
        "actor": ground.supplier, "now": NOW, "complaint_id": found.pk,
        "channel": "违约拖欠中小企业款项登记(投诉)平台", "outside_no": "TX-2025-77",
    }  # fmt: skip
    answers = {"actor": ground.upper(Role.SME_AUTHORITY), "now": DUE, "complaint_id": found.pk,
               "words": "已责成采购人限期支付", "answered_on": date(2025, 10, 27)}  # fmt: skip
    refused(WrongState, "complaints.not_passed", tell_passed, **answers)
    early = date(2025, 10, 1)
    refused(PolicyBreach, "complaints.outside_day", pass_complaint, **passed, passed_on=early)
    assert pass_complaint(**passed, passed_on=NOW.date()).outside_no == "TX-2025-77"
    refused(Conflict, "complaints.passed_before", pass_complaint, **passed, passed_on=NOW.date())
    refused(
        PolicyBreach, "complaints.outside_day", tell_passed, **{**answers, "answered_on": early}
    )
    assert tell_passed(**answers).told_by_id == ground.upper(Role.SME_AUTHORITY).organisation_id
    refused(Conflict, "complaints.passed_answered", tell_passed, **answers)
    assert complaint_page(ground.head, NOW, found.pk).passed is None
    other = ground.complain()
    refused(PolicyBreach, "complaints.not_payment", pass_complaint,
            **{**passed, "complaint_id": other.pk}, passed_on=NOW.date())  # fmt: skip


def test_of_a_loan_and_of_an_award(ground):
    award = ground.case.contract.award
    found = ground.complain(case_id=award.pk, kind="unsigned", words="通知书发出以后一直没有签合同")
    assert (found.matter, found.accused.name) == ("award", "采购人")
    assert "通知书发出" in dict(found.evidence["lines"])
    product = ground.case.publish()
    ground.case.now = at("2025-10-15 10:30")
    loan = ground.case.draw(ground.case.ready(product, 100_000), 100_000)
    of_loan = ground.complain(at("2025-10-15 11:00"), case_id=loan.pk, kind="fees")
    assert (of_loan.matter, dict(of_loan.evidence["lines"])["约定费用"]) == ("loan", "¥0.00")
    assert of_loan.case_id == loan.pk
