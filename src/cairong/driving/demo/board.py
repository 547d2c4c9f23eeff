"""The joint board of the demo city: two meetings, their tasks, the library, two agreements."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from cairong.board.actions.answer_task import accept_task, decline_task
from cairong.board.actions.change_task import agree_task_change, ask_task_change
from cairong.board.actions.circulate_minutes import circulate_minutes, confirm_minutes
from cairong.board.actions.draft_minutes import draft_minutes
from cairong.board.actions.enter_document import enter_document, list_document
from cairong.board.actions.finish_task import confirm_task, finish_task
from cairong.board.actions.propose_task import propose_task
from cairong.board.actions.share_data import agree_agreement, draft_agreement
from cairong.board.actions.work_on_task import keep_task_paper, note_progress
from cairong.board.actions.write_minutes import write_line
from cairong.board.models import Agreement, Minutes, Task
from cairong.driving.demo.cast import Cast
from cairong.driving.demo.days import Days
from cairong.driving.demo.facts import CITY, MAIN_COUNTY
from cairong.driving.demo.timeline import Placed
from cairong.driving.verbs.urging import PAPER
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import add_working_days, day_of

BUREAU, TREASURY = Role.PROCUREMENT_OFFICER, Role.TREASURY_OFFICER
PBOC, SME, REGULATOR = Role.PBOC, Role.SME_AUTHORITY, Role.REGULATOR
# No file goes with these: number, title, issuer, issued, in effect, which of them it takes away.
DOCUMENTS: tuple[tuple[str, str, str, date, date, int | None], ...] = (
    ("财库〔2011〕181号", "政府采购促进中小企业发展暂行办法", "财政部、工业和信息化部",
     date(2011, 12, 29), date(2012, 1, 1), None),
    ("财库〔2020〕46号", "政府采购促进中小企业发展管理办法", "财政部、工业和信息化部",
     date(2020, 12, 18), date(2021, 1, 1), 0),
    ("国务院令第728号", "保障中小企业款项支付条例", "国务院",
     date(2020, 7, 5), date(2020, 9, 1), None),
    ("国务院令第802号", "保障中小企业款项支付条例(修订)", "国务院",
     date(2025, 3, 17), date(2025, 6, 1), 2),
    ("洛财购〔2021〕4号", "关于印发深入推进政府采购合同融资工作实施方案的通知",
     "洛阳市财政局、中国人民银行洛阳市中心支行", date(2021, 3, 10), date(2021, 3, 10), None),
)  # fmt: skip


def board(cast: Cast, days: Days) -> Iterator[Placed]:
    """Put what the board did on its days."""
    held = Held(cast, days)
    script: tuple[tuple[int, int, Callable[..., object]], ...] = (
        (30, 4, held.fill_library),
        (29, 3, partial(held.meet, "第一次联席会议", 30)), (28, 3, partial(held.sign, 0)),
        (24, 4, held.work), (18, 4, held.finish), (17, 5, held.confirm),
        (12, 4, held.propose), (11, 4, held.accept), (9, 5, held.move),
        (8, 3, partial(held.meet_again, "第二次联席会议", 9)), (7, 3, partial(held.sign, 1)),
        (26, 5, held.share), (25, 5, held.agree_shared),
        (5, 4, held.decline), (3, 5, held.ask_treasury), (2, 5, held.finish_treasury),
        (2, 6, partial(held.meet_shortly, "第三次联席会议", 3)), (1, 5, held.leave_open),
    )  # fmt: skip
    for ago, place, run in script:
        yield Placed(day=days.ago(ago), place=place, run=run)


@dataclass
class Held:
    """The desks of the board, and what they have made so far."""

    cast: Cast
    days: Days
    minutes: list[Minutes] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    proposed: Task = field(init=False)

    def desk(self, role: Role) -> Actor:
        """Give whoever sits at a desk of the board."""
        if role in self.cast.overseers:
            return self.cast.overseers[role]
        return self.cast.desks[CITY].people[role]

    def working(self, day: date) -> date:
        """Give the working day on a day, or the next after it."""
        return add_working_days(day - timedelta(days=1), 1, self.days.calendar).due

    def fill_library(self, now: datetime) -> None:
        """Enter and look over what the board rests on."""
        first, second = self.desk(BUREAU), self.desk(Role.PROCUREMENT_APPROVER)
        made = list[UUID]()
        for no, title, issuer, issued, effective, old in DOCUMENTS:
            entered = enter_document(
                actor=first, now=now, no=no, title=title, issuer=issuer, issued_on=issued,
                effective_on=effective, supersedes=[] if old is None else [made[old]],
            )  # fmt: skip
            made.append(list_document(actor=second, now=now, document_id=entered.pk).pk)

    def _draft(self, title: str, ago: int, there: tuple[Role, ...], now: datetime) -> Minutes:
        people = {role.value: self.desk(role).person_name for role in (BUREAU, *there)}
        made = draft_minutes(
            actor=self.desk(BUREAU), now=now, title=title, met_on=self.days.ago(ago),
            place="市财政局三楼会议室(演示)", people=people,
        )  # fmt: skip
        self.minutes.append(made)
        return made

    def _line(self, made: Minutes, now: datetime, words: str, **task: Any) -> None:
        given = {"clauses": [], "partners": [], **task}
        write_line(actor=self.desk(BUREAU), now=now, minutes_id=made.pk, words=words, **given)

    def meet(self, title: str, ago: int, now: datetime) -> None:
        """Draft the first minutes: one task that will be done, one that will be late."""
        made = self._draft(title, ago, (PBOC, SME, REGULATOR), now)
        self._line(made, now, "通报前一阶段融资情况:备案合同增加,申请融资的企业不多。")
        self._line(
            made, now, "由人民银行牵头,摸清已备案、没有申请融资的合同,逐家列出原因。",
            title="摸清未融资的备案合同", owner=PBOC.value, partners=[SME.value], region=CITY,
            clauses=["一(二)-2", "三(一)-3"], due_on=self.working(self.days.ago(16)),
        )  # fmt: skip
        self._line(
            made, now, "由中小企业主管部门走访一批中标企业,形成推荐名单。",
            title="走访中标企业并推荐", owner=SME.value, partners=[BUREAU.value],
            region=MAIN_COUNTY, clauses=["三(一)-4"], due_on=self.working(self.days.ago(6)),
        )  # fmt: skip
        circulate_minutes(actor=self.desk(BUREAU), now=now, minutes_id=made.pk)

    def meet_again(self, title: str, ago: int, now: datetime) -> None:
        """Draft the second minutes: a task that runs, and one for a desk that was not there."""
        made = self._draft(title, ago, (TREASURY, PBOC, SME), now)
        later = self.days.today + timedelta(days=21)
        self._line(made, now, "听取摸底结果,同意按原因分类办理。")
        self._line(
            made, now, "由国库科核对待支付的款项,已验收的优先办理。",
            title="核对已验收待支付的款项", owner=TREASURY.value, partners=[], region=CITY,
            clauses=["二(三)-4"], due_on=self.working(later),
        )  # fmt: skip
        self._line(
            made, now, "由金融监管部门核对产品收费,有要求担保的逐笔说明。",
            title="核对产品收费和担保", owner=REGULATOR.value, partners=[PBOC.value], region=CITY,
            clauses=["二(五)-5"], due_on=self.working(later + timedelta(days=7)),
        )  # fmt: skip
        circulate_minutes(actor=self.desk(BUREAU), now=now, minutes_id=made.pk)

    def sign(self, which: int, now: datetime) -> None:
        """Let every other desk that met confirm."""
        found = self.minutes[which]
        for each in found.attendances.exclude(desk=found.drafter).order_by("pk"):
            confirm_minutes(actor=self.desk(Role(each.desk)), now=now, minutes_id=found.pk)
        mine = Task.objects.filter(line__minutes=found, state="open").order_by("no")
        for task in mine:
            for part in task.partners.filter(state="asked").order_by("pk"):
                accept_task(actor=self.desk(Role(part.desk)), now=now, task_id=task.pk)

    def _task(self, title: str) -> Task:
        return Task.objects.get(city=CITY, title=title)

    def work(self, now: datetime) -> None:
        """Note how the first task goes on."""
        task = self._task("摸清未融资的备案合同")
        note_progress(
            actor=self.desk(SME), now=now, task_id=task.pk,
            words="已电话联系二十家,多数不知道不用抵押,三家账户在外地银行。",
        )  # fmt: skip
        keep_task_paper(
            actor=self.desk(PBOC), now=now, task_id=task.pk, name="原因分类表(演示)", content=PAPER
        )

    def finish(self, now: datetime) -> None:
        """Report the first task done."""
        finish_task(
            actor=self.desk(PBOC), now=now, task_id=self._task("摸清未融资的备案合同").pk,
            evidence="已核对全部已备案合同,没有申请的按「不知道、不需要、账户不便、额度不够」分类列表。",
        )  # fmt: skip

    def confirm(self, now: datetime) -> None:
        """Let the bureau confirm it."""
        task = self._task("摸清未融资的备案合同")
        confirm_task(actor=self.desk(BUREAU), now=now, task_id=task.pk)

    def propose(self, now: datetime) -> None:
        """Let the People's Bank ask the bureau for something."""
        self.proposed = propose_task(
            actor=self.desk(PBOC), now=now, title="公开页写清办理时限",
            words="在公开页和告知函旁写清每一步几个工作日、由谁办理。", clauses=["三(三)-2"],
            owner=BUREAU.value, partners=[], region=CITY,
            due_on=self.working(self.days.today + timedelta(days=4)),
        )  # fmt: skip

    def accept(self, now: datetime) -> None:
        """Let the bureau take it on."""
        accept_task(actor=self.desk(BUREAU), now=now, task_id=self.proposed.pk)

    def move(self, now: datetime) -> None:
        """Move its day, as two agree."""
        asked = ask_task_change(
            actor=self.desk(BUREAU), now=now, task_id=self.proposed.pk,
            due_on=self.working(self.days.today + timedelta(days=12)),
            reason="要等新的参数公布,再一并改页面。",
        )  # fmt: skip
        agree_task_change(actor=self.desk(PBOC), now=now, task_change_id=asked.pk)

    def ask_treasury(self, now: datetime) -> None:
        """Ask the treasury for something that it has not answered yet."""
        propose_task(
            actor=self.desk(SME), now=now, title="支付进度每周通报",
            words="每周把已申请、未支付的笔数和金额通报给工信部门。", clauses=["二(三)-4"],
            owner=TREASURY.value, partners=[REGULATOR.value], region=CITY,
            due_on=self.working(self.days.today + timedelta(days=30)),
        )  # fmt: skip

    def decline(self, now: datetime) -> None:
        """Let the regulator say that something is not its own."""
        made = propose_task(
            actor=self.desk(SME), now=now, title="统计未获融资的企业",
            words="按行业统计没有获得融资的企业。", clauses=["三(一)-4"],
            owner=REGULATOR.value, partners=[], region=CITY,
            due_on=self.working(self.days.today + timedelta(days=20)),
        )  # fmt: skip
        decline_task(
            actor=self.desk(REGULATOR), now=now, task_id=made.pk,
            reason="企业的统计不在本部门,建议由人民银行从放款明细里导出。",
        )  # fmt: skip

    def finish_treasury(self, now: datetime) -> None:
        """Report the treasury's task done; nobody has confirmed it yet."""
        finish_task(
            actor=self.desk(TREASURY), now=now, task_id=self._task("核对已验收待支付的款项").pk,
            evidence="已验收、没有支付的逐笔核对,五个工作日以上的已电话催办。",
        )  # fmt: skip

    def meet_shortly(self, title: str, ago: int, now: datetime) -> None:
        """Send minutes round that the others have not confirmed yet."""
        made = self._draft(title, ago, (PBOC,), now)
        self._line(made, now, "下个月起,三部门每月核对一次超期的联席任务。")
        circulate_minutes(actor=self.desk(BUREAU), now=now, minutes_id=made.pk)

    def leave_open(self, now: datetime) -> None:
        """Leave a document and an agreement for others to look at."""
        enter_document(
            actor=self.desk(PBOC), now=now, no="演示〔2026〕1号", title="演示用的通知(不是真实)",
            issuer="演示单位", issued_on=day_of(now), effective_on=day_of(now), supersedes=[],
        )  # fmt: skip
        draft_agreement(
            actor=self.desk(SME), now=now, title="推荐企业信息共享",
            purpose="财政部门据以看推荐企业的中标和融资情况。", fields=["recommended"],
            ground="洛财购〔2021〕4号 三(一):加强信息共享", way="pages", from_on=day_of(now),
            until_on=self.days.today + timedelta(days=365), gives=[SME.value],
            gets=[BUREAU.value],
        )  # fmt: skip

    def share(self, now: datetime) -> None:
        """Propose two agreements; one ends soon."""
        lender = str(self.cast.institutions[0].organisation.pk)
        today = self.days.today
        for title, purpose, fields, gets, until in (
            ("融资和放款数据共享", "人民银行据以评价机构、指导信贷投放。", ["intents", "loans"],
             PBOC.value, today + timedelta(days=300)),
            ("合同和支付信息共享", "机构据以核实合同真实性、安排放款和贷后管理。",
             ["contracts", "payments"], lender, today + timedelta(days=20)),
        ):  # fmt: skip
            self.agreements.append(
                draft_agreement(
                    actor=self.desk(BUREAU),
                    now=now,
                    title=title,
                    purpose=purpose,
                    fields=fields,
                    ground="洛财购〔2021〕4号 三(一):加强信息共享",
                    way="pages",
                    from_on=day_of(now),
                    until_on=until,
                    gives=[BUREAU.value],
                    gets=[gets],
                )
            )

    def agree_shared(self, now: datetime) -> None:
        """Let the other parties agree."""
        officer = self.cast.institutions[0].people[Role.INSTITUTION_OFFICER]
        for made, actor in zip(self.agreements, (self.desk(PBOC), officer), strict=True):
            agree_agreement(actor=actor, now=now, agreement_id=made.pk)
