"""A lock that waits for the purchaser, and a change of account: what one agrees to, as a list."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.cases.changes import changing_of, locking_of
from cairong.cases.proposals import first_waiting, waiting_proposal
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.change_payee import consent_payee_change, withdraw_payee_change
from cairong.treasury.actions.refuse_lock import decline_acknowledgement
from cairong.treasury.reads import change_for, lock_for
from cairong.web.acting import answer, answers, lay_before, told
from cairong.web.forms import ActForm, ReasonForm
from cairong.web.frame import draw
from cairong.web.payee_changes import change_facts, lock_facts

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
    lock_for(actor, lock_id)
    return lay_before(
        request,
        AcknowledgeForm,
        lambda _: acknowledge_lock.propose(actor=actor, now=moment_of(request), lock_id=lock_id),
        draw=lambda form: _lock_page(request, actor, lock_id, form=form),
        then="由国库科确认锁定。",
    )


@page(Role.PURCHASER_OFFICER)
def decline(request: HttpRequest, actor: Actor, lock_id: UUID) -> HttpResponseBase:
    """Decline to acknowledge a lock, saying why; a second person agrees first."""
    return lay_before(
        request,
        ReasonForm,
        told(request, actor, decline_acknowledgement.propose, lock_id=lock_id),
        draw=lambda form: _lock_page(request, actor, lock_id, no_form=form),
        then="锁定申请终止,供应商和金融机构会看到理由。",
    )


@page(*PURCHASER)
def change(request: HttpRequest, actor: Actor, change_id: UUID) -> HttpResponseBase:
    """Show the account a supplier asks for beside the present one, and consent to it."""
    change_for(actor, change_id)
    return lay_before(
        request,
        ActForm,
        told(request, actor, consent_payee_change.propose, change_id=change_id),
        draw=lambda form: _change_page(request, actor, change_id, form=form),
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
        told(request, actor, withdraw_payee_change, change_id=change_id),
        draw=lambda form: _change_page(request, actor, change_id, no_form=form),
        done=reverse("case", args=[found.receivable.contract_id]),
        said="已撤回同意,变更终止,账户不变。" if agreed else "已答复供应商:不同意变更。",
    )


def _lock_page(request: HttpRequest, actor: Actor, lock_id: UUID, **forms: ActForm) -> HttpResponse:
    found = locking_of(actor, lock_id, now=moment_of(request))
    waits = found.lock.state == "supplier_consented"
    context = {
        **lock_facts(actor, found),
        "open": waits and actor.role is Role.PURCHASER_OFFICER,
        "proposal": first_waiting(actor, ANSWERS, lock_id) if waits else None,
        **answers({"form": AcknowledgeForm(), **forms}),
    }
    return draw(request, actor, "purchaser/lock.html", context)


def _change_page(
    request: HttpRequest, actor: Actor, change_id: UUID, **forms: ActForm
) -> HttpResponse:
    found = changing_of(actor, change_id, now=moment_of(request))
    waits, officer = found.change.state == "asked", actor.role is Role.PURCHASER_OFFICER
    context = {
        **change_facts(actor, found),
        "open": waits and officer,
        "consented": found.change.state == "agreed" and officer,
        "proposal": waiting_proposal(actor, CONSENT, change_id) if waits else None,
        **answers(forms),
    }
    return draw(request, actor, "purchaser/change.html", context)
