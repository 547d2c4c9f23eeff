"""A lock that waits for the purchaser, and a change of account: what one agrees to, as a list."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from cairong.cases.changes import changing_of, locking_of
from cairong.cases.proposals import first_waiting, waiting_proposal
from cairong.kernel.actor import Actor, Role
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.change_payee import consent_payee_change, withdraw_payee_change
from cairong.treasury.actions.refuse_lock import decline_acknowledgement
from cairong.treasury.reads import change_for, lock_for
from cairong.web.acting import act_view, answers, page_of
from cairong.web.forms import ActForm, ReasonForm
from cairong.web.payee_changes import change_facts, lock_facts
from cairong.web.purchaser.lists import PURCHASER

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

    def arguments(self) -> dict[str, Any]:
        """Give nothing: what is ticked says no more than that it was looked at."""
        return {}


def _lock(actor: Actor, now: datetime, lock_id: UUID) -> dict[str, Any]:
    found = locking_of(actor, lock_id, now=now)
    waits = found.lock.state == "supplier_consented"
    return {
        **lock_facts(actor, found),
        "open": waits and actor.role is Role.PURCHASER_OFFICER,
        "proposal": first_waiting(actor, ANSWERS, lock_id) if waits else None,
        **answers(),
        "form": AcknowledgeForm(),
    }


def _change(actor: Actor, now: datetime, change_id: UUID) -> dict[str, Any]:
    found = changing_of(actor, change_id, now=now)
    waits, officer = found.change.state == "asked", actor.role is Role.PURCHASER_OFFICER
    return {
        **change_facts(actor, found),
        "open": waits and officer,
        "consented": found.change.state == "agreed" and officer,
        "proposal": waiting_proposal(actor, CONSENT, change_id) if waits else None,
        **answers(),
    }


_on_lock = partial(act_view, draw=page_of("purchaser/lock.html", _lock), of=lock_for)
_on_change = partial(act_view, draw=page_of("purchaser/change.html", _change), of=change_for)

lock = _on_lock(acknowledge_lock, AcknowledgeForm, roles=PURCHASER, then="由国库科确认锁定。")
decline = _on_lock(
    decline_acknowledgement,
    ReasonForm,
    "no_form",
    then="锁定申请终止,供应商和金融机构会看到理由。",
)
change = _on_change(consent_payee_change, roles=PURCHASER, then="由国库科审批。")
change_declined = _on_change(
    withdraw_payee_change,
    ReasonForm,
    "no_form",
    roles=[Role.PURCHASER_OFFICER],
    done=lambda found, _: reverse("case", args=[found.receivable.contract_id]),
    said=lambda found: (
        "已撤回同意,变更终止,账户不变。" if found.state == "agreed" else "已答复供应商:不同意变更。"
    ),
)
