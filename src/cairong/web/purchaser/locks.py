"""A lock that waits for the purchaser, and a change of account: what one agrees to, as a list."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.cases.proposals import first_waiting, waiting_proposal
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.rulebook.reads import calendar_of
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.change_payee import consent_payee_change, withdraw_payee_change
from cairong.treasury.actions.refuse_lock import decline_acknowledgement
from cairong.treasury.models import Lock, PayeeChange
from cairong.treasury.reads import change_for, lock_for
from cairong.treasury.states import LOCK
from cairong.web.acting import answer, answers, lay_before
from cairong.web.duties import open_deadlines
from cairong.web.forms import ActForm, ReasonForm
from cairong.web.frame import draw
from cairong.web.payee_changes import change_facts

PURCHASER = (Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER)
ANSWERS = ("treasury.acknowledge_lock", "treasury.decline_acknowledgement")
CONSENT = "treasury.consent_payee_change"
CHECKS = (
    ("account", "回款账户与合同一致,合同余下的款项全部付到这个账户。"),
    ("unchanged", "锁定期间不更改收款人、账号和开户行(二(三)-3)。"),
    ("debt", "合同真实有效,余下的款项没有争议,没有另行抵扣或转让。"),
    ("instead", "供应商要求改付他处的,不予办理,并告诉金融机构。"),
)


class AcknowledgeForm(ActForm):
    """What the purchaser acknowledges, point by point."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in CHECKS:
            field = forms.BooleanField(label=words)
            field.error_messages["required"] = (
                "请核对后勾选这一条;不能确认的,请选择不确认并写明理由。"
            )
            self.fields[name] = field


@page(*PURCHASER)
def lock(request: HttpRequest, actor: Actor, lock_id: UUID) -> HttpResponseBase:
    """Acknowledge a lock point by point; a second person agrees first."""
    found = lock_for(actor, lock_id)
    return lay_before(
        request,
        AcknowledgeForm,
        lambda _: acknowledge_lock.propose(actor=actor, now=moment_of(request), lock_id=lock_id),
        draw=lambda form: _lock_page(request, actor, found, form=form),
        then="由国库科确认锁定。",
    )


@page(Role.PURCHASER_OFFICER)
def decline(request: HttpRequest, actor: Actor, lock_id: UUID) -> HttpResponseBase:
    """Decline to acknowledge a lock, saying why; a second person agrees first."""
    found = lock_for(actor, lock_id)
    return lay_before(
        request,
        ReasonForm,
        lambda typed: decline_acknowledgement.propose(
            actor=actor, now=moment_of(request), lock_id=lock_id, reason=typed["reason"]
        ),
        draw=lambda form: _lock_page(request, actor, found, no_form=form),
        then="锁定申请终止,供应商和金融机构会看到理由。",
    )


@page(*PURCHASER)
def change(request: HttpRequest, actor: Actor, change_id: UUID) -> HttpResponseBase:
    """Show the account a supplier asks for beside the present one, and consent to it."""
    found = change_for(actor, change_id)
    return lay_before(
        request,
        ActForm,
        lambda _: consent_payee_change.propose(
            actor=actor, now=moment_of(request), change_id=change_id
        ),
        draw=lambda form: _change_page(request, actor, found, form=form),
        then="由国库科审批。",
    )


@page(Role.PURCHASER_OFFICER)
def change_declined(request: HttpRequest, actor: Actor, change_id: UUID) -> HttpResponseBase:
    """Say no to a change of account, or take the consent to it back, with the reason."""
    found = change_for(actor, change_id)
    agreed = found.state == "agreed"
    return answer(
        request,
        ReasonForm,
        lambda typed: withdraw_payee_change(
            actor=actor, now=moment_of(request), change_id=change_id, reason=typed["reason"]
        ),
        draw=lambda form: _change_page(request, actor, found, no_form=form),
        done=reverse("case", args=[found.receivable.contract_id]),
        said="已撤回同意,变更终止,账户不变。" if agreed else "已答复供应商:不同意变更。",
    )


def _lock_page(request: HttpRequest, actor: Actor, found: Lock, **forms: ActForm) -> HttpResponse:
    today, calendar = day_of(moment_of(request)), calendar_of(actor.city)
    waits = found.state == "supplier_consented"
    context = {
        "lock": found,
        "state": LOCK.states[found.state],
        "calendar": calendar,
        "deadline": open_deadlines([found.pk], today=today, calendar=calendar).get(found.pk),
        "current": found.receivable.current_id == found.payee_version_id,
        "open": waits and actor.role is Role.PURCHASER_OFFICER,
        "proposal": first_waiting(actor, ANSWERS, found.pk) if waits else None,
        **answers({"form": AcknowledgeForm(), **forms}),
    }
    return draw(request, actor, "purchaser/lock.html", context)


def _change_page(
    request: HttpRequest, actor: Actor, found: PayeeChange, **forms: ActForm
) -> HttpResponse:
    waits, officer = found.state == "asked", actor.role is Role.PURCHASER_OFFICER
    proposal = waiting_proposal(actor, CONSENT, found.pk) if waits else None
    context = {
        **change_facts(actor, found, now=moment_of(request)),
        "open": waits and officer,
        "consented": found.state == "agreed" and officer,
        "proposal": proposal,
        **answers(forms),
    }
    return draw(request, actor, "purchaser/change.html", context)
