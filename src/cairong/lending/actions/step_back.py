"""The institution steps back from an accepted offer, before it is drawn whole; two persons."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.text import clean_text
from cairong.lending.models import Offer
from cairong.lending.states import OFFER
from cairong.lending.steps.holding import let_go, locked_offer
from cairong.lending.steps.named import named
from cairong.lending.steps.partners import locks_of, partners_of, partners_told
from cairong.lending.steps.tellings import both_told
from cairong.parties.four_eyes import two_person

STEPPED_BACK = "金融机构退出"
TERMS = ("intent_no", "product", "amount_fen", "drawn_fen", "undrawn_fen")


@two_person(Role.INSTITUTION_OFFICER, word="退出已接受的报价", of=OFFER, moves=False)
def step_back(*, actor: Actor, now: datetime, offer_id: UUID, reason: str) -> Offer:
    """Step back from an accepted offer, saying why; drawn in part, from what is not drawn.

    What it held is free, a lock nothing stands under any more ends, and everybody who took part
    is told. Raises NotFound, WrongState before acceptance and once drawn whole, Invalid without
    a reason. Writes: lending.Offer, Application, Intent, treasury.Entry, LockOperation, Lock,
    clocks.Mark. Source: 二(四)-4, D9, I6.
    """
    offer, intent, receivable = locked_offer(actor, offer_id)
    before = _standing(offer)
    OFFER.after(offer.state, "step_back")
    said = clean_text(reason, "reason", least=2, most=300, lines=True)
    ended = let_go(offer, intent, receivable, act="step_back", now=now, reason=STEPPED_BACK)
    record(
        actor=actor,
        now=now,
        type="lending.offer.stepped_back",
        subject=offer,
        about=[offer.application_id, intent.pk, receivable.contract_id, *locks_of(ended)],
        visible_to=[intent.supplier_id, *partners_of(ended, now)],
        before=before,
        after={**_standing(offer), "undrawn_fen": 0, "reason": said},
        inside=TERMS,
        basis=["二(四)-4"],
        tell=[*both_told(intent), *partners_told(ended, now)],
    )
    return offer


def _standing(offer: Offer) -> dict[str, Any]:
    """Name an offer, and say what of it is drawn; of that, the partners of a lock read nothing."""
    return {
        **named(offer.intent),
        "product": offer.product_version.product.name,
        "amount_fen": offer.amount_fen,
        "state": offer.state,
        "drawn_fen": offer.drawn_fen,
        "undrawn_fen": offer.left_fen,
    }
