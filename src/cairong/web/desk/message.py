"""Going where a message leads; and saying that all are read."""

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.outreach import reads as outreach
from cairong.outreach.actions.mark_read import mark_all_read, mark_read
from cairong.web.acting import act_view
from cairong.web.desk.lists import MESSAGES
from cairong.web.forms import PageForm
from cairong.web.lists.views import answer


@require_safe
@page()
def message(request: HttpRequest, actor: Actor, message_id: int) -> HttpResponseBase:
    """Go where a message leads; its first reading by this person is noted, no browser's guess."""
    given = outreach.message_for(actor, message_id)
    opened = request.method == "GET" and not request.headers.get("Sec-Purpose")
    if opened and not getattr(given, "read", False):
        mark_read(actor=actor, now=moment_of(request), message_ids=[message_id])
    return HttpResponseRedirect(reverse("find", args=[given.subject_id]))


all_read = act_view(
    mark_all_read,
    PageForm,
    draw=lambda request, actor, **_: answer(request, actor, MESSAGES),
    done="messages",
    said="全部消息已标为已读。",
    only_posted=True,
)
