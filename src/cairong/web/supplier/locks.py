"""A lock that waits for the supplier, and a change of account it asked for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from cairong.cases.changes import changing_of, locking_of
from cairong.doors.actors import moment_of
from cairong.kernel.actor import Actor, Role
from cairong.lending.elsewhere import outsides_under
from cairong.lending.reads import CHANGE_HOLD, offers_under
from cairong.treasury.actions.change_payee import withdraw_payee_change
from cairong.treasury.actions.consent_lock import consent_lock
from cairong.treasury.actions.open_lock import open_lock
from cairong.treasury.actions.refuse_lock import refuse_lock
from cairong.treasury.reads import lock_for
from cairong.web.acting import act_view, answers, page_of
from cairong.web.duties import time_given
from cairong.web.forms import ActForm, ReasonForm
from cairong.web.frame import draw
from cairong.web.payee_changes import change_facts, lock_facts


def _open(request: HttpRequest, actor: Actor, lock_id: UUID) -> None:
    """End the recall of a lock by reading what was asked."""
    found = lock_for(actor, lock_id)
    if found.state == "requested" and found.opened_at is None and not actor.rests:
        open_lock(actor=actor, now=moment_of(request), lock_id=lock_id)


def _lock_page(request: HttpRequest, actor: Actor, lock_id: UUID, **forms: ActForm) -> HttpResponse:
    if request.method != "POST":
        _open(request, actor, lock_id)
    found = locking_of(actor, lock_id, now=moment_of(request))
    offers = offers_under(actor, found.lock)
    given = time_given(actor, "purchaser_ack_days", moment_of(request))
    context = {
        **lock_facts(actor, found),
        "deadline": None,
        "offers": offers,
        "outsides": outsides_under(actor, found.lock),
        "held": [offer for offer in offers if offer.hold_until_due],
        "then": f"采购人在 {given}内确认,再由国库科确认,锁定生效后放款。",
        "open": found.lock.state == "requested",
        **answers(),
        **forms,
    }
    return draw(request, actor, "supplier/lock.html", context)


def _change(actor: Actor, now: datetime, change_id: UUID) -> dict[str, Any]:
    facts = change_facts(actor, changing_of(actor, change_id, now=now))
    held = time_given(actor, CHANGE_HOLD, now)
    return {**facts, "open": facts["running"], "held": held}


lock = act_view(
    consent_lock,
    draw=_lock_page,
    of=lock_for,
    done="supplier-lock",
    said="您已同意。接下来由采购人在 {}内确认。",
    days="purchaser_ack_days",
)
refuse = act_view(
    refuse_lock,
    ReasonForm,
    "no_form",
    draw=_lock_page,
    of=lock_for,
    done="supplier-lock",
    said="已答复不同意,已告诉金融机构。",
)
change = act_view(
    withdraw_payee_change,
    ReasonForm,
    draw=page_of("supplier/change.html", _change),
    roles=[Role.SUPPLIER],
    done="supplier-change",
    said="已撤回。账户不变。",
)
