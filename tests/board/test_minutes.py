"""Minutes from draft to number, the tasks they set, what the database refuses. 三(一)-1"""

from dataclasses import replace
from datetime import date

import pytest

from board.ground import (
    BUREAU,
    DUE,
    LATER,
    MET,
    PBOC,
    REGULATOR,
    SME,
    TREASURY,
    Board,
    stand_board,
)
from cairong.board.actions.answer_task import accept_task
from cairong.board.actions.circulate_minutes import (
    circulate_minutes,
    confirm_minutes,
    return_minutes,
)
from cairong.board.actions.draft_minutes import change_minutes, draft_minutes, drop_minutes
from cairong.board.actions.write_minutes import (
    keep_minutes_paper,
    strike_line,
    strike_minutes_paper,
    write_line,
)
from cairong.board.minutes import lines_of, minutes_for, minutes_of, minutes_page, minutes_pdf
from cairong.board.models import Attendance, Line, Minutes, MinutesPaper, Task
from cairong.kernel.errors import Conflict, Invalid, NotFound, PolicyBreach, WrongState
from support.refusing import stopped
from support.slips import PAPER_SENT
from support.staging import staged
from support.town import COUNTY, Town

pytestmark = pytest.mark.django_db


@staged
def ground(town: Town) -> Board:
    return stand_board(town)


def refused(kind, code: str, act, **given):
    with pytest.raises(kind) as caught:
        act(**given)
    assert caught.value.findings[0].code == code


class TestWhole:
    def test_the_tasks_in_them_run_where_the_owner_signed_and_are_proposed_to_others(self, ground):
        found = ground.confirmed()
        assert (found.state, found.no) == ("confirmed", "联席纪要〔2025〕1号")
        first, second = Task.objects.order_by("no")
        assert (first.owner, first.state, first.since_on) == ("pboc", "open", MET["met_on"])
        assert (second.owner, second.state) == ("sme-authority", "proposed")
        assert [each.state for each in first.partners.all()] == ["asked"]
        assert [each.state for each in second.partners.all()] == ["joined"]
        accept_task(actor=ground.desk(SME), now=LATER, task_id=second.pk)
        no, paper = minutes_pdf(ground.desk(REGULATOR), found.pk)
        assert no == found.no
        assert paper.startswith(b"%PDF")
        assert ground.confirmed(corrects=found.pk).no == "联席纪要〔2025〕2号"
        page = minutes_page(ground.desk(TREASURY), LATER, found.pk)
        assert [each.no for each in page.corrected_by] == ["联席纪要〔2025〕2号"]

    def test_one_desk_sends_them_back_and_all_confirm_anew(self, ground):
        found = ground.circulated(people={**MET["people"], SME.value: "赵处长"})
        bureau, pboc, sme = ground.desk(BUREAU), ground.desk(PBOC), ground.desk(SME)
        given = {"now": LATER, "minutes_id": found.pk}
        confirm_minutes(actor=pboc, **given)
        refused(Conflict, "board.confirmed_already", confirm_minutes, actor=pboc, **given)
        refused(NotFound, "access.not_found", confirm_minutes, actor=ground.desk(TREASURY), **given)
        return_minutes(actor=sme, reason="第二条的期限不对", **given)
        assert not Attendance.objects.filter(confirmed_at__isnull=False).exists()
        assert not minutes_of(pboc).exists()
        strike_line(actor=bureau, line_id=lines_of(bureau, found)[0].pk, **given)
        circulate_minutes(actor=bureau, **given)
        refused(WrongState, "state.cannot", ground.line, minutes=found, now=LATER)
        confirm_minutes(actor=sme, **given)
        assert confirm_minutes(actor=pboc, **given).state == "confirmed"
        refused(WrongState, "state.cannot", return_minutes, actor=sme, reason="再改一改", **given)


