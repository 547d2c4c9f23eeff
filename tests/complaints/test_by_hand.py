"""What the database refuses of hands: who answers for another, settles, hides, or moves a day.

三(一)-2, 802§25
"""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from cairong.complaints.actions.pass_complaint import pass_complaint
from cairong.complaints.actions.rate_complaint import rate_complaint
from cairong.complaints.models import Complaint, Passed, Saying
from cairong.kernel.actor import Role
from complaints.ground import ANSWER, DUE, NOW, Ground, stand_complaints
from support.refusing import stopped
from support.staging import staged
from support.town import Town, at

pytestmark = pytest.mark.django_db
COPIED = (
    "city_id", "supplier_id", "accused_id", "kind", "matter", "application_id", "region",
    "evidence", "upper_id", "upper_role", "made_at",
)  # fmt: skip


@staged
def ground(town: Town) -> Ground:
    return stand_complaints(town)


def copy(found: Complaint, **otherwise) -> Complaint:
    facts = {name: getattr(found, name) for name in COPIED}
    return Complaint.objects.create(no="TS2025-000099", **facts | otherwise)


def said(found: Complaint, kind: str, by, outcome: str = "", at=NOW) -> Saying:
    return Saying.objects.create(
        complaint=found, kind=kind, outcome=outcome, words=ANSWER, at=at, by_id=by.organisation_id
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE complaints_saying SET words = '另一番话另一番话'",
        "DELETE FROM complaints_saying",
        "DELETE FROM complaints_complaint",
        "UPDATE complaints_complaint SET evidence = '{}'",
        "UPDATE complaints_complaint SET upper_id = accused_id",
        "UPDATE complaints_complaint SET accused_id = supplier_id",
        "UPDATE complaints_complaint SET made_at = now()",
        "UPDATE complaints_passed SET outside_no = 'b'",
        "DELETE FROM complaints_complaintpaper",
        "TRUNCATE complaints_saying",
    ],
)
def test_what_is_written_stays_as_it_is(ground, statement):
    ground.complain(paper_id=ground.paper(ground.supplier).pk)
    denied = pytest.raises(DatabaseError, match="permission denied for table complaints_")
    with denied, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_nobody_complains_in_anothers_name_or_of_a_stranger(ground):
    found = ground.complain()
    other = ground.town.supplier("别家", "91410300MA44K3P079")
    foreign = ground.case.bank("乙银行").pk
    pboc = ground.upper(Role.PBOC).organisation_id
    with stopped("complaints_foreign"):
        copy(found, supplier_id=other.pk, kind="fees")
    with stopped("complaints_foreign"):
        copy(found, accused_id=foreign, kind="fees")
    with stopped("complaints_foreign"):
        copy(found, upper_id=found.accused_id, kind="fees")
    with stopped("complaints_single_case"):
        copy(found, contract_id=ground.case.contract.pk, kind="fees")
    with stopped("complaints_foreign"):
        copy(found, kind="fees", upper_id=pboc, upper_role="pboc")
    with stopped("complaints_foreign"):
        copy(found, kind="slow")
    with stopped("complaints_foreign"):
        copy(found, kind="unpaid")
    with stopped("complaints_steps"):
        copy(found, kind="fees", press_until=date(2035, 10, 14))
    with stopped("complaints_unsaid"):
        copy(found, kind="fees")
    with stopped("complaints_live_once"):
        copy(found)
    with stopped("complaints_steps"):
        copy(found, kind="fees", state="settled", outcome="unfounded", ended_at=NOW)


def test_who_is_complained_of_closes_nothing_by_hand(ground):
    found = ground.complain()
    rows = Complaint.objects.filter(pk=found.pk)
    with stopped("complaints_unsaid"):
        rows.update(state="answered", outcome="unfounded", press_until=date(2025, 10, 14))
    with stopped("complaints_saying_unsaid"):
        said(found, "answered", ground.manager, "unfounded")
    with stopped("complaints_steps"):
        rows.update(state="settled", outcome="unfounded", ended_at=NOW)
    with stopped("complaints_unsaid"):
        rows.update(state="withdrawn", ended_at=NOW)
    with stopped("complaints_unsaid"):
        rows.update(state="raised", raised_at=NOW)
    with stopped("complaints_whole"):
        rows.update(state="answered", press_until=date(2025, 10, 14))
    ground.moved(DUE)
    with stopped("complaints_unsaid"):
        rows.update(state="settled", outcome="unfounded", ended_at=DUE)
    with stopped("complaints_saying_unsaid"):
        said(found, "settled", ground.manager, "unfounded", DUE)
    with stopped("complaints_said"):
        said(found, "settled", ground.upper(Role.REGULATOR), "", DUE)


