"""The notice letter as PDF: its words exactly, the project named outside them."""

from importlib.resources import files
from pathlib import Path

import segno
import typst
from django.conf import settings

from cairong.kernel.calendar import day_of
from cairong.outreach.models import Letter
from cairong.policy.catalogue.words import day_words
from cairong.policy.clauses import letter as words

FONTS = [Path(str(files("noto_cjk_sans_otc")))]
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
        "code": segno.make(link, error="m").svg_inline(border=0) if link else "",
        "link": link,
    }
    return typst.compile(
        SOURCE, font_paths=FONTS, ignore_system_fonts=True, format="pdf", sys_inputs=given
    )
