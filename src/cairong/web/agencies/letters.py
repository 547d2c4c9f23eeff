"""The letter of a procurement file: served by whoever handed it out, read by its link. 附-1"""

import io
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.limits import limit_address
from cairong.doors.page import page, public_page
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound
from cairong.outreach.actions.acknowledge_letter import acknowledge_letter
from cairong.outreach.actions.serve_letter import serve_letter
from cairong.outreach.reads import letter_for, letter_linked
from cairong.policy.clauses import letter as letter_words
from cairong.web.acting import act_view, carry_out, sent
from cairong.web.agencies.forms import ServeForm
from cairong.web.forms import ActForm
from cairong.web.frame import draw_public
from cairong.web.supplier.letters import SENDERS, letter_page, link_of

MOST, A_MINUTE = 30, 60


@public_page
def linked(request: HttpRequest, actor: Actor, token: str) -> HttpResponseBase:
    """Show a letter to whoever holds its link; that it was read is noted once they say so."""
    limit_address(request, "letter-link", most=MOST, seconds=A_MINUTE)
    found = letter_linked(actor.city, token)
    title, *paragraphs = [line for line in letter_words().split("\n") if line]

    def drawn(form: ActForm) -> HttpResponse:
        context = {"letter": found, "title": title, "paragraphs": paragraphs, "form": form}
        return draw_public(request, actor, "agencies/linked.html", context)

    return carry_out(
        request,
        sent(request, ActForm),
        lambda _: acknowledge_letter(actor=actor, now=moment_of(request), token=token),
        draw=drawn,
        done=reverse("letter-linked", args=[token]),
        said="已记下。感谢阅读。",
    )


@require_safe
@page(*SENDERS)
def code(request: HttpRequest, actor: Actor, letter_id: UUID) -> HttpResponse:
    """Draw the link of a letter as a code for phones; nobody but the sender is given it."""
    del request
    found = letter_for(actor, letter_id)
    if not found.token:
        raise NotFound("access.not_found", thing="告知函链接")
    out = io.BytesIO()
    segno.make(link_of(found.token), error="m").save(out, kind="svg", border=2, scale=5)
    response = HttpResponse(out.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = "no-store"
    return response


serve = act_view(
    serve_letter, ServeForm, "serve_form", draw=letter_page, only_posted=True, done="letter",
    said="送达已登记。",
    places={"contracts.day_to_come": "served_on", "agencies.served_early": "served_on"},
)  # fmt: skip
