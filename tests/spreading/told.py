"""The ground of stories: one loan that was drawn, its desk, its two sides, and a story of it."""

from dataclasses import dataclass, field
from datetime import datetime

from cairong.kernel.actor import Actor, Role, public
from cairong.lending.models import Loan
from cairong.parties.models import Proposal
from cairong.spreading.actions.answer_case_story import (
    answer_case_story,
    withdraw_story_consent,
)
from cairong.spreading.actions.ask_story_consents import ask_story_consents
from cairong.spreading.actions.draft_case_story import change_case_story, draft_case_story
from cairong.spreading.actions.publish_case_story import publish_case_story
from cairong.spreading.models import CaseStory
from lending.ground import stand_case
from support.town import CITY, Town, at

NOW = at("2025-10-27 10:00")
TITLE = "七天拿到三十万元流动资金"
WORDS = (
    "企业中标以后要先垫货款,没有房产可以抵押。登记融资意向以后,金融机构看合同和备案就批了,"
    "工人的工资按时发了,货也按时交了。"
)
OTHERWISE = f"{WORDS}合同款到账以后自动还了贷款。"
WHY = "还没有想好要不要公开"


@dataclass
class Telling:
    """Whoever writes a story of the loan, and whoever is asked about it."""

    town: Town
    loan: Loan
    now: datetime = field(default=NOW, kw_only=True)

    @property
    def desk(self) -> Actor:
        return self.town.bureau(Role.PROCUREMENT_OFFICER)

    @property
    def second(self) -> Actor:
        return self.town.bureau(Role.PROCUREMENT_APPROVER)

    @property
    def firm(self) -> Actor:
        return self.town.actor(self.town.supplier(), Role.SUPPLIER)

    @property
    def bank(self) -> Actor:
        return self.town.actor(self.town.institution(), Role.INSTITUTION_OFFICER)

    @property
    def anybody(self) -> Actor:
        return public(city=CITY)

    def draft(self, **otherwise) -> CaseStory:
        facts = {"actor": self.desk, "now": self.now, "loan_id": self.loan.pk}
        return draft_case_story(**facts | {"title": TITLE, "words": WORDS} | otherwise)

    def asked(self) -> CaseStory:
        return self.ask(self.draft())

    def ask(self, story: CaseStory) -> CaseStory:
        return ask_story_consents(actor=self.desk, now=self.now, story_id=story.pk)

    def change(self, story: CaseStory, words: str = OTHERWISE) -> CaseStory:
        facts = {"actor": self.desk, "now": self.now, "story_id": story.pk}
        return change_case_story(**facts, title=TITLE, words=words)

    def say(self, who: Actor, story: CaseStory, **otherwise) -> CaseStory:
        facts = {"actor": who, "now": self.now, "story_id": story.pk, "agreed": True}
        return answer_case_story(**facts | {"sha256": story.sha256} | otherwise)

    def both_agree(self, story: CaseStory) -> CaseStory:
        self.say(self.firm, story)
        return self.say(self.bank, story)

    def proposed(self, story: CaseStory, **otherwise) -> Proposal:
        facts = {"actor": self.desk, "now": self.now, "story_id": story.pk}
        return publish_case_story.propose(**facts | {"sha256": story.sha256} | otherwise)

    def agreed(self, proposal: Proposal) -> CaseStory:
        facts = {"actor": self.second, "now": self.now, "proposal_id": proposal.pk}
        return publish_case_story.approve(**facts)

    def published(self) -> CaseStory:
        story = self.asked()
        self.both_agree(story)
        return self.agreed(self.proposed(story))

    def withdraw(self, who: Actor, story: CaseStory, **otherwise) -> CaseStory:
        facts = {"actor": who, "now": self.now, "story_id": story.pk, "reason": WHY}
        return withdraw_story_consent(**facts | otherwise)


def stand_telling(town: Town) -> Telling:
    case = stand_case(town)
    loan = case.draw(case.ready(case.publish()), 300_000, now=at("2025-10-21 10:00"))
    return Telling(town, loan)
