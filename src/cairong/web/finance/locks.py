"""The treasury desk's locks and changes of account: confirmed and declined."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.cases.changes import changing_of, locking_of
from cairong.cases.proposals import first_waiting, waiting_proposal
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.policy.catalogue import sentence
from cairong.treasury.actions.change_payee import change_payee, withdraw_payee_change
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.refuse_lock import decline_confirmation
from cairong.treasury.reads import change_for, lock_for
from cairong.web.acting import answer, answers, lay_before, told
from cairong.web.finance.lists import READERS
from cairong.web.forms import ActForm, ReasonForm
from cairong.web.frame import draw
from cairong.web.payee_changes import change_facts, lock_facts

ANSWERS = ("treasury.confirm_lock", "treasury.decline_confirmation")


@page(*READERS)
def lock(request: HttpRequest, actor: Actor, lock_id: UUID) -> HttpResponseBase:
    """Confirm a lock; a second person agrees first."""
    lock_for(actor, lock_id)
    return lay_before(
        request,
        ActForm,
        told(request, actor, confirm_lock.propose, lock_id=lock_id),
        draw=lambda form: _lock_page(request, actor, lock_id, form=form),
        then="锁定生效,合同款只付到这个账户。",
    )


@page(Role.TREASURY_OFFICER)
def lock_declined(request: HttpRequest, actor: Actor, lock_id: UUID) -> HttpResponseBase:
    """Decline to confirm a lock, saying why; a second person agrees first."""
    return lay_before(
        request,
        ReasonForm,
        told(request, actor, decline_confirmation.propose, lock_id=lock_id),
        draw=lambda form: _lock_page(request, actor, lock_id, no_form=form),
        then="各方看到理由。",
    )


@page(*READERS)
def change(request: HttpRequest, actor: Actor, change_id: UUID) -> HttpResponseBase:
    """Show the account asked for beside the present one, and let it change."""
    change_for(actor, change_id)
    return lay_before(
        request,
        ActForm,
        told(request, actor, change_payee.propose, change_id=change_id),
        draw=lambda form: _change_page(request, actor, change_id, form=form),
        then="新账户生效。",
    )


@page(Role.TREASURY_OFFICER)
def change_declined(request: HttpRequest, actor: Actor, change_id: UUID) -> HttpResponseBase:
    """Say no to a change of account, with the reason."""
    return answer(
        request,
        ReasonForm,
        told(request, actor, withdraw_payee_change, change_id=change_id),
        draw=lambda form: _change_page(request, actor, change_id, no_form=form),
        done=reverse("finance-change", args=[change_id]),
        said="已答复:不同意变更。双方会看到理由。",
    )


def _lock_page(request: HttpRequest, actor: Actor, lock_id: UUID, **forms: ActForm) -> HttpResponse:
    found = locking_of(actor, lock_id, now=moment_of(request))
    waits = found.lock.state == "purchaser_acknowledged"
    context = {
        **lock_facts(actor, found),
        "other": found.other,
        "barred": found.other is not None,
        "proposal": first_waiting(actor, ANSWERS, lock_id) if waits else None,
        "open": waits and actor.role is Role.TREASURY_OFFICER,
        **answers(forms),
    }
    return draw(request, actor, "finance/lock.html", context)


def _change_page(
    request: HttpRequest, actor: Actor, change_id: UUID, **forms: ActForm
) -> HttpResponse:
    found = changing_of(actor, change_id, now=moment_of(request))
    waits = found.change.state == "agreed"
    context = {
        **change_facts(actor, found),
        "proposal": waiting_proposal(actor, change_payee.name, change_id) if waits else None,
        "barred": sentence(found.bound) if found.bound else "",
        "open": waits and actor.role is Role.TREASURY_OFFICER,
        **answers(forms),
    }
    return draw(request, actor, "finance/change.html", context)
