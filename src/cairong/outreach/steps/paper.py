"""The notice letter as PDF: its words exactly, the project named outside them."""

from pathlib import Path

from django.conf import settings

from cairong.kernel.calendar import day_of
from cairong.kernel.typesetting import code_for_phones, set_in_type
from cairong.outreach.models import Letter
from cairong.policy.catalogue.words import day_words
from cairong.policy.clauses import letter as words

SOURCE = Path(__file__).parent / "letter.typ"


def letter_pdf(letter: Letter, *, linked: bool = False) -> bytes:
    """Set the letter in type. Its text is given as data, so that no sign of it is a command.

    One that is `linked` bears the code of its own link below it, for who reads it on paper.
    """
    link = f"{settings.SITE_URL}/letter/{letter.token}/" if linked and letter.token else ""
    given = {
        "letter": words(),
        "project": letter.project_title,
        "number": letter.project_no or "(未编号)",
        "supplier": letter.addressed,
        "sent": day_words(day_of(letter.sent_at)),
        "hash": letter.sha256,
        "mark": "演示数据,不是真实的告知函" if letter.city.demo else "",
        "code": code_for_phones(link) if link else "",
        "link": link,
    }
    return set_in_type(SOURCE, given)
