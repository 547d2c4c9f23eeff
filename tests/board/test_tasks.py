"""A task of the board from who proposes it to who confirms it, and what the database refuses.

三(一)-1
"""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from board.ground import (
    BUREAU,
    DUE,
    LATER,
    PBOC,
    REGULATOR,
    SME,
    TREASURY,
    Board,
    stand_board,
)
from cairong.audit.rows import insert
from cairong.board.actions.answer_task import accept_task, decline_task
from cairong.board.actions.change_task import (
    agree_task_change,
    ask_task_change,
    decline_task_change,
)
from cairong.board.actions.finish_task import confirm_task, finish_task, send_task_back
from cairong.board.actions.propose_task import withdraw_task
from cairong.board.actions.work_on_task import keep_task_paper, note_progress
from cairong.board.models import Change, Note, Partner, Task, TaskPaper
from cairong.board.reads import task_for, task_page, tasks_of
from cairong.cases.desk import waiting_for
from cairong.clocks.models import Duty
from cairong.kernel.actor import Role
from cairong.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, PolicyBreach, WrongState
from cairong.oversight.ladder import climbed
from support.refusing import stopped
from support.slips import PAPER_SENT
from support.staging import staged
from support.town import COUNTY, Town, at

pytestmark = pytest.mark.django_db


@staged
def ground(town: Town) -> Board:
    return stand_board(town)


@staged
def running(town: Town) -> tuple[Board, Task]:
    ground = stand_board(town)
    return ground, ground.running()


def refused(kind, code: str, act, **given):
    with pytest.raises(kind) as caught:
        act(**given)
    assert caught.value.findings[0].code == code


def words_at(ground: Board, role: Role, now=LATER) -> list[str]:
    balls = waiting_for(ground.desk(role), now=now).balls
    return [f"{ball.word} {ball.of.title}" for ball in balls]


class TestWhole:
    def test_from_who_proposes_it_to_who_confirms_it(self, ground):
        task = ground.proposed()
        assert task.state == "proposed"
        (held,) = words_at(ground, PBOC)
        assert held.startswith("答复联席事项 联席任务 LX2025-000001")
        assert not words_at(ground, SME)
        assert not words_at(ground, BUREAU)
        pboc, sme = ground.desk(PBOC), ground.desk(SME)
        accept_task(actor=pboc, now=ground.now, task_id=task.pk)
        assert words_at(ground, PBOC) == [f"办理联席任务 联席任务 {task.no}「{task.title}」"]
        assert Duty.objects.get(kind="do_task").due_on == DUE
        assert len(words_at(ground, SME)) == 1
        refused(
            NotAllowed,
            "board.not_asked",
            note_progress,
            actor=ground.desk(TREASURY),
            now=LATER,
            task_id=task.pk,
            words="我们也来看看",
        )
        accept_task(actor=sme, now=LATER, task_id=task.pk)
        note_progress(actor=sme, now=LATER, task_id=task.pk, words="已走访十二家企业")
        keep_task_paper(actor=pboc, now=LATER, task_id=task.pk, name="原因列表", content=PAPER_SENT)
        refused(
            Conflict,
            "board.paper_twice",
            keep_task_paper,
            actor=pboc,
            now=LATER,
            task_id=task.pk,
            name="原因列表",
            content=PAPER_SENT,
        )
        refused(
            NotAllowed,
            "board.not_owner",
            finish_task,
            actor=sme,
            now=LATER,
            task_id=task.pk,
            evidence="我们替他们报办结",
        )
        finish_task(actor=pboc, now=LATER, task_id=task.pk, evidence="已核对四十二家企业")
        assert words_at(ground, BUREAU)[0].endswith("确认办结")
        refused(PolicyBreach, "board.own", confirm_task, actor=pboc, now=LATER, task_id=task.pk)
        send_task_back(actor=sme, now=LATER, task_id=task.pk, reason="还缺伊川县的企业")
        assert [each.words for each in task.notes.order_by("at", "pk")][
            -1
        ] == "退回:还缺伊川县的企业"
        assert Duty.objects.get(kind="do_task", state="running").due_on == DUE
        finish_task(actor=pboc, now=LATER, task_id=task.pk, evidence="已补上伊川县的企业")
        confirm_task(actor=ground.desk(REGULATOR), now=LATER, task_id=task.pk)
        task.refresh_from_db()
        assert (task.state, task.confirmed_by) == ("confirmed", "regulator")
        assert not words_at(ground, PBOC)
        assert not words_at(ground, BUREAU)
        refused(WrongState, "state.cannot", confirm_task, actor=sme, now=LATER, task_id=task.pk)

    def test_one_person_at_two_desks_is_one(self, ground):
        task = ground.finished()
        both = replace(ground.desk(BUREAU), person_id=ground.desk(PBOC).person_id)
        refused(
            NotAllowed, "board.same_person", confirm_task, actor=both, now=LATER, task_id=task.pk
        )
        with stopped("board_task_held"):
            Task.objects.filter(pk=task.pk).update(
                state="confirmed", confirmed_by=BUREAU.value, confirmed_at=LATER
            )

    def test_what_one_takes_on_oneself_runs_at_once_and_the_bureau_cannot_confirm_its_own(
        self, ground
    ):
        task = ground.proposed(by=TREASURY, owner=TREASURY.value, partners=[])
        assert task.state == "open"
        finish_task(
            actor=ground.desk(TREASURY), now=LATER, task_id=task.pk, evidence="国库支付已经提速"
        )
        refused(
            PolicyBreach,
            "board.own",
            confirm_task,
            actor=ground.desk(BUREAU),
            now=LATER,
            task_id=task.pk,
        )
        confirm_task(actor=ground.desk(PBOC), now=LATER, task_id=task.pk)


