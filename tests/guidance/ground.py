"""The ground of the room's tests: the People's Bank's two persons, and institutions."""

from dataclasses import dataclass, field
from datetime import date, datetime

from cairong.guidance.actions.answer_guidance import answer_guidance
from cairong.guidance.actions.close_guidance import close_guidance
from cairong.guidance.actions.issue_guidance import issue_guidance
from cairong.guidance.models import Guidance, Guided
from cairong.kernel.actor import Actor, Role
from cairong.parties import reads
from cairong.parties.models import Organisation
from lending.ground import twice
from support.town import CITY, Town, at

NOW, LATER = at("2025-10-20 10:00"), at("2025-10-22 10:00")
SUBJECT = "扩大政府采购合同融资投放"
DEMAND = "请说明下一步措施。\r\n请写明承诺的放款数额和时间。"


@dataclass
class Guiding:
    """Two persons of the People's Bank, two institutions, and what they do."""

    town: Town
    now: datetime = field(default=NOW, kw_only=True)

    @property
    def pboc(self) -> Organisation:
        return reads.the_only(CITY, "pboc")

    @property
    def pair(self) -> tuple[Actor, Actor]:
        first, second = (self.town.actor(self.pboc, Role.PBOC, which) for which in "ab")
        return first, second

    def officer(self, name: str = "甲银行") -> Actor:
        return self.town.actor(self.town.institution(name), Role.INSTITUTION_OFFICER)

    def two(self, act, now: datetime | None = None, **arguments):
        return twice(act, *self.pair, now or self.now, **arguments)

    def issue(self, *names: str, now: datetime | None = None, **otherwise) -> Guidance:
        ids = [self.town.institution(name).pk for name in names or ("甲银行", "乙银行")]
        facts = {
            "institution_ids": ids, "series": "洛银导", "subject": SUBJECT, "demand": DEMAND,
        }  # fmt: skip
        return self.two(issue_guidance, now, **facts | otherwise)

    def at(self, letter: Guidance, name: str = "甲银行") -> Guided:
        return letter.guided.get(institution=self.town.institution(name))

    def answer(self, letter: Guidance, name: str = "甲银行", **otherwise) -> Guided:
        facts = {
            "words": "已单列专项额度并下放审批权限。", "promised_fen": 500_000_000,
            "by_on": date(2026, 3, 31),
        }  # fmt: skip
        return answer_guidance(
            actor=self.officer(name), now=LATER,
            **{"guided_id": self.at(letter, name).pk} | facts | otherwise,
        )  # fmt: skip

    def close(self, guided: Guided, now: datetime = LATER, **otherwise) -> Guided:
        facts = {"guided_id": guided.pk, "verdict": "met", "finding": "措施具体,已开始放款。"}
        return self.two(close_guidance, now, **facts | otherwise)


def stand_guiding(town: Town) -> Guiding:
    ground = Guiding(town)
    assert ground.pair
    for name in ("甲银行", "乙银行"):
        assert ground.officer(name)
    return ground
