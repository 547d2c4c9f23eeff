"""The treasury desk's locks and changes of account: confirmed and declined."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from cairong.cases.changes import changing_of, locking_of
from cairong.cases.proposals import first_waiting, waiting_proposal
from cairong.kernel.actor import Actor, Role
from cairong.policy.catalogue import sentence
from cairong.treasury.actions.change_payee import change_payee, withdraw_payee_change
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.refuse_lock import decline_confirmation
from cairong.treasury.reads import change_for, lock_for
from cairong.web.acting import act_view, answers, page_of
from cairong.web.finance.deciding import decided_here
from cairong.web.finance.lists import READERS
from cairong.web.forms import ReasonForm
from cairong.web.payee_changes import change_facts, lock_facts

ANSWERS = ("treasury.confirm_lock", "treasury.decline_confirmation")


def _lock(actor: Actor, now: datetime, lock_id: UUID) -> dict[str, Any]:
    found = locking_of(actor, lock_id, now=now)
    waits = found.lock.state == "purchaser_acknowledged"
    return {
        **lock_facts(actor, found),
        "other": found.other,
        "barred": found.other is not None,
        "proposal": first_waiting(actor, ANSWERS, lock_id) if waits else None,
        **decided_here(actor, found.lock.receivable.region, now, waits=waits),
        **answers(),
    }


def _change(actor: Actor, now: datetime, change_id: UUID) -> dict[str, Any]:
    found = changing_of(actor, change_id, now=now)
    waits = found.change.state == "agreed"
    return {
        **change_facts(actor, found),
        "proposal": waiting_proposal(actor, change_payee.name, change_id) if waits else None,
        "barred": sentence(found.bound) if found.bound else "",
        **decided_here(actor, found.change.receivable.region, now, waits=waits),
        **answers(),
    }


_on_lock = partial(act_view, draw=page_of("finance/lock.html", _lock), of=lock_for)
_on_change = partial(act_view, draw=page_of("finance/change.html", _change), of=change_for)

lock = _on_lock(confirm_lock, roles=READERS, then="锁定生效,合同款只付到这个账户。")
lock_declined = _on_lock(decline_confirmation, ReasonForm, "no_form", then="各方看到理由。")
change = _on_change(change_payee, roles=READERS, then="新账户生效。")
change_declined = _on_change(
    withdraw_payee_change,
    ReasonForm,
    "no_form",
    roles=[Role.TREASURY_OFFICER],
    done="finance-change",
    said="已答复:不同意变更。双方会看到理由。",
)
