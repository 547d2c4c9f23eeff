"""A change of the receiving account as all three who decide on it see it."""

from dataclasses import replace
from typing import Any

from cairong.audit.models import Event
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.parties.models import Proposal
from cairong.treasury.models import PayeeChange, PayeeConsent
from cairong.treasury.reads import CHANGE_DROPPED, account_before
from cairong.treasury.states import OPEN_CHANGES, PAYEE_CHANGE
from cairong.web.desk.reads import acts_as
from cairong.web.parts import Ball, Change

ACCOUNT = {"payee": "收款人", "account_no": "账号", "bank": "开户行", "cnaps": "联行号"}


def change_facts(
    actor: Actor, found: PayeeChange, proposal: Proposal | None = None
) -> dict[str, Any]:
    """Lay out a change: both accounts side by side, who holds it, who consented, how it ended.

    While a `proposal` waits, its second person holds it.
    """
    contract, state = found.receivable.contract, PAYEE_CHANGE.states[found.state]
    with_purchaser = state.holder is Role.PURCHASER_OFFICER
    ball = Ball.of(state, contract.purchaser_name if with_purchaser else "财政部门")
    holder = Role(proposal.approves) if proposal else state.holder
    if proposal:
        ball = replace(ball, role=ROLE_NAMES[Role(proposal.approves)], doing="复核")
    before = account_before(found)
    consents = {one.party: one for one in found.consents.select_related("organisation", "person")}
    ended = Event.objects.filter(
        city=actor.city,
        type=CHANGE_DROPPED,
        about__contains=[contract.pk],
        subject_id=str(found.pk),
    )
    return {
        "change": found,
        "contract": contract,
        "state": state,
        "ball": replace(ball, mine=acts_as(actor, holder)),
        "accounts": [
            Change(word=word, before=getattr(before, key), after=getattr(found, key))
            for key, word in ACCOUNT.items()
        ],
        "consents": [(one, consents.get(one)) for one in PayeeConsent.Party],
        "running": found.state in OPEN_CHANGES,
        "ended": ended.first(),
    }