def test_days_and_outcomes_do_not_move(ground):
    found = ground.answer(ground.complain())
    rows = Complaint.objects.filter(pk=found.pk)
    with stopped("complaints_steps"):
        rows.update(press_until=date(2025, 10, 1))
    with stopped("complaints_steps"):
        rows.update(outcome="upheld")
    with stopped("complaints_steps"):
        rows.update(state="closed", ended_at=at("2025-10-27 12:00"))
    with stopped("complaints_unsaid"):
        rows.update(state="closed", ended_at=DUE)
    with stopped("complaints_unsaid"):
        rows.update(state="raised", outcome="", raised_at=NOW)
    with stopped("complaints_answered_once"):
        said(found, "answered", ground.manager, "upheld")
    ground.settle(ground.press(found))
    with stopped("complaints_steps"):
        rows.update(state="raised", outcome="", ended_at=None)


def test_days_to_press_come_with_an_answer_alone(ground):
    found = ground.complain()
    rows = Complaint.objects.filter(pk=found.pk)
    with stopped("complaints_steps"):
        rows.update(state="raised", raised_at=NOW, press_until=date(2025, 10, 1))
    ground.press(ground.answer(found))
    with stopped("complaints_steps"):
        rows.update(state="settled", outcome="upheld", ended_at=NOW, press_until=date(2035, 10, 1))


def test_ratings_are_the_suppliers_and_one(ground):
    found = ground.answer(ground.complain())
    rows = Complaint.objects.filter(pk=found.pk)
    with stopped("complaints_unsaid"):
        rows.update(rating=5, rated_at=NOW)
    with stopped("complaints_rated"):
        rows.update(rating=6, rated_at=NOW)
    rate_complaint(actor=ground.supplier, now=NOW, complaint_id=found.pk, rating=1)
    with stopped("complaints_steps"):
        rows.update(rating=5)


def test_the_channel_is_noted_by_who_may_and_once(ground):
    found = ground.of_contract()
    facts = {"channel": "某平台", "outside_no": "TX-1", "passed_on": NOW.date(), "passed_at": NOW}
    with stopped("complaints_passed_unsaid"):
        Passed.objects.create(complaint=found, passed_by_id=found.accused_id, **facts)
    with stopped("complaints_passed_unsaid"):
        Passed.objects.create(complaint=found, passed_by_id=found.supplier_id, **facts)
    other = ground.complain()
    with stopped("complaints_passed_unsaid"):
        Passed.objects.create(complaint=other, passed_by_id=other.supplier_id, **facts)
    pass_complaint(
        actor=ground.supplier, now=NOW, complaint_id=found.pk, channel="某某平台",
        outside_no="TX-1", passed_on=NOW.date(),
    )  # fmt: skip
    rows = Passed.objects.filter(complaint=found)
    with stopped("complaints_passed_unsaid"):
        rows.update(answer="已付清", answered_on=NOW.date(), told_at=NOW, told_by=found.supplier_id)
    with stopped("complaints_passed_whole"):
        rows.update(answer="已付清")


def test_a_paper_is_what_its_hash_says(ground):
    paper = ground.paper(ground.supplier)
    with stopped("complaints_paper_hash"):
        type(paper).objects.create(
            city_id=paper.city_id, organisation_id=paper.organisation_id, name="b.pdf",
            kind="pdf", sha256="0" * 64, content=b"%PDF-1.4", kept_at=NOW,
        )  # fmt: skip
    with stopped("complaints_paper_once"):
        type(paper).objects.create(
            city_id=paper.city_id, organisation_id=paper.organisation_id, name="b.pdf",
            kind="pdf", sha256=paper.sha256, content=bytes(paper.content), kept_at=NOW,
        )  # fmt: skip
