"""A survey on paper: the same questions, with boxes to tick and the link as a code for phones."""

from pathlib import Path

from cairong.kernel.typesetting import code_for_phones, set_in_type
from cairong.policy.catalogue.words import day_words
from cairong.policy.spreading import offered
from cairong.spreading.models import Survey
from cairong.spreading.reads import questions_of

SOURCE = Path(__file__).parent / "survey.typ"


def survey_pdf(survey: Survey, address: str) -> bytes:
    """Set a survey in type, on A4, its link as a code; its text is data, no sign a command."""
    given = {
        "title": survey.title,
        "no": survey.no,
        "intro": survey.intro,
        "until": f"{day_words(survey.opens_on)}到{day_words(survey.closes_on)}",
        "host": survey.host.name,
        "address": address,
        "code": code_for_phones(address),
        "mark": "演示数据,不是真实的问卷" if survey.city.demo else "",
        "questions": [
            {"words": each.words, "choices": list(offered(each).values())}
            for each in questions_of(survey)
        ],
    }
    return set_in_type(SOURCE, given)
