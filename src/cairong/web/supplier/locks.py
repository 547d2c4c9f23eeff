"""A lock that waits for the supplier, and a change of account it asked for."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.cases.changes import changing_of, locking_of
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.lending.reads import CHANGE_HOLD, offers_under
from cairong.treasury.actions.change_payee import withdraw_payee_change
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.open_lock import open_lock
from cairong.treasury.actions.refuse_lock import refuse_lock
from cairong.treasury.reads import lock_for
from cairong.web.acting import answer, answers, told
from cairong.web.duties import time_given
from cairong.web.forms import ActForm, ReasonForm
from cairong.web.frame import draw
from cairong.web.payee_changes import change_facts, lock_facts


@page(Role.SUPPLIER)
def lock(request: HttpRequest, actor: Actor, lock_id: UUID) -> HttpResponseBase:
    """Say what the lock means, and consent to it."""
    _open(request, actor, lock_id)
    given = time_given(actor, "purchaser_ack_days", moment_of(request))
    return answer(
        request,
        ActForm,
        told(request, actor, consent_lock, lock_id=lock_id),
        draw=lambda form: _drawn(request, actor, lock_id, form=form),
        done=reverse("supplier-lock", args=[lock_id]),
        said=f"您已同意。接下来由采购人在 {given}内确认。",
    )


@page(Role.SUPPLIER)
def refuse(request: HttpRequest, actor: Actor, lock_id: UUID) -> HttpResponseBase:
    """Refuse the lock, saying why."""
    _open(request, actor, lock_id)
    return answer(
        request,
        ReasonForm,
        told(request, actor, refuse_lock, lock_id=lock_id),
        draw=lambda form: _drawn(request, actor, lock_id, no_form=form),
        done=reverse("supplier-lock", args=[lock_id]),
        said="已答复不同意,已告诉金融机构。",
    )


@page(Role.SUPPLIER)
def change(request: HttpRequest, actor: Actor, change_id: UUID) -> HttpResponseBase:
    """Show a change of account one asked for; take it back while it is not decided."""

    def drawn(form: ReasonForm) -> HttpResponse:
        now = moment_of(request)
        facts = change_facts(actor, changing_of(actor, change_id, now=now))
        held = time_given(actor, CHANGE_HOLD, now)
        context = {**facts, "open": facts["running"], "held": held, "form": form}
        return draw(request, actor, "supplier/change.html", context)

    return answer(
        request,
        ReasonForm,
        told(request, actor, withdraw_payee_change, change_id=change_id),
        draw=drawn,
        done=reverse("supplier-change", args=[change_id]),
        said="已撤回。账户不变。",
    )


def _open(request: HttpRequest, actor: Actor, lock_id: UUID) -> None:
    """End the recall of a lock by reading what was asked."""
    found = lock_for(actor, lock_id)
    if request.method != "POST" and found.state == "requested" and found.opened_at is None:
        open_lock(actor=actor, now=moment_of(request), lock_id=lock_id)


def _drawn(request: HttpRequest, actor: Actor, lock_id: UUID, **forms: ActForm) -> HttpResponse:
    found = locking_of(actor, lock_id, now=moment_of(request))
    offers = offers_under(actor, found.lock)
    given = time_given(actor, "purchaser_ack_days", moment_of(request))
    context = {
        **lock_facts(actor, found),
        "deadline": None,
        "offers": offers,
        "held": [offer for offer in offers if offer.hold_until_due],
        "then": f"采购人在 {given}内确认,再由国库科确认,锁定生效后放款。",
        "open": found.lock.state == "requested",
        **answers(forms),
    }
    return draw(request, actor, "supplier/lock.html", context)
