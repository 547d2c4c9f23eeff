"""Going where a message leads."""

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.outreach import reads as outreach
from cairong.outreach.actions.mark_read import mark_read


@require_safe
@page()
def message(request: HttpRequest, actor: Actor, message_id: int) -> HttpResponseBase:
    """Go where a message leads; its first reading by this person is noted, no browser's guess."""
    one = outreach.message_for(actor, message_id)
    opened = request.method == "GET" and not request.headers.get("Sec-Purpose")
    if opened and not getattr(one, "read", False):
        mark_read(actor=actor, now=moment_of(request), message_ids=[message_id])
    return HttpResponseRedirect(reverse("find", args=[one.subject_id]))
