"""The ground of the room's tests: the five desks of the board, and what each does."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from cairong.board.actions.answer_task import accept_task
from cairong.board.actions.circulate_minutes import circulate_minutes, confirm_minutes
from cairong.board.actions.draft_minutes import draft_minutes
from cairong.board.actions.enter_document import enter_document, list_document
from cairong.board.actions.finish_task import finish_task
from cairong.board.actions.propose_task import propose_task
from cairong.board.actions.share_data import agree_agreement, draft_agreement
from cairong.board.actions.write_minutes import write_line
from cairong.board.models import Agreement, Document, Minutes, Task
from cairong.kernel.actor import Actor, Role
from cairong.parties import reads
from cairong.parties.models import Organisation
from cairong.policy.board import AUTHORITY
from support.town import CITY, Town, at

NOW = at("2025-10-20 10:00")  # a Monday
LATER = at("2025-10-22 10:00")
DUE = date(2025, 11, 14)
BUREAU, TREASURY = Role.PROCUREMENT_OFFICER, Role.TREASURY_OFFICER
PBOC, SME, REGULATOR = Role.PBOC, Role.SME_AUTHORITY, Role.REGULATOR
TASK: dict[str, Any] = {
    "title": "摸清未放款的备案合同",
    "words": "逐家核对一年内备案、没有申请融资的中小微供应商,列出原因。",
    "clauses": ["三(一)-1", "一(二)-2"],
    "owner": PBOC.value,
    "partners": [SME.value],
    "region": CITY,
    "due_on": DUE,
}
MET: dict[str, Any] = {
    "title": "第四季度联席会议",
    "met_on": date(2025, 10, 17),
    "place": "市财政局三楼会议室",
    "people": {BUREAU.value: "王科长", PBOC.value: "李科长"},
}
DOCUMENT: dict[str, Any] = {
    "no": "洛财购〔2025〕9号",
    "title": "关于进一步做好政府采购合同融资工作的通知",
    "issuer": "洛阳市财政局",
    "issued_on": date(2025, 9, 1),
    "effective_on": date(2025, 10, 1),
    "supersedes": [],
}
SHARED: dict[str, Any] = {
    "title": "融资和放款数据共享",
    "purpose": "人民银行据以评价机构、指导信贷投放。",
    "fields": ["loans", "intents"],
    "ground": "洛财购〔2021〕4号 三(一)",
    "way": "pages",
    "from_on": date(2025, 10, 20),
    "until_on": date(2026, 10, 19),
    "gives": [BUREAU.value],
    "gets": [PBOC.value],
}


@dataclass
class Board:
    """The desks of the board, and a few things they have done."""

    town: Town
    now: datetime = field(default=NOW, kw_only=True)

    def desk(self, role: Role, which: str = "") -> Actor:
        kind = AUTHORITY.get(role, Organisation.Kind.BUREAU)
        return self.town.actor(reads.the_only(CITY, kind), role, which)

    @property
    def bank(self) -> Actor:
        return self.town.actor(self.town.institution(), Role.INSTITUTION_OFFICER)

    def proposed(self, by: Role = BUREAU, **otherwise) -> Task:
        facts = {"actor": self.desk(by), "now": self.now, **TASK}
        return propose_task(**facts | otherwise)

    def running(self, **otherwise) -> Task:
        made = self.proposed(**otherwise)
        return accept_task(actor=self.desk(PBOC), now=self.now, task_id=made.pk)

    def finished(self, **otherwise) -> Task:
        made = self.running(**otherwise)
        return finish_task(
            actor=self.desk(PBOC),
            now=LATER,
            task_id=made.pk,
            evidence="已核对 42 家,原因列表附后。",
        )

    def drafted(self, **otherwise) -> Minutes:
        facts = {"actor": self.desk(BUREAU), "now": self.now, **MET}
        return draft_minutes(**facts | otherwise)

    def line(self, minutes: Minutes, **otherwise):
        facts = {
            "actor": self.desk(BUREAU),
            "now": self.now,
            "minutes_id": minutes.pk,
            "words": "通报三季度融资情况。",
            "clauses": [],
            "partners": [],
        }
        return write_line(**facts | otherwise)

    def setting(self, minutes: Minutes, **otherwise):
        return self.line(minutes, **{**TASK, **otherwise})

    def circulated(self, **otherwise) -> Minutes:
        made = self.drafted(**otherwise)
        self.line(made)
        self.setting(made)
        self.setting(made, title="企业走访", owner=SME.value, partners=[BUREAU.value])
        return circulate_minutes(actor=self.desk(BUREAU), now=self.now, minutes_id=made.pk)

    def confirmed(self, **otherwise) -> Minutes:
        made = self.circulated(**otherwise)
        return confirm_minutes(actor=self.desk(PBOC), now=LATER, minutes_id=made.pk)

    def entered(self, by: Role = BUREAU, **otherwise) -> Document:
        facts = {"actor": self.desk(by), "now": self.now, **DOCUMENT}
        return enter_document(**facts | otherwise)

    def listed(self, **otherwise) -> Document:
        made = self.entered(**otherwise)
        second = self.desk(Role.PROCUREMENT_APPROVER)
        return list_document(actor=second, now=self.now, document_id=made.pk)

    def shared(self, **otherwise) -> Agreement:
        facts = {"actor": self.desk(BUREAU), "now": self.now, **SHARED}
        return draft_agreement(**facts | otherwise)

    def agreed(self, **otherwise) -> Agreement:
        made = self.shared(**otherwise)
        return agree_agreement(actor=self.desk(PBOC), now=self.now, agreement_id=made.pk)


def stand_board(town: Town) -> Board:
    ground = Board(town)
    for role in (*AUTHORITY, Role.PROCUREMENT_APPROVER):
        assert ground.desk(role)
    assert ground.desk(PBOC, "second")
    assert ground.bank
    return ground
