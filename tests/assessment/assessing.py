"""A city whose People's Bank assesses 2026 by its own scheme, and the two who do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.assessment.actions.answer_objection import answer_objection
from cairong.assessment.actions.enter_assessment_values import enter_assessment_values
from cairong.assessment.actions.freeze_assessment import freeze_assessment
from cairong.assessment.actions.object_to_assessment import object_to_assessment
from cairong.assessment.actions.publish_assessment import publish_assessment
from cairong.assessment.actions.publish_assessment_scheme import publish_assessment_scheme
from cairong.assessment.facts import GivenValue
from cairong.assessment.models import Objection, Scheme, Value, Year
from cairong.driving.samples import sample_indicators, sample_values
from cairong.kernel.actor import Actor
from evaluation.judged import Bank, stand_bank
from lending.ground import twice
from support.town import at

BEFORE, ENTERED, PUBLISHED = (
    at("2025-09-03 10:00"), at("2026-11-02 10:00"), at("2027-01-15 10:00"),
)  # fmt: skip
OBJECTED, ANSWERED, FROZEN = (
    at("2027-01-18 10:00"), at("2027-01-20 10:00"), at("2027-03-01 10:00"),
)  # fmt: skip
YEAR, NO = 2026, "洛银演示〔2025〕1号"


def given(name: str, value: int, source: str = "统计表 9") -> GivenValue:
    return GivenValue(indicator=name, value=value, source=source)


@dataclass
class Assessor:
    """The People's Bank, and what it does about 2026."""

    bank: Bank

    @property
    def people(self) -> list[Actor]:
        return self.bank.people

    @property
    def first(self) -> UUID:
        return self.bank.loan.institution_id

    @property
    def second(self) -> UUID:
        return self.bank.case.town.institution("乙银行").pk

    def adopts(self, now: datetime = BEFORE, **more: Any) -> Scheme:
        facts = {"document_no": NO, "first_year": YEAR, "indicators": sample_indicators()}
        return twice(publish_assessment_scheme, *self.people, now, **facts | more)

    def enters(self, institution: UUID, values=None, now: datetime = ENTERED, **more) -> Value:
        values = sample_values(YEAR, 0) if values is None else values
        facts = {"year": YEAR, "institution_id": institution, "values": values}
        return twice(enter_assessment_values, *self.people, now, **facts | more)

    def publishes(self, now: datetime = PUBLISHED, **more: Any) -> Year:
        return twice(publish_assessment, *self.people, now, **{"year": YEAR} | more)

    def objected(self, now: datetime = OBJECTED) -> Objection:
        return object_to_assessment(
            actor=self.bank.officer, now=now, year=YEAR, words="第二项的口径与报表不一致。"
        )

    def answers(self, row: Objection, verdict: str, now: datetime = ANSWERED) -> Objection:
        facts = {"objection_id": row.pk, "verdict": verdict, "reply": "已核对报表。"}
        return twice(answer_objection, *self.people, now, **facts)

    def freezes(self, now: datetime = FROZEN) -> Year:
        return twice(freeze_assessment, *self.people, now, year=YEAR)


def stand_assessor() -> Assessor:
    """Two institutions with loans of 2026, and a bank with two persons."""
    return Assessor(stand_bank(many=3))