class TestProposed:
    @pytest.mark.parametrize(
        ("otherwise", "kind", "code"),
        [
            ({"clauses": ["三(九)-1"]}, PolicyBreach, "board.clause"),
            ({"clauses": []}, PolicyBreach, "board.clauses"),
            ({"clauses": ["采购法§47"]}, PolicyBreach, "board.clause"),
            ({"owner": "operator"}, PolicyBreach, "board.desk"),
            ({"partners": ["pboc"]}, PolicyBreach, "board.co_owner"),
            ({"due_on": date(2025, 10, 20)}, PolicyBreach, "board.due_on"),
            ({"due_on": date(2025, 11, 15)}, PolicyBreach, "board.rest_day"),
            ({"region": "999999"}, Invalid, "board.region"),
            ({"title": "短"}, Invalid, "invalid.text_length"),
        ],
    )
    def test_what_is_wrong_with_one_is_said(self, ground, otherwise, kind, code):
        refused(kind, code, ground.proposed, **otherwise)

    def test_nobody_is_given_work_without_its_word(self, ground):
        task = ground.proposed()
        bureau, pboc = ground.desk(BUREAU), ground.desk(PBOC)
        given = {"now": LATER, "task_id": task.pk}
        refused(NotAllowed, "board.not_asked", accept_task, actor=bureau, **given)
        refused(NotAllowed, "board.not_proposer", withdraw_task, actor=pboc, reason="不用", **given)
        refused(WrongState, "state.cannot", accept_task, actor=ground.desk(SME), **given)
        decline_task(actor=pboc, reason="与现有统计重复", **given)
        assert Task.objects.get().state == "declined"
        assert not Duty.objects.filter(state="running").exists()
        other = ground.proposed()
        withdraw_task(actor=bureau, now=LATER, task_id=other.pk, reason="改由会议议定")
        refused(WrongState, "state.cannot", accept_task, actor=pboc, now=LATER, task_id=other.pk)

    def test_a_county_reads_its_own_and_does_nothing(self, ground):
        ground.proposed()
        own = ground.proposed(region=COUNTY)
        clerk = replace(ground.desk(SME), region=COUNTY)
        assert list(tasks_of(clerk)) == [own]
        refused(NotAllowed, "board.city_alone", accept_task, actor=clerk, now=LATER, task_id=own.pk)
        assert not tasks_of(ground.bank).exists()
        refused(
            NotFound,
            "access.not_found",
            lambda **given: task_for(*given.values()),
            actor=ground.bank,
            task_id=own.pk,
        )

    def test_what_is_taken_on_too_late_has_to_be_proposed_anew(self, ground):
        task = ground.proposed()
        refused(
            PolicyBreach,
            "board.over",
            accept_task,
            actor=ground.desk(PBOC),
            now=at("2025-11-14 09:00"),
            task_id=task.pk,
        )


