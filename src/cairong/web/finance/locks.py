"""The treasury desk's locks and changes of account: confirmed and declined."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.cases.proposals import first_waiting, waiting_proposal
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.policy.catalogue import sentence
from cairong.rulebook.reads import calendar_of
from cairong.treasury.actions.change_payee import change_payee, withdraw_payee_change
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.refuse_lock import decline_confirmation
from cairong.treasury.models import Lock, PayeeChange
from cairong.treasury.reads import change_for, lock_for
from cairong.treasury.states import LOCK
from cairong.treasury.steps.locks import active_lock, payee_bound
from cairong.web.acting import answer, answers, lay_before
from cairong.web.duties import open_deadlines
from cairong.web.finance.lists import READERS
from cairong.web.forms import ActForm, ReasonForm
from cairong.web.frame import draw
from cairong.web.payee_changes import change_facts

ANSWERS = ("treasury.confirm_lock", "treasury.decline_confirmation")


@page(*READERS)
def lock(request: HttpRequest, actor: Actor, lock_id: UUID) -> HttpResponseBase:
    """Confirm a lock; a second person agrees first."""
    found = lock_for(actor, lock_id)
    return lay_before(
        request,
        ActForm,
        lambda _: confirm_lock.propose(actor=actor, now=moment_of(request), lock_id=lock_id),
        draw=lambda form: _lock_page(request, actor, found, form=form),
        then="锁定生效,合同款只付到这个账户。",
    )


@page(Role.TREASURY_OFFICER)
def lock_declined(request: HttpRequest, actor: Actor, lock_id: UUID) -> HttpResponseBase:
    """Decline to confirm a lock, saying why; a second person agrees first."""
    found = lock_for(actor, lock_id)
    return lay_before(
        request,
        ReasonForm,
        lambda typed: decline_confirmation.propose(
            actor=actor, now=moment_of(request), lock_id=lock_id, reason=typed["reason"]
        ),
        draw=lambda form: _lock_page(request, actor, found, no_form=form),
        then="各方看到理由。",
    )


@page(*READERS)
def change(request: HttpRequest, actor: Actor, change_id: UUID) -> HttpResponseBase:
    """Show the account asked for beside the present one, and let it change."""
    found = change_for(actor, change_id)
    return lay_before(
        request,
        ActForm,
        lambda _: change_payee.propose(actor=actor, now=moment_of(request), change_id=change_id),
        draw=lambda form: _change_page(request, actor, found, form=form),
        then="新账户生效。",
    )


@page(Role.TREASURY_OFFICER)
def change_declined(request: HttpRequest, actor: Actor, change_id: UUID) -> HttpResponseBase:
    """Say no to a change of account, with the reason."""
    found = change_for(actor, change_id)
    return answer(
        request,
        ReasonForm,
        lambda typed: withdraw_payee_change(
            actor=actor, now=moment_of(request), change_id=change_id, reason=typed["reason"]
        ),
        draw=lambda form: _change_page(request, actor, found, no_form=form),
        done=reverse("finance-change", args=[change_id]),
        said="已答复:不同意变更。双方会看到理由。",
    )


def _lock_page(request: HttpRequest, actor: Actor, found: Lock, **forms: ActForm) -> HttpResponse:
    today, calendar = day_of(moment_of(request)), calendar_of(actor.city)
    receivable, waits = found.receivable, found.state == "purchaser_acknowledged"
    active = active_lock(receivable)
    other = active if active and active.pk != found.pk else None
    context = {
        "lock": found,
        "state": LOCK.states[found.state],
        "calendar": calendar,
        "deadline": open_deadlines([found.pk], today=today, calendar=calendar).get(found.pk),
        "current": receivable.current_id == found.payee_version_id,
        "other": other,
        "barred": other is not None,
        "proposal": first_waiting(actor, ANSWERS, found.pk) if waits else None,
        "open": waits and actor.role is Role.TREASURY_OFFICER,
        **answers(forms),
    }
    return draw(request, actor, "finance/lock.html", context)


def _change_page(
    request: HttpRequest, actor: Actor, found: PayeeChange, **forms: ActForm
) -> HttpResponse:
    waits = found.state == "agreed"
    proposal = waiting_proposal(actor, "treasury.change_payee", found.pk) if waits else None
    bound = payee_bound(found.receivable) if waits else None
    context = {
        **change_facts(actor, found, now=moment_of(request)),
        "proposal": proposal,
        "barred": sentence(bound) if bound else "",
        "open": waits and actor.role is Role.TREASURY_OFFICER,
        **answers(forms),
    }
    return draw(request, actor, "finance/change.html", context)
