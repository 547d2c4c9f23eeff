"""The ground of the room's tests: a filed contract, an application on it, and who may complain."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairong.complaints.actions.answer_complaint import answer_complaint
from cairong.complaints.actions.complain import complain
from cairong.complaints.actions.keep_complaint_paper import keep_complaint_paper
from cairong.complaints.actions.move_complaints import move_complaints
from cairong.complaints.actions.press_complaint import press_complaint
from cairong.complaints.actions.settle_complaint import settle_complaint
from cairong.complaints.models import Complaint, ComplaintPaper
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.models import Application
from cairong.parties import reads
from cairong.treasury.models import Acceptance
from lending.ground import Case, stand_case
from support.town import CITY, Town, at

NOW = at("2025-10-13 10:00")  # a Monday
DUE = at("2025-10-28 00:30")  # the day after the last of ten working days
WORDS = "10月9日经办电话里说要先买一份理财才给报价"
ANSWER = "经查录音,经办确实推荐过理财,已停止并道歉"
PAPER = b"%PDF-1.4 paper"
ABOVE = (Role.PROCUREMENT_OFFICER, Role.REGULATOR, Role.PBOC, Role.SME_AUTHORITY)


@dataclass
class Ground:
    """A contract with one application, and everybody a complaint concerns."""

    case: Case
    application: Application

    @property
    def town(self) -> Town:
        return self.case.town

    @property
    def supplier(self) -> Actor:
        return self.case.supplier

    @property
    def manager(self) -> Actor:
        return self.town.actor(self.case.bank(), Role.INSTITUTION_MANAGER)

    @property
    def head(self) -> Actor:
        return self.town.actor(self.town.purchaser(), Role.PURCHASER_APPROVER)

    def upper(self, role: Role) -> Actor:
        if role is Role.PROCUREMENT_OFFICER:
            return self.town.bureau(role)
        return self.town.actor(reads.the_only(CITY, role.value), role)

    def complain(self, now: datetime = NOW, **otherwise) -> Complaint:
        facts = {"case_id": self.application.pk, "kind": "bundling", "words": WORDS}
        return complain(actor=self.supplier, now=now, **facts | otherwise)

    def of_contract(self, kind: str = "unpaid", **otherwise) -> Complaint:
        assert self.case.contract is not None
        if kind == "unpaid":
            self.accept(otherwise.get("now", NOW))
        words = "已经验收两个月,催了三次还没有付"
        return self.complain(
            case_id=self.case.contract.pk, kind=kind, **{"words": words, **otherwise}
        )

    def accept(self, now: datetime = NOW) -> None:
        """Let the purchaser accept something, unless it did."""
        contract = self.case.contract
        if Acceptance.objects.filter(receivable__contract=contract).exists():
            return
        with self.case.at(now):
            self.case.do(
                "record_acceptance", contract=contract, amount_fen=10_000_000, milestone="验收",
                on=day_of(now),
            )  # fmt: skip

    def reject(self) -> None:
        """Let the institution refuse the application, with a reason."""
        self.case.complete(self.application.intent)
        self.case.do(
            "reject_application", *self.case.pair(), intent=self.application.intent,
            code="contract-doubt", reasons="合同和公告里的金额对不上,请采购人核对",
        )  # fmt: skip

    def answer(self, found: Complaint, now: datetime = NOW, **otherwise) -> Complaint:
        facts = {"complaint_id": found.pk, "outcome": "unfounded", "words": ANSWER}
        by = self.head if found.accused.kind == "purchaser" else self.manager
        return answer_complaint(**{"actor": by, "now": now} | facts | otherwise)

    def press(self, found: Complaint, now: datetime = NOW, **otherwise) -> Complaint:
        facts = {"complaint_id": found.pk, "words": "答复没有说明为什么不给报价"}
        return press_complaint(actor=self.supplier, now=now, **facts | otherwise)

    def settle(self, found: Complaint, now: datetime = NOW, **otherwise) -> Complaint:
        facts = {"complaint_id": found.pk, "outcome": "upheld", "words": "录音属实,责令整改并通报"}
        by = self.upper(Role(found.upper_role))
        return settle_complaint(**{"actor": by, "now": now} | facts | otherwise)

    def moved(self, now: datetime) -> int:
        return move_complaints(actor=self.town.system, now=now)

    def paper(self, actor: Actor, content: bytes = PAPER) -> ComplaintPaper:
        return keep_complaint_paper(actor=actor, now=NOW, name="截图.pdf", content=content)


def stand_complaints(town: Town) -> Ground:
    case = stand_case(town)
    ground = Ground(case, case.application(case.intend()))
    assert all((ground.manager, ground.head, *(ground.upper(role) for role in ABOVE)))
    return ground


def gone(rows, pk: UUID) -> bool:
    return not rows.filter(pk=pk).exists()
