"""A lock that waits for the supplier: what it means, consent, refusal."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.lending.reads import offers_of
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.refuse_lock import refuse_lock
from cairong.treasury.models import Lock
from cairong.treasury.reads import lock_for
from cairong.treasury.states import LOCK
from cairong.treasury.steps.locks import offers_under
from cairong.web.acting import answer, answers
from cairong.web.duties import time_given
from cairong.web.forms import ActForm, ReasonForm
from cairong.web.frame import draw


@page(Role.SUPPLIER)
def lock(request: HttpRequest, actor: Actor, lock_id: UUID) -> HttpResponseBase:
    """Say what the lock means, and consent to it."""
    found = lock_for(actor, lock_id)
    given = time_given(actor, "purchaser_ack_days", moment_of(request))
    return answer(
        request,
        ActForm,
        lambda _: consent_lock(actor=actor, now=moment_of(request), lock_id=lock_id),
        draw=lambda form: _drawn(request, actor, found, given, form=form),
        done=reverse("supplier-lock", args=[lock_id]),
        said=f"您已同意。接下来由采购人在 {given}内确认。",
    )


@page(Role.SUPPLIER)
def refuse(request: HttpRequest, actor: Actor, lock_id: UUID) -> HttpResponseBase:
    """Refuse the lock, saying why."""
    found = lock_for(actor, lock_id)
    given = time_given(actor, "purchaser_ack_days", moment_of(request))
    return answer(
        request,
        ReasonForm,
        lambda typed: refuse_lock(
            actor=actor, now=moment_of(request), lock_id=lock_id, reason=typed["reason"]
        ),
        draw=lambda form: _drawn(request, actor, found, given, no_form=form),
        done=reverse("supplier-lock", args=[lock_id]),
        said="已答复不同意,已告诉金融机构。",
    )


def _drawn(
    request: HttpRequest, actor: Actor, found: Lock, given: str, **forms: ActForm
) -> HttpResponse:
    context = {
        "lock": found,
        "state": LOCK.states[found.state],
        "offers": list(offers_of(actor).filter(pk__in=offers_under(found))),
        "then": f"采购人在 {given}内确认,再由国库科确认,锁定生效后放款。",
        "open": found.state == "requested",
        **answers(forms),
    }
    return draw(request, actor, "supplier/lock.html", context)
