"""A change of the receiving account as all three who decide on it see it."""

from datetime import datetime
from typing import Any

from cairong.audit.models import Event
from cairong.cases.balls import balls_on, with_proposals
from cairong.cases.proposals import waiting_about
from cairong.kernel.actor import Actor
from cairong.treasury.models import PayeeChange, PayeeConsent
from cairong.treasury.reads import CHANGE_DROPPED, account_before
from cairong.treasury.states import OPEN_CHANGES, PAYEE_CHANGE
from cairong.web.cases.telling import ball_shown
from cairong.web.parts import Ball, Change

ACCOUNT = {"payee": "收款人", "account_no": "账号", "bank": "开户行", "cnaps": "联行号"}


def change_facts(actor: Actor, found: PayeeChange, *, now: datetime) -> dict[str, Any]:
    """Lay out a change: both accounts side by side, who holds it, who consented, how it ended."""
    contract = found.receivable.contract
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
        "state": PAYEE_CHANGE.states[found.state],
        "ball": _ball(actor, found, now),
        "accounts": [
            Change(word=word, before=getattr(before, key), after=getattr(found, key))
            for key, word in ACCOUNT.items()
        ],
        "consents": [(one, consents.get(one)) for one in PayeeConsent.Party],
        "running": found.state in OPEN_CHANGES,
        "ended": ended.first(),
    }


def _ball(actor: Actor, found: PayeeChange, now: datetime) -> Ball:
    waiting = balls_on(actor, ("change",), [found.pk], now=now, seen=[found.pk])
    if not waiting:
        return Ball(awaits=PAYEE_CHANGE.states[found.state].word)
    (held, *_) = with_proposals(actor, waiting, waiting_about(actor, [found.pk]))
    return ball_shown(actor, held)
