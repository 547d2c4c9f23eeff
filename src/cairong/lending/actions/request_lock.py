"""The institution asks for the lock of the receiving account under an accepted offer."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.lending.models import Offer
from cairong.lending.states import OFFER
from cairong.lending.steps.conditions import start_meeting
from cairong.lending.steps.holding import offer_under
from cairong.lending.steps.named import named
from cairong.parties.four_eyes import DATED, two_person
from cairong.treasury.models import Lock
from cairong.treasury.states import LIVE, LOCK
from cairong.treasury.steps.locks import ask_lock


@two_person(Role.INSTITUTION_OFFICER, word="申请锁定回款账户", of=OFFER, free={"lapses_on": DATED})
def request_lock(*, actor: Actor, now: datetime, offer_id: UUID) -> Lock:
    """Ask for the lock of the account; with the institution's own lock live, join it (D11).

    Raises NotFound; WrongState before acceptance, before the filing, or while a request of this
    offer is under way; Conflict where another institution's lock is active.
    Writes: lending.Offer, treasury.Lock, LockOperation, clocks.Duty. Source: 二(三)-3, D11.
    """
    offer, receivable = offer_under(actor, offer_id)
    before = offer.state
    state = OFFER.after(before, "request_lock")
    lock = _standing(offer)
    if lock is None:
        lock = ask_lock(
            receivable=receivable, institution=offer.institution, offer_id=offer.pk, now=now
        )
        if lock.state == "active":
            start_meeting(offer, receivable, on=day_of(now), now=now)
    elif before == "locking":
        raise WrongState("lending.lock_pending", "二(三)-3", state=LOCK.states[lock.state].word)
    offer.state, offer.lock = state, lock
    offer.save(update_fields=["state", "lock"])
    supplier_id = offer.intent.supplier_id
    known = {
        **named(offer.intent),
        "payee": lock.payee_version.payee,
        "payee_version": lock.payee_version.version,
        "amount_fen": offer.amount_fen,
    }
    record(
        actor=actor,
        now=now,
        type="lending.lock.requested",
        subject=lock,
        about=[offer.pk, offer.application_id, offer.intent_id, receivable.contract_id],
        visible_to=[supplier_id, receivable.contract.purchaser_id],
        before={**known, "offer": before},
        after={**known, "offer": state, "lock": lock.state, "lapses_on": lock.lapses_on},
        basis=["二(三)-3"],
        tell=[Tell(organisation_id=supplier_id, role=Role.SUPPLIER)],
        inside=("intent_no", "amount_fen"),
    )
    return lock


def _standing(offer: Offer) -> Lock | None:
    """Return the lock this offer stands under already, while it is live."""
    return offer.lock if offer.lock is not None and offer.lock.state in LIVE else None
