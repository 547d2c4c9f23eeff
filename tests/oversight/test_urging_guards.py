"""Whoever writes into the database by hand issues, answers and closes no letter of urging.

三(一)-2
"""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from cairong.audit.rows import insert
from cairong.clocks.models import Duty
from cairong.kernel.calendar import day_of
from cairong.oversight.actions import close_urging as closing
from cairong.oversight.models import Urged, Urging, UrgingAnswer, UrgingService
from cairong.oversight.steps import answering
from oversight.urged import LATER, NOW, Desk
from support.refusing import stopped
from support.staging import staged
from support.town import COUNTY, Town

pytestmark = pytest.mark.django_db


@staged
def desk(town: Town) -> Desk:
    made = Desk(town)
    _ = made.officer, made.approver, made.purchaser
    return made


def another(letter: Urging, **otherwise) -> Urging:
    names = ("city_id", "region", "organisation_id", "desk", "word", "year", "demand", "answer_on")
    facts = {name: getattr(letter, name) for name in names}
    made = Urging(**facts | {"number": letter.number + 1, "issued_at": LATER} | otherwise)
    insert(made)
    return made


def urged(letter: Urging, duty: Duty, **otherwise) -> None:
    insert(
        Urged(
            letter=letter, duty=duty, title=duty.title, kind=duty.kind, obligation="二(二)-2",
            due_on=duty.due_on, late_days=1, **otherwise,
        )
    )  # fmt: skip


def answered(letter: Urging, **otherwise) -> None:
    facts = {
        "letter": letter, "organisation_id": letter.organisation_id, "words": "已办。", "at": LATER,
    }  # fmt: skip
    insert(UrgingAnswer(**facts | otherwise))


class TestIssue:
    def test_none_that_two_did_not_decide(self, desk):
        letter, duty = desk.issue(desk.late()), desk.late()
        with stopped("oversight_urging_undecided"):
            urged(another(letter), duty)

    def test_none_without_the_next_number(self, desk):
        letter = desk.issue(desk.late())
        for number in (letter.number, letter.number + 2):
            with stopped("oversight_urging_number_once"):
                another(letter, number=number)

    def test_none_that_begins_closed(self, desk):
        letter = desk.issue(desk.late())
        with stopped("oversight_urging_steps"):
            another(letter, state="closed", verdict="mended", closed_at=LATER)

    def test_nothing_is_added_to_what_two_decided(self, desk):
        letter, duty = desk.issue(desk.late()), desk.late()
        with stopped("oversight_urged_undecided"):
            urged(letter, duty)

    def test_each_begins_open_and_none_excused(self, desk):
        letter = desk.issue(desk.late())
        duty = letter.items.get().duty
        for begins in ({"open": False}, {"open": False, "upheld": True}):
            with stopped("oversight_urged_undecided"):
                urged(another(letter, issued_at=letter.issued_at), duty, **begins)

    def test_a_letter_urges_a_duty_once(self, desk):
        letter = desk.issue(desk.late())
        with stopped("oversight_urged_apart"):
            urged(letter, letter.items.get().duty, open=False)

    def test_the_same_duty_is_in_one_open_letter(self, desk):
        duty = desk.late()
        letter = desk.issue(duty)
        with stopped("oversight_urged_once"):
            urged(another(letter), duty)

    def test_the_facts_of_a_letter_are_not_rewritten(self, desk):
        letter = desk.issue(desk.late())
        for table, column, value in (
            ("oversight_urging", "demand", "没事了"), ("oversight_urged", "open", False),
            ("oversight_urged", "upheld", True), ("oversight_urged", "late_days", 0),
        ):  # fmt: skip
            with stopped("permission denied"), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {table} SET {column} = %s", [value])  # noqa: S608
        with stopped("permission denied"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM oversight_urged")
        assert letter.items.get().open


class TestAnswer:
    def test_none_that_nobody_of_its_desk_gave(self, desk):
        letter = desk.issue(desk.late())
        with stopped("oversight_answer_unsaid"):
            letter.state = "answered"
            letter.save(update_fields=["state"])
            answered(letter, by_id=desk.officer.person_id)

    def test_none_of_another_organisation(self, desk):
        letter, other = desk.issue(desk.late()), desk.town.purchaser("另一采购人").pk
        with stopped("oversight_answer_unsaid"):
            letter.state = "answered"
            letter.save(update_fields=["state"])
            answered(letter, organisation_id=other, by_id=desk.purchaser.person_id)

    def test_none_under_the_name_of_another_person(self, desk, monkeypatch):
        letter, other = desk.issue(desk.late()), desk.officer.person_id

        def as_another(answer):
            answer.by_id = other
            insert(answer)

        monkeypatch.setattr(answering, "insert", as_another)
        desk.answer(letter)
        with pytest.raises(DatabaseError, match="oversight_answer_unsaid"):
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_none_is_called_answered_without_an_answer(self, desk):
        letter = desk.issue(desk.late())
        with stopped("oversight_urging_undecided"):
            letter.state = "answered"
            letter.save(update_fields=["state"])

    def test_no_answer_is_changed(self, desk):
        desk.answer(desk.issue(desk.late()))
        with stopped("permission denied"):
            UrgingAnswer.objects.update(words="没有异议")


class TestClose:
    def closed(self, letter: Urging, verdict: str) -> None:
        letter.state, letter.verdict, letter.finding = "closed", verdict, "已核对备案记录。"
        letter.closed_at = LATER
        letter.save(update_fields=["state", "verdict", "finding", "closed_at"])

    def test_none_that_two_did_not_decide(self, desk):
        letter = desk.answer(desk.issue(desk.late()))
        with stopped("oversight_urging_undecided"):
            self.closed(letter, "unmended")

    def test_no_dispute_is_passed_over(self, desk):
        duty = desk.late()
        letter = desk.dispute(desk.issue(duty), duty)
        for verdict in ("mended", "unmended"):
            with stopped("oversight_urging_steps"):
                self.closed(letter, verdict)

    def test_not_by_the_finding_of_another_letter(self, desk):
        first, second = (desk.answer(desk.issue(desk.late())) for _ in range(2))
        desk.close(first, "unmended")
        with stopped("oversight_urging_undecided"):
            self.closed(second, "unmended")

    def test_not_by_whoever_answered(self, desk, monkeypatch):
        letter = desk.issue(desk.late("review_filing"))
        desk.answer(letter, desk.officer)
        monkeypatch.setattr(closing, "is_own_answer", lambda *_: False)
        with pytest.raises(DatabaseError, match="oversight_urging_undecided"):  # noqa: PT012
            desk.close(letter, "unmended")
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_what_is_closed_is_not_opened_again(self, desk):
        letter = desk.close(desk.answer(desk.issue(desk.late())), "unmended")
        with stopped("oversight_urging_steps"):
            letter.state, letter.verdict, letter.finding = "answered", "", ""
            letter.closed_at = None
            letter.save(update_fields=["state", "verdict", "finding", "closed_at"])


def test_no_service_that_the_bureau_did_not_record(desk):
    letter = desk.issue(desk.late())
    with stopped("oversight_service_unsaid"):
        insert(
            UrgingService(
                letter=letter, way="hand", receiver="张三", on=day_of(NOW), at=NOW,
                by_id=desk.purchaser.person_id,
            )
        )  # fmt: skip


def test_who_signed_for_it_stays(desk):
    letter = desk.answer(desk.issue(desk.late()))
    with stopped("oversight_urging_steps"):
        letter.received_at = LATER + timedelta(days=1)
        letter.save(update_fields=["received_at"])
    assert letter.region == COUNTY
