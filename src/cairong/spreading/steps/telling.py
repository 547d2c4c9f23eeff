"""The text of a story, its hash, and who is told of it."""

from typing import Any

from cairong.audit.recording import Tell
from cairong.kernel.actor import Role
from cairong.kernel.orders import digest_of, text_of
from cairong.kernel.text import clean_text
from cairong.lending.models import Loan
from cairong.spreading.models import CaseStory
from cairong.spreading.stories import facts_of_loan


def text_of_story(loan: Loan, title: str, words: str) -> dict[str, str]:
    """Write a story of a loan as RFC 8785 has it, with its hash. Raises Invalid by field."""
    called = clean_text(title, "title", least=4, most=60)
    said = clean_text(words, "words", least=50, most=2000, lines=True)
    document = text_of({"title": called, "words": said, "facts": facts_of_loan(loan)})
    return {"title": called, "document": document, "sha256": digest_of(document)}


def shown_of(story: CaseStory) -> dict[str, Any]:
    """Say a story as its history keeps it."""
    return {"no": story.no, "title": story.title, "sha256": story.sha256}


def told_sides(story: CaseStory) -> list[Tell]:
    """Tell both sides of a story."""
    return [
        Tell(organisation_id=story.supplier_id, role=Role.SUPPLIER),
        Tell(organisation_id=story.institution_id, role=Role.INSTITUTION_OFFICER),
    ]
