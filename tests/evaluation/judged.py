"""A city whose year is over, with loans of it, and the two of the People's Bank who judge it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cairong.driving.demo.cast import invented_uscc
from cairong.evaluation.actions.adopt_scheme import adopt_scheme
from cairong.evaluation.actions.answer_appeal import answer_appeal
from cairong.evaluation.actions.appeal_result import appeal_result
from cairong.evaluation.actions.close_flag import close_flag
from cairong.evaluation.actions.decide_support import decide_support
from cairong.evaluation.actions.freeze_year import freeze_year
from cairong.evaluation.actions.publish_year import publish_year
from cairong.evaluation.models import AdoptedScheme, Appeal, ClosedFlag, Support, Year
from cairong.evaluation.reads import year_view
from cairong.kernel.actor import Actor, Role
from cairong.lending.models import Loan
from cairong.parties.reads import the_only
from lending.ground import Case, stand_case, twice
from oversight.ground import lent
from support.town import CITY, COUNTY, Town, at, found_town
from support.undecided import look_away

BEFORE, PUBLISHED = at("2025-09-02 10:00"), at("2027-01-15 10:00")
APPEALED, ANSWERED = at("2027-01-18 10:00"), at("2027-01-20 10:00")
FROZEN, SUPPORTED = at("2027-03-01 10:00"), at("2027-03-02 10:00")
YEAR = 2026


@dataclass
class Bank:
    """The People's Bank of a city, and what it does about the evaluation of 2026."""

    case: Case
    loan: Loan
    people: list[Actor] = field(default_factory=list)

    def __post_init__(self) -> None:
        pboc = the_only(CITY, "pboc")
        self.people = [self.case.town.actor(pboc, Role.PBOC, each) for each in ("one", "two")]
        _ = self.officer

    @property
    def officer(self) -> Actor:
        institution = self.case.town.institution()
        return self.case.town.actor(institution, Role.INSTITUTION_OFFICER)

    def adopts(self, first_year: int = YEAR, now: datetime = BEFORE) -> AdoptedScheme:
        return twice(adopt_scheme, *self.people, now, version=1, first_year=first_year)

    def publishes(self, year: int = YEAR, now: datetime = PUBLISHED) -> Year:
        return twice(publish_year, *self.people, now, year=year)

    def appealed(self, measure: str = "amount", now: datetime = APPEALED, **more: Any) -> Appeal:
        actor = more.pop("actor", self.officer)
        facts = {"year": YEAR, "measure": measure, "words": "有一笔放款不应计入本机构的结果。"}
        return appeal_result(actor=actor, now=now, **facts | more)

    def answers(
        self, appeal: Appeal, verdict: str, now: datetime = ANSWERED, **more: Any
    ) -> Appeal:
        facts = {"appeal_id": appeal.pk, "verdict": verdict, "reply": "已核对放款凭证。"}
        return twice(answer_appeal, *self.people, now, **facts | more)

    def looks(self, now: datetime = ANSWERED) -> list[ClosedFlag]:
        view = year_view(CITY, YEAR, now=now)
        return [
            close_flag(
                actor=self.people[0], now=now, year=YEAR, institution_id=row.institution,
                code=flag.code, words="已调阅合同,分次提款,属实。",
            )
            for row, flag in view.open_flags
        ]  # fmt: skip

    def freezes(self, now: datetime = FROZEN, year: int = YEAR) -> Year:
        return twice(freeze_year, *self.people, now, year=year)

    def decides(self, code: str, *, granted: bool, now: datetime = SUPPORTED, **more) -> Support:
        facts = {
            "year": YEAR, "institution_id": self.loan.institution_id, "code": code,
            "granted": granted, "words": "按等级和日常监测情况决定。",
        }  # fmt: skip
        return twice(decide_support, *self.people, now, **facts | more)


def stand_bank(town: Town | None = None, *, many: int = 20) -> Bank:
    """A city with a bank that lent to many in 2026, all on one contract, and one that lent once."""
    look_away("lending")  # loans are written here that nobody drew
    case = stand_case(town or found_town(at("2025-09-01 08:00")))
    loan = case.draw(case.ready(case.publish(), 10_000), 10_000, now=at("2025-10-21 10:00"))
    for number in range(many):
        code = invented_uscc("91", COUNTY, number)
        firm = case.town.supplier(f"第{number}家", uscc=code)
        lent(loan, COUNTY, f"2026-0{1 + number % 9}-11", 160, supplier_id=firm.pk)
    other = case.town.institution("乙银行")
    lent(loan, COUNTY, "2026-05-12", 50, institution_id=other.pk)
    return Bank(case, loan)


def plain_bank(town: Town) -> Bank:
    """A city with a bank that lent once in 2026, as banks do."""
    case = stand_case(town)
    with case.at(at("2026-03-02 10:00")):
        return Bank(case, case.draw(case.ready(case.publish(), 10_000), 10_000))
