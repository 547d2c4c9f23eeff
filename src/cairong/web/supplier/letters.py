"""The notice letters: opened by their supplier, printed. 附-1, 三(三)-2"""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.outreach.actions.open_letter import open_letter
from cairong.outreach.reads import letter_for, letter_on_paper
from cairong.policy.agencies import SERVED
from cairong.policy.clauses import letter as letter_words
from cairong.web.agencies.forms import ServeForm
from cairong.web.forms import PageForm
from cairong.web.frame import draw
from cairong.web.supplier.lists import LETTER_READERS

SENDERS = (Role.AGENCY_CLERK, Role.PURCHASER_OFFICER)  # of letters that are handed over


@require_safe
@page(*LETTER_READERS)
def letter(request: HttpRequest, actor: Actor, letter_id: UUID) -> HttpResponse:
    """Show a letter in its own words; the supplier's first reading is noted."""
    found = letter_for(actor, letter_id)
    if actor.role is Role.SUPPLIER and found.opened_at is None and not actor.rests:
        open_letter(actor=actor, now=moment_of(request), letter_id=letter_id)
        found = letter_for(actor, letter_id)
    return letter_page(request, actor, letter_id)


def letter_page(
    request: HttpRequest, actor: Actor, letter_id: UUID, *, serve_form: PageForm | None = None
) -> HttpResponse:
    """Draw a letter; whoever hands it on is given its link, and notes that it was served."""
    found = letter_for(actor, letter_id)
    title, *paragraphs = [line for line in letter_words().split("\n") if line]
    by_hand = actor.role in SENDERS and found.recipient is not None and found.supplier is None
    context = {
        "letter": found,
        "title": title,
        "paragraphs": paragraphs,
        "link": link_of(found.token) if by_hand else "",
        "serve_form": (serve_form or ServeForm()) if by_hand and not found.served_on else None,
        "how": SERVED.get(found.served_how, ""),
    }
    return draw(request, actor, "supplier/letter.html", context)


def link_of(token: str) -> str:
    """Write the whole address of a letter's link."""
    return f"{settings.SITE_URL}{reverse('letter-linked', args=[token])}"


@require_safe
@page(*LETTER_READERS)
def pdf(request: HttpRequest, actor: Actor, letter_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Answer a letter on paper."""
    paper = letter_on_paper(actor, letter_id, linked=actor.role in SENDERS)
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="letter-{letter_id}.pdf"'
    return answer
