"""A lock and a change of the receiving account as all who decide on them see them."""

from typing import Any

from cairong.cases.changes import Changing, Locking
from cairong.kernel.actor import Actor
from cairong.rulebook.reads import calendar_of
from cairong.treasury.states import LOCK, OPEN_CHANGES, PAYEE_CHANGE
from cairong.web.cases.telling import ball_shown
from cairong.web.parts import Ball, Change

ACCOUNT = {"payee": "收款人", "account_no": "账号", "bank": "开户行", "cnaps": "联行号"}


def lock_facts(actor: Actor, found: Locking) -> dict[str, Any]:
    """Lay out a lock: its account, how far it has come, until when it waits."""
    return {
        "lock": found.lock,
        "state": LOCK.states[found.lock.state],
        "calendar": calendar_of(actor.city),
        "deadline": found.deadline,
        "current": found.current,
    }


def change_facts(actor: Actor, found: Changing) -> dict[str, Any]:
    """Lay out a change: both accounts side by side, who holds it, who consented, how it ended."""
    change, state = found.change, PAYEE_CHANGE.states[found.change.state]
    return {
        "change": change,
        "contract": change.receivable.contract,
        "state": state,
        "ball": ball_shown(actor, found.ball) if found.ball else Ball(awaits=state.word),
        "accounts": [
            Change(word=word, before=getattr(found.before, key), after=getattr(change, key))
            for key, word in ACCOUNT.items()
        ],
        "consents": found.consents,
        "running": change.state in OPEN_CHANGES,
        "ended": found.dropped,
    }
