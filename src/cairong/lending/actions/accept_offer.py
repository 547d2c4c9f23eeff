"""The supplier accepts one offer; the others of the intent fall, in the same moment."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.lending.models import Intent, Offer
from cairong.lending.states import APPLICATION, INTENT, OFFER
from cairong.lending.steps.asking import asked_first
from cairong.lending.steps.conditions import start_meeting
from cairong.lending.steps.holding import end_open_applications, hold, locked_offer
from cairong.policy.rule import Answer, require
from cairong.treasury.arithmetic import fits_headroom
from cairong.treasury.models import Receivable
from cairong.treasury.steps.locks import account_in_the_way, active_lock, join_lock

TAKEN = "供应商已接受另一家的报价"


@use_case(Role.SUPPLIER, word="接受报价")
def accept_offer(
    *, actor: Actor, now: datetime, offer_id: UUID, draw_fen: int | None = None
) -> Offer:
    """Accept an offer: the intent holds exactly its amount, every other offer falls (D9).

    `draw_fen` is what the supplier asks to draw first, the whole where it says nothing: by that
    alone the days of the draw are kept (D14).

    Where the institution's lock is active already, the loan joins it at once (D11); where the
    account is not at the institution, both are told that it is moved first, and by whom. Raises
    NotFound, WrongState, Invalid and PolicyBreach for a draw of nothing or above the offer,
    PolicyBreach where the offer no longer fits the headroom.
    Writes: lending.Offer, Application, Intent, treasury.Entry, LockOperation. Source: 二(一)-5.
    """
    offer, intent, receivable = locked_offer(actor, offer_id)
    state = OFFER.after(offer.state, "accept")
    chosen = INTENT.after(intent.state, "accept")
    if day_of(now) > offer.valid_until:
        raise WrongState("lending.offer_expired", until=offer.valid_until)
    wanted, cap = offer.amount_fen, offer.cap_percent
    require(fits_headroom(receivable, wanted, cap_percent=cap, own_fen=intent.reserved_fen))
    offer.state, offer.accepted_at = state, now
    offer.asked_fen = asked_first(draw_fen, offer)
    lock = active_lock(receivable)
    if lock is not None and lock.institution_id == offer.institution_id:
        _join(offer, receivable, now)
    offer.save(update_fields=["state", "accepted_at", "asked_fen", "lock"])
    fallen = _choose(offer, intent, chosen, now)
    hold(intent, receivable, wanted, cap_percent=cap, now=now)
    elsewhere = None if lock else account_in_the_way(receivable, offer.institution)
    record(
        actor=actor,
        now=now,
        type="lending.offer.accepted",
        subject=offer,
        about=[offer.application_id, intent.pk, receivable.contract_id],
        visible_to=[offer.institution_id],
        before={"state": "offered"},
        after={
            "state": offer.state,
            "amount_fen": offer.amount_fen,
            **({} if offer.asked_fen is None else {"asked_fen": offer.asked_fen}),
            "joined": offer.lock is not None,
            **(elsewhere.params if elsewhere else {}),
        },
        basis=["二(一)-5", "一(一)-1"],
        tell=[*_both_told(offer, intent, elsewhere), *(_told(each, intent) for each in fallen)],
    )
    return offer


def _join(offer: Offer, receivable: Receivable, now: datetime) -> None:
    """Let an offer join its institution's active lock; the days to meet its conditions start."""
    offer.lock = join_lock(
        receivable=receivable, institution_id=offer.institution_id, offer_id=offer.pk, now=now
    )
    start_meeting(offer, receivable, on=day_of(now), now=now)


def _both_told(offer: Offer, intent: Intent, elsewhere: Answer) -> list[Tell]:
    """Tell the institution; with the account elsewhere, both are told that it moves first."""
    chosen, role = offer.institution_id, Role.INSTITUTION_OFFICER
    if elsewhere is None:
        saying = "" if offer.asked_fen is None else "lending.offer.accepted_part"
        return [Tell(organisation_id=chosen, role=role, saying=saying)]
    return [
        Tell(organisation_id=chosen, role=role, saying="lending.offer.accepted_elsewhere"),
        Tell(
            organisation_id=intent.supplier_id,
            role=Role.SUPPLIER,
            saying="lending.offer.account_to_move",
        ),
    ]


def _told(institution_id: UUID, intent: Intent) -> Tell:
    """Tell an institution that was not chosen just this, and lead it to its own application."""
    return Tell(
        organisation_id=institution_id,
        role=Role.INSTITUTION_OFFICER,
        saying="lending.offer.passed_over",
        subject_id=intent.pk,
    )


def _choose(offer: Offer, intent: Intent, chosen: str, now: datetime) -> list[UUID]:
    """Choose the offer's application and end every other; answers whose they were."""
    application = offer.application
    application.state = APPLICATION.after(application.state, "accept")
    application.save(update_fields=["state"])
    fallen = end_open_applications(intent, "fall", now=now, reason=TAKEN)
    intent.state = chosen
    intent.save(update_fields=["state"])
    return fallen
