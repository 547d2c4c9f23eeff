"""What a desk asks in a survey, held against the rules and written; what its history keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.policy.rule import require
from cairong.policy.spreading import (
    CLAUSE,
    KINDS,
    MOST_WORDS,
    Question,
    asks_little,
    offered,
    offers_choices,
    opens_in_time,
    says_something,
)
from cairong.spreading.models import Survey
from cairong.spreading.reads import questions_of


def asked_of(
    today: date,
    *,
    title: str,
    intro: str,
    questions: Sequence[Question],
    opens_on: date,
    closes_on: date,
) -> dict[str, Any]:
    """Clean what was typed of a survey. Raises Invalid by field, PolicyBreach."""
    cleaned = [_question(number, each) for number, each in enumerate(questions, 1)]
    require(
        asks_little(questions=cleaned),
        offers_choices(questions=cleaned),
        opens_in_time(today=today, opens_on=opens_on, closes_on=closes_on),
    )
    return {
        "title": clean_text(title, "title", least=4, most=60),
        "intro": clean_text(intro, "intro", least=4, most=300, lines=True),
        "questions": [asdict(each) for each in cleaned],
        "opens_on": opens_on,
        "closes_on": closes_on,
    }


def _question(number: int, asked: Question) -> Question:
    words = clean_text(asked.words, f"words_{number}", least=4, most=120)
    if asked.kind not in KINDS:
        listed = "、".join(KINDS.values())
        raise Invalid("invalid.choice", field=f"kind_{number}", value=asked.kind, choices=listed)
    choices = [clean_text(each, f"choices_{number}", least=1, most=60) for each in asked.choices]
    return Question(kind=asked.kind, words=words, choices=choices)


def answered_of(survey: Survey, said: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Take an answer apart: what was chosen, and what was written, each by the question's key.

    Raises Invalid for a question there is none of, for what cannot be chosen, or for too long
    words; PolicyBreach where nothing is answered.
    """
    questions = {f"q{place}": each for place, each in enumerate(questions_of(survey), 1)}
    chosen, words = dict[str, str](), dict[str, str]()
    for key, value in said.items():
        if key not in questions:
            raise Invalid("spreading.no_question", CLAUSE, field=key, value=key)
        listed = offered(questions[key])
        if not listed:
            text = clean_text(value, key, most=MOST_WORDS, lines=True)
            words |= {key: text} if text else {}
        elif value in listed:
            chosen[key] = value
        elif value:
            named = "、".join(listed.values())
            raise Invalid("spreading.no_answer", CLAUSE, field=key, value=value, listed=named)
    require(says_something(answers=len(chosen) + len(words)))
    return chosen, words


def facts_of(survey: Survey) -> dict[str, Any]:
    """Say a survey as its history keeps it."""
    return {
        "no": survey.no,
        "title": survey.title,
        "opens": survey.opens_on,
        "closes": survey.closes_on,
        "questions": len(survey.questions),
    }