class TestMoved:
    def test_a_day_moves_as_two_authorities_agree_one_of_them_the_owners(self, running):
        ground, task = running
        pboc, bureau, sme = ground.desk(PBOC), ground.desk(BUREAU), ground.desk(SME)
        given = {"now": LATER, "task_id": task.pk, "reason": "企业较多,走访不完"}
        refused(Invalid, "board.same_day", ask_task_change, actor=pboc, due_on=DUE, **given)
        refused(
            PolicyBreach,
            "board.rest_day",
            ask_task_change,
            actor=pboc,
            due_on=date(2025, 11, 30),
            **given,
        )
        asked = ask_task_change(actor=pboc, due_on=date(2025, 11, 28), **given)
        refused(
            Conflict,
            "board.change_waits",
            ask_task_change,
            actor=sme,
            due_on=date(2025, 12, 1),
            **given,
        )
        refused(
            Conflict,
            "board.change_waits",
            finish_task,
            actor=pboc,
            now=LATER,
            task_id=task.pk,
            evidence="提前都办完了的",
        )
        refused(
            PolicyBreach,
            "board.change_own",
            agree_task_change,
            actor=pboc,
            now=LATER,
            task_change_id=asked.pk,
        )
        agree_task_change(actor=sme, now=LATER, task_change_id=asked.pk)
        task.refresh_from_db()
        assert task.due_on == date(2025, 11, 28)
        assert Duty.objects.get(kind="do_task", state="running").due_on == task.due_on
        back = ask_task_change(actor=bureau, due_on=date(2025, 11, 21), **given)
        refused(
            PolicyBreach,
            "board.change_owner",
            agree_task_change,
            actor=sme,
            now=LATER,
            task_change_id=back.pk,
        )
        decline_task_change(actor=pboc, now=LATER, task_change_id=back.pk, reason="来不及")
        ended = ask_task_change(actor=bureau, due_on=None, **given)
        agree_task_change(actor=pboc, now=LATER, task_change_id=ended.pk)
        task.refresh_from_db()
        assert (task.state, task.due_on) == ("called_off", date(2025, 11, 28))
        assert [each.state for each in task.changes.order_by("pk")] == [
            "agreed",
            "declined",
            "agreed",
        ]
        assert not Duty.objects.filter(state="running").exists()

    def test_who_asked_takes_it_back(self, running):
        ground, task = running
        pboc = ground.desk(PBOC)
        asked = ask_task_change(
            actor=pboc, now=LATER, task_id=task.pk, due_on=None, reason="不再需要了"
        )
        page = task_page(pboc, LATER, task.pk).may
        assert (page.takes_back, page.decides, page.asks) == (True, False, False)
        assert task_page(ground.desk(BUREAU), LATER, task.pk).may.decides
        decline_task_change(actor=pboc, now=LATER, task_change_id=asked.pk, reason="还要办")
        assert Change.objects.get().state == "withdrawn"


class TestOverdue:
    def test_it_climbs_to_the_other_authorities_and_nobody_is_told_to_urge_it(self, running):
        ground, _ = running
        told = {
            each.mark: {tell.role for tell in each.tell}
            for each in climbed(ground.town.system, date(2025, 12, 1), date(2025, 12, 1))
            if each.facts["word"] == "办理联席任务"
        }
        others = {BUREAU, TREASURY, SME, REGULATOR}
        assert told == {"over_holder": {PBOC}, "over_bureau": others}


class TestDatabase:
    def test_no_task_moves_that_the_desk_did_not_move(self, running):
        ground, task = running
        task_row = Task.objects.filter(pk=task.pk)
        finished = {"state": "finished", "finished_at": LATER, "evidence": "假的"}
        for change in (
            finished,
            {"accepted_at": LATER},
            {"due_on": date(2025, 12, 1)},
            {"state": "called_off", "ended_at": LATER, "reason": "假的"},
        ):
            with stopped("board_task_held"):
                task_row.update(**change)
        with stopped("board_task_held"):
            made = Task.objects.get(pk=task.pk)
            made.no, made.accepted_at = "LX2025-000009", LATER
            insert(made)
        finish_task(
            actor=ground.desk(PBOC), now=LATER, task_id=task.pk, evidence="四十二家都已经核对完"
        )
        with stopped("board_task_held"):
            task_row.update(state="confirmed", confirmed_by="pboc", confirmed_at=LATER)
        with stopped("board_task_held"):
            task_row.update(state="open")

    def test_no_partner_change_note_or_paper_that_its_desk_did_not_make(self, running):
        ground, task = running
        person = ground.desk(SME).person_id
        with stopped("board_partner_held"):
            Partner.objects.update(state="joined", answered_at=LATER)
        with stopped("board_note_held"):
            insert(Note(task=task, desk="pboc", by_id=person, words="假的", at=LATER))
        with stopped("board_task_paper_held"):
            kept = TaskPaper(
                city_id=task.city_id,
                task=task,
                desk="pboc",
                name="假的",
                kind="pdf",
                content=PAPER_SENT,
                kept_at=LATER,
                sha256=sha256(PAPER_SENT).hexdigest(),
            )
            insert(kept)
        asked = ask_task_change(
            actor=ground.desk(PBOC), now=LATER, task_id=task.pk, due_on=None, reason="不再需要了"
        )
        with stopped("board_change_held"):
            Change.objects.filter(pk=asked.pk).update(
                state="agreed", decided_by="sme-authority", decided_at=LATER
            )
