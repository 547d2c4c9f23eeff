"""The notice letters: opened by their supplier, printed. 附-1, 三(三)-2"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.outreach.actions.open_letter import open_letter
from cairong.outreach.reads import letter_for, letter_on_paper
from cairong.policy.clauses import letter as letter_words
from cairong.web.frame import draw
from cairong.web.supplier.lists import LETTER_READERS


@require_safe
@page(*LETTER_READERS)
def letter(request: HttpRequest, actor: Actor, letter_id: UUID) -> HttpResponse:
    """Show a letter in its own words; the supplier's first reading is noted."""
    found = letter_for(actor, letter_id)
    if actor.role is Role.SUPPLIER and found.opened_at is None and not actor.rests:
        open_letter(actor=actor, now=moment_of(request), letter_id=letter_id)
        found = letter_for(actor, letter_id)
    title, *paragraphs = [line for line in letter_words().split("\n") if line]
    context = {"letter": found, "title": title, "paragraphs": paragraphs}
    return draw(request, actor, "supplier/letter.html", context)


@require_safe
@page(*LETTER_READERS)
def pdf(request: HttpRequest, actor: Actor, letter_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Answer a letter on paper."""
    paper = letter_on_paper(actor, letter_id)
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="letter-{letter_id}.pdf"'
    return answer