class TestDraft:
    def test_its_own_desk_alone_sees_and_writes_it(self, ground):
        found = ground.drafted()
        bureau, pboc = ground.desk(BUREAU), ground.desk(PBOC)
        given = {"now": LATER, "minutes_id": found.pk}
        refused(
            NotFound,
            "access.not_found",
            lambda **it: minutes_for(*it.values()),
            actor=pboc,
            minutes_id=found.pk,
        )
        refused(NotFound, "access.not_found", circulate_minutes, actor=pboc, **given)
        refused(Invalid, "board.no_lines", circulate_minutes, actor=bureau, **given)
        people = {**MET["people"], REGULATOR.value: "孙处长"}
        change_minutes(actor=bureau, **given, **MET | {"title": "改名的会议", "people": people})
        paper = keep_minutes_paper(actor=bureau, **given, name="签到表", content=PAPER_SENT)
        refused(
            Conflict,
            "board.paper_twice",
            keep_minutes_paper,
            actor=bureau,
            **given,
            name="签到表",
            content=PAPER_SENT,
        )
        strike_minutes_paper(actor=bureau, **given, paper_id=paper.pk)
        page = minutes_page(bureau, LATER, found.pk)
        assert (len(page.attendances), page.papers, page.circulates) == (3, [], False)
        drop_minutes(actor=bureau, **given, reason="会议没有开成")
        refused(WrongState, "state.cannot", circulate_minutes, actor=bureau, **given)

    @pytest.mark.parametrize(
        ("otherwise", "code"),
        [
            ({"met_on": date(2025, 10, 21)}, "board.met_on"),
            ({"people": {PBOC.value: "李科长"}}, "board.not_there"),
            ({"people": {BUREAU.value: "王科长", TREASURY.value: "钱科长"}}, "board.alone"),
            ({"people": {BUREAU.value: "王科长", "operator": "运维"}}, "board.desk"),
        ],
    )
    def test_what_is_wrong_with_one_is_said(self, ground, otherwise, code):
        given = {"actor": ground.desk(BUREAU), "now": ground.now, **MET}
        refused(PolicyBreach, code, draft_minutes, **given | otherwise)

    def test_what_is_wrong_with_a_line_is_said(self, ground):
        made = ground.drafted()
        given = {
            "actor": ground.desk(BUREAU),
            "now": ground.now,
            "minutes_id": made.pk,
            "words": "通报三季度融资情况。",
            "clauses": [],
            "partners": [],
        }
        refused(Invalid, "board.line_owner", write_line, **given, due_on=DUE)
        refused(Invalid, "invalid.missing", write_line, **given, owner=PBOC.value)
        early = {"title": "通报情况", "clauses": ["三(一)-1"], "owner": PBOC.value}
        refused(
            PolicyBreach,
            "board.due_on",
            write_line,
            **given | early,
            region=ground.desk(BUREAU).city,
            due_on=MET["met_on"],
        )

    def test_a_county_reads_the_lines_that_concern_it(self, ground):
        made = ground.drafted()
        ground.line(made)
        ground.setting(made, region=COUNTY)
        circulate_minutes(actor=ground.desk(BUREAU), now=ground.now, minutes_id=made.pk)
        clerk = replace(ground.desk(SME), region=COUNTY)
        assert not minutes_of(clerk).exists()
        confirm_minutes(actor=ground.desk(PBOC), now=LATER, minutes_id=made.pk)
        assert [each.region for each in lines_of(clerk, minutes_of(clerk).get())] == [COUNTY]


class TestDatabase:
    def test_confirmed_minutes_stay_and_nothing_is_confirmed_that_no_desk_confirmed(self, ground):
        sent, made = ground.circulated(), ground.confirmed()
        rows = Minutes.objects.filter(pk=made.pk)
        with stopped("board_minutes_held"):
            rows.update(title="改了题目")
        with stopped("board_minutes_held"):
            Minutes.objects.filter(pk=sent.pk).update(
                state="confirmed", confirmed_at=LATER, word="联席纪要", year=2025, number=2
            )
        with stopped("board_minutes_once"):
            rows.update(number=7)
        with stopped("board_attendance_held"):
            Attendance.objects.filter(minutes=made).update(people="别人")
        with stopped("board_attendance_held"):
            Attendance.objects.filter(minutes=made).delete()
        with stopped("board_attendance_held"):
            person = ground.desk(PBOC).person_id
            Attendance.objects.filter(minutes=sent, desk="pboc").update(
                confirmed_at=LATER, confirmed_by=person
            )
        with stopped("board_line_held"):
            Line.objects.filter(minutes=made).update(struck_at=LATER)

    def test_no_paper_is_attached_that_the_drafter_did_not_attach(self, ground):
        made = ground.drafted()
        kept = keep_minutes_paper(
            actor=ground.desk(BUREAU),
            now=ground.now,
            minutes_id=made.pk,
            name="签到表",
            content=PAPER_SENT,
        )
        with stopped("board_minutes_paper_held"):
            MinutesPaper.objects.filter(pk=kept.pk).update(struck_at=LATER)
