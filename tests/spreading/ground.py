"""The ground of the room's tests: who asks, who answers, and a survey that is open."""

from dataclasses import dataclass, field
from datetime import date, datetime

from cairong.kernel.actor import Actor, Role, public
from cairong.policy.spreading import Question
from cairong.spreading.actions.answer_survey import answer_survey, enter_paper_answer
from cairong.spreading.actions.draft_survey import draft_survey
from cairong.spreading.actions.publish_survey import publish_survey
from cairong.spreading.models import Survey, SurveyAnswer
from support.town import CITY, Town, at

NOW = at("2025-10-09 10:00")
KNOWN = Question(kind="yes", words="您知道凭政府采购合同可以贷款吗")
FROM = Question(
    kind="one", words="您从哪里知道的", choices=["告知函", "推广活动", "金融机构", "还不知道"]
)
CLEAR = Question(kind="scale", words="办理的步骤您清楚吗")
MISSING = Question(kind="text", words="您还想知道什么")
SAID = {
    "title": "政采贷知晓度问卷",
    "intro": "了解政策普及情况,不记名。",
    "questions": [KNOWN, FROM, CLEAR, MISSING],
    "opens_on": date(2025, 10, 9),
    "closes_on": date(2025, 10, 20),
}
FULL = {"q1": "yes", "q2": "2", "q3": "4", "q4": "额度怎样算"}


@dataclass
class Spreading:
    """The procurement desk, and whoever opens the link."""

    town: Town
    now: datetime = field(default=NOW, kw_only=True)

    @property
    def desk(self) -> Actor:
        return self.town.bureau(Role.PROCUREMENT_OFFICER)

    @property
    def anybody(self) -> Actor:
        return public(city=CITY)

    def draft(self, **otherwise) -> Survey:
        who = otherwise.pop("actor", self.desk)
        return draft_survey(actor=who, now=self.now, **SAID | otherwise)

    def open(self, **otherwise) -> Survey:
        made = self.draft(**otherwise)
        return publish_survey(actor=self.desk, now=self.now, survey_id=made.pk)

    def answer(self, survey: Survey, now: datetime | None = None, **said) -> SurveyAnswer:
        facts = {"actor": self.anybody, "now": now or self.now, "survey_id": survey.pk}
        return answer_survey(**facts, said=said or FULL)

    def enter(self, survey: Survey, now: datetime | None = None, **said) -> SurveyAnswer:
        facts = {"actor": self.desk, "now": now or self.now, "survey_id": survey.pk}
        return enter_paper_answer(**facts, said=said or FULL)


def stand_spreading(town: Town) -> Spreading:
    ground = Spreading(town)
    assert ground.desk.organisation_id
    return ground
