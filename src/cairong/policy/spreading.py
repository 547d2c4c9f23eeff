"""What is asked about the policy being known, and how shares of answers are read (三(三))."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from cairong.kernel.errors import Finding
from cairong.policy.promotion import wilson
from cairong.policy.rule import Answer, rule

CLAUSE, EXPERIENCE = "三(三)-2", "三(三)-3"
QuestionKind = Literal["one", "yes", "scale", "text"]
KINDS: Mapping[str, str] = {
    "one": "单选",
    "yes": "是或否",
    "scale": "1 到 5 分",
    "text": "简短文字",
}
WAYS: Mapping[str, str] = {"link": "网上", "paper": "纸质"}
YES_NO: Mapping[str, str] = {"yes": "是", "no": "否"}
MARKS: Mapping[str, str] = {
    "5": "5 分(很清楚)", "4": "4 分", "3": "3 分", "2": "2 分", "1": "1 分(完全不清楚)",
}  # fmt: skip
LEAST_QUESTIONS, MOST_QUESTIONS = 3, 6
LEAST_CHOICES, MOST_CHOICES = 2, 8
MOST_WORDS = 200  # of one answer in words
LONGEST = timedelta(days=90)
PAPERS_LATER = timedelta(days=14)  # answers on paper are typed in until so long after the last day
SMALL = 30  # answers, below which a share is marked
NOBODY = "没有人答"


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of a survey: its kind, its words, and what there is to choose from."""

    kind: QuestionKind
    words: str
    choices: list[str] = field(default_factory=list)


@rule(CLAUSE)
def asks_little(*, questions: Sequence[Question]) -> Answer:
    """Bar a survey of too few or too many questions, or with one that is asked twice."""
    if not LEAST_QUESTIONS <= len(questions) <= MOST_QUESTIONS:
        value = {"value": len(questions), "least": LEAST_QUESTIONS, "most": MOST_QUESTIONS}
        return Finding.of("spreading.questions", CLAUSE, **value)
    twice = [words for words, n in Counter(each.words for each in questions).items() if n > 1]
    return Finding.of("spreading.asked_twice", CLAUSE, words=twice[0]) if twice else None


@rule(CLAUSE)
def offers_choices(*, questions: Sequence[Question]) -> Answer:
    """Bar a question of one choice without two to eight different ones, others with any."""
    for number, each in enumerate(questions, 1):
        if each.kind == "one":
            fits = LEAST_CHOICES <= len(each.choices) <= MOST_CHOICES
            if not fits or len(set(each.choices)) < len(each.choices):
                value = {"value": len(each.choices), "least": LEAST_CHOICES, "most": MOST_CHOICES}
                at = f"choices_{number}"
                return Finding.of("spreading.choices", CLAUSE, field=at, number=number, **value)
        elif each.choices:
            about = {"field": f"choices_{number}", "number": number, "kind": KINDS[each.kind]}
            return Finding.of("spreading.no_choices", CLAUSE, **about)
    return None


@rule(CLAUSE)
def opens_in_time(*, today: date, opens_on: date, closes_on: date) -> Answer:
    """Bar a survey that opens before it is published, or closes before that or too late."""
    if opens_on < today:
        return Finding.of("spreading.opens", CLAUSE, opens=opens_on, today=today)
    if not opens_on <= closes_on <= opens_on + LONGEST:
        last = opens_on + LONGEST
        return Finding.of("spreading.closes", CLAUSE, closes=closes_on, opens=opens_on, last=last)
    return None


@rule(CLAUSE)
def taken_by_link(*, today: date, opens_on: date, closes_on: date, title: str) -> Answer:
    """Bar an answer by the link outside of the days in which the survey is open."""
    if today < opens_on:
        return Finding.of("spreading.not_open", CLAUSE, title=title, opens=opens_on)
    if today > closes_on:
        return Finding.of("spreading.closed", CLAUSE, title=title, closes=closes_on)
    return None


@rule(CLAUSE)
def taken_on_paper(*, today: date, opens_on: date, closes_on: date, title: str) -> Answer:
    """Bar typing an answer on paper in before the survey opens, or long after its last day."""
    if today < opens_on:
        return Finding.of("spreading.not_open", CLAUSE, title=title, opens=opens_on)
    last = papers_until(closes_on)
    if today > last:
        return Finding.of("spreading.papers_closed", CLAUSE, title=title, last=last)
    return None


@rule(CLAUSE)
def says_something(*, answers: int) -> Answer:
    """Bar an answer to none of the questions."""
    return None if answers else Finding.of("spreading.says_nothing", CLAUSE)


def papers_until(closes_on: date) -> date:
    """Name the last day on which answers on paper are typed in."""
    return closes_on + PAPERS_LATER


def offered(question: Question) -> Mapping[str, str]:
    """Name what can be answered to a question by its key; nothing where words are."""
    if question.kind == "yes":
        return YES_NO
    if question.kind == "scale":
        return MARKS
    return {str(place): words for place, words in enumerate(question.choices, 1)}


@dataclass(frozen=True, kw_only=True)
class Share:
    """How many gave one answer, of how many who answered, as a share with its 95 % interval.

    Shares are fractions of one; None where nobody answered. `before` is the share of the same
    answer to the same question in the survey before, where there was one.
    """

    words: str
    count: int
    of: int
    by_way: Mapping[str, tuple[int, int]]
    before: "Share | None" = None

    @property
    def share(self) -> Decimal | None:
        """The share itself."""
        return Decimal(self.count) / self.of if self.of else None

    @property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """Wilson's score interval at 95 %."""
        return None if self.share is None else wilson(self.share, Decimal(self.of))

    @property
    def small(self) -> bool:
        """Whether so few answered that the share says little."""
        return self.of < SMALL


def shares(
    question: Question, answers: Iterable[tuple[str, str]], before: Sequence[Share] = ()
) -> list[Share]:
    """Count the answers to a question of choices: each a way and the key of what was chosen."""
    counted, total = Counter[tuple[str, str]](), Counter[str]()
    for way, key in answers:
        counted[way, key] += 1
        total[way] += 1
    earlier = {each.words: each for each in before}
    return [
        Share(
            words=words,
            count=sum(counted[way, key] for way in WAYS),
            of=sum(total.values()),
            by_way={way: (counted[way, key], total[way]) for way in WAYS},
            before=earlier.get(words),
        )
        for key, words in offered(question).items()
    ]


SIDES: Mapping[str, str] = {"supplier": "供应商", "institution": "金融机构"}
VERDICTS: Mapping[str, str] = {"given": "同意", "refused": "不同意", "withdrawn": "撤回同意"}


@rule(EXPERIENCE)
def both_consent(*, title: str, missing: Sequence[str]) -> Answer:
    """Bar publishing a story without the consent of both its sides to the text as it stands."""
    if not missing:
        return None
    return Finding.of("spreading.unconsented", EXPERIENCE, title=title, missing="、".join(missing))
