"""Complaints of the demo city: answered, pressed, unanswered, settled, withdrawn, still open."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from cairong.complaints.actions.answer_complaint import answer_complaint
from cairong.complaints.actions.complain import complain
from cairong.complaints.actions.press_complaint import press_complaint
from cairong.complaints.actions.rate_complaint import rate_complaint
from cairong.complaints.actions.settle_complaint import settle_complaint
from cairong.complaints.actions.withdraw_complaint import withdraw_complaint
from cairong.complaints.models import Complaint
from cairong.contracts.models import ContractSupplier
from cairong.driving.demo.cast import Cast, Party
from cairong.driving.demo.days import Days
from cairong.driving.demo.timeline import Placed
from cairong.kernel.actor import Actor, Role
from cairong.lending.models import Application
from cairong.policy.complaining import ANSWERING, KINDS, UNFOUNDED, UPHELD
from cairong.treasury.models import Acceptance

WORDS: dict[str, str] = {
    "slow": "材料交齐一周多了,打电话只说在排队,没有人说还缺什么。",
    "bundling": "经办电话里说要先买一份理财产品,才给报价。",
    "fees": "放款以后又收了一笔服务费,报价和合同里都没有写。",
    "unaccepted": "货物已经交付一个月,三次请求验收都没有答复。",
    "unpaid": "验收合格以后一直没有付款,催了几次都说在走流程。",
}


def complaints(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay each complaint and what became of it on their days."""
    told = Complained(cast)
    script: tuple[tuple[int, Callable[..., object]], ...] = (
        (34, partial(told.lent, "closed", "slow", 0)),
        (32, partial(told.answer, "closed", UPHELD, "经办休假没有交接,已换人并补上审批。")),
        (26, partial(told.lent, "settled", "bundling", 1)),
        (24, partial(told.answer, "settled", UNFOUNDED, "经办说只是顺便介绍了理财产品。")),
        (22, partial(told.press, "settled")),
        (18, partial(told.settle, "settled", UPHELD, "通话录音属实,责令停止并向企业道歉。")),
        (17, partial(told.rate, "settled", 4)),
        (20, partial(told.bought, "raised", "unpaid", 2)),
        (8, partial(told.bought, "answered", "unaccepted", 3)),
        (6, partial(told.answer, "answered", UPHELD, "已排定验收日期,责任人已经提醒。")),
        (7, partial(told.lent, "withdrawn", "fees", 4)),
        (5, partial(told.withdraw, "withdrawn")),
        (3, partial(told.lent, "open", "slow", 5)),
    )
    for place, (ago, run) in enumerate(script, start=1):
        yield Placed(day=days.ago(ago), place=place % 8 + 3, run=run)


@dataclass
class Complained:
    """Who complains and who answers, and the complaints by what becomes of them."""

    cast: Cast
    made: dict[str, Complaint] = field(default_factory=dict)

    def lent(self, name: str, kind: str, which: int, now: datetime) -> None:
        """Let a firm complain of an institution."""
        firms, lenders = self._firms(), self._people(self.cast.institutions)
        rows = Application.objects.filter(institution__in=lenders, intent__supplier__in=firms)
        rows = rows.select_related("intent").order_by("-submitted_at", "pk")
        application = self._unlike(list(rows[: which + 40]), which)
        self._complain(name, firms[application.intent.supplier_id], application.pk, kind, now)

    def bought(self, name: str, kind: str, which: int, now: datetime) -> None:
        """Let a firm complain of a purchaser."""
        firms, buyers = self._firms(), self._people(self._buyers())
        rows = ContractSupplier.objects.filter(
            contract__purchaser__in=buyers, contract__state="filed", supplier__in=firms
        ).order_by("-contract__filed_at", "pk")
        if KINDS[kind].accepted:
            paid_for = Acceptance.objects.filter(Acceptance.STANDING)
            rows = rows.filter(contract__in=paid_for.values("receivable__contract"))
        part = list(rows[:10])[which]
        assert part.supplier_id is not None
        self._complain(name, firms[part.supplier_id], part.contract_id, kind, now)

    def _unlike(self, rows: list[Application], which: int) -> Application:
        taken = {each.application_id for each in self.made.values()}
        return [each for each in rows if each.pk not in taken][which]

    def _complain(self, name: str, firm: Actor, case_id: UUID, kind: Any, now: datetime) -> None:
        self.made[name] = complain(
            actor=firm, now=now, case_id=case_id, kind=kind, words=WORDS[kind]
        )

    def answer(self, name: str, outcome: Any, words: str, now: datetime) -> None:
        """Let the head of who is complained of answer."""
        found = self.made[name]
        heads = self._people([*self.cast.institutions, *self._buyers()])
        answer_complaint(
            actor=heads[found.accused_id], now=now, complaint_id=found.pk, outcome=outcome,
            words=words,
        )  # fmt: skip

    def press(self, name: str, now: datetime) -> None:
        """Let the firm not accept the answer."""
        press_complaint(
            actor=self._own(name), now=now, complaint_id=self.made[name].pk,
            words="录音里说的是不买就不报价,请听录音。",
        )  # fmt: skip

    def settle(self, name: str, outcome: Any, words: str, now: datetime) -> None:
        """Let who stands above settle it."""
        found = self.made[name]
        settle_complaint(
            actor=self.cast.overseers[Role(found.upper_role)], now=now, complaint_id=found.pk,
            outcome=outcome, words=words,
        )  # fmt: skip

    def rate(self, name: str, rating: int, now: datetime) -> None:
        """Let the firm rate it."""
        rate_complaint(
            actor=self._own(name), now=now, complaint_id=self.made[name].pk, rating=rating
        )

    def withdraw(self, name: str, now: datetime) -> None:
        """Let the firm take it back."""
        withdraw_complaint(
            actor=self._own(name), now=now, complaint_id=self.made[name].pk,
            words="机构已退回这笔费用,不再投诉。",
        )  # fmt: skip

    def _own(self, name: str) -> Actor:
        return self._firms()[self.made[name].supplier_id]

    def _buyers(self) -> list[Party]:
        return [each for held in self.cast.purchasers.values() for each in held]

    def _firms(self) -> dict[UUID, Actor]:
        return {each.organisation.pk: each.people[Role.SUPPLIER] for each in self.cast.suppliers}

    def _people(self, parties: list[Party]) -> dict[UUID, Actor]:
        return {
            each.organisation.pk: each.people[role]
            for each in parties
            for role in ANSWERING
            if role in each.people
        }
