"""Stories of the demo city: one public, one asked about, one a draft, one taken back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from cairong.driving.demo.cast import Cast
from cairong.driving.demo.days import Days
from cairong.driving.demo.facts import CITY
from cairong.driving.demo.timeline import Placed
from cairong.driving.verbs.spreading import STORY
from cairong.kernel.actor import Actor, Role
from cairong.lending.models import Loan
from cairong.parties.models import Organisation
from cairong.spreading.actions.answer_case_story import (
    answer_case_story,
    withdraw_story_consent,
)
from cairong.spreading.actions.ask_story_consents import ask_story_consents
from cairong.spreading.actions.draft_case_story import draft_case_story
from cairong.spreading.actions.publish_case_story import publish_case_story
from cairong.spreading.models import CaseStory
from cairong.spreading.stories import loans_to_tell


def stories(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay each story and what its sides say of it on their days."""
    first, second, third, fourth = (
        Told(cast, title)
        for title in ("没有房产,凭合同拿到货款", "中标第二周垫上了工人工资", "第一次向银行借到款",
                      "保洁公司的第一笔贷款")
    )  # fmt: skip
    script: tuple[tuple[int, int, Callable[..., object]], ...] = (
        (20, 7, first.ask), (19, 7, first.both_agree), (18, 7, first.publish),
        (16, 7, fourth.ask), (15, 7, fourth.both_agree), (14, 7, fourth.publish),
        (6, 7, second.ask), (5, 7, second.firm_agrees),
        (4, 7, fourth.withdraw), (2, 7, third.draft),
    )  # fmt: skip
    for ago, place, run in script:
        yield Placed(day=days.ago(ago), place=place, run=run)


@dataclass
class Told:
    """One story of the newest loan whose sides are of the cast, and that has none yet."""

    cast: Cast
    title: str
    made: CaseStory = field(init=False)

    @property
    def _desk(self) -> dict[Role, Actor]:
        return self.cast.desks[CITY].people

    def draft(self, now: datetime) -> None:
        """Draft it."""
        desk = self._desk[Role.PROCUREMENT_OFFICER]
        sides = {each.people[Role.SUPPLIER].organisation_id for each in self.cast.suppliers}
        loan: Loan | None = loans_to_tell(desk).filter(supplier__in=sides).first()
        assert loan is not None
        self.made = draft_case_story(
            actor=desk, now=now, loan_id=loan.pk, title=f"{self.title}(演示)", words=STORY
        )

    def ask(self, now: datetime) -> None:
        """Draft it, and ask both sides."""
        self.draft(now)
        desk = self._desk[Role.PROCUREMENT_OFFICER]
        ask_story_consents(actor=desk, now=now, story_id=self.made.pk)

    def firm_agrees(self, now: datetime) -> None:
        """Let the supplier consent."""
        self._say(self._of(self.made.supplier, Role.SUPPLIER), now)

    def both_agree(self, now: datetime) -> None:
        """Let both sides consent."""
        self.firm_agrees(now)
        self._say(self._of(self.made.institution, Role.INSTITUTION_OFFICER), now)

    def publish(self, now: datetime) -> None:
        """Publish it by two."""
        facts = {"story_id": self.made.pk, "sha256": self.made.sha256}
        officer, approver = (
            self._desk[role] for role in (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)
        )
        proposal = publish_case_story.propose(actor=officer, now=now, **facts)
        publish_case_story.approve(actor=approver, now=now, proposal_id=proposal.pk)

    def withdraw(self, now: datetime) -> None:
        """Let the supplier take its consent back."""
        firm = self._of(self.made.supplier, Role.SUPPLIER)
        withdraw_story_consent(
            actor=firm, now=now, story_id=self.made.pk, reason="老板换了,不想再公开"
        )

    def _say(self, who: Actor, now: datetime) -> None:
        answer_case_story(
            actor=who, now=now, story_id=self.made.pk, agreed=True, sha256=self.made.sha256
        )

    def _of(self, organisation: Organisation, role: Role) -> Actor:
        sides = (*self.cast.suppliers, *self.cast.institutions)
        people = (each.people for each in sides)
        return next(
            each[role] for each in people
            if role in each and each[role].organisation_id == organisation.pk
        )  # fmt: skip
