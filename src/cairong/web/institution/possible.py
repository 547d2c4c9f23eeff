"""What an institution's officer can do now on an application; never what is sure to be refused."""

from cairong.kernel.actor import Actor, Role
from cairong.lending.awaited import before_lock
from cairong.lending.models import Application, Offer
from cairong.lending.states import AWAITING_LOCK, STANDING_OFFERS
from cairong.lending.steps.contact import PURSUED
from cairong.lending.steps.verification import may_be_proved
from cairong.treasury.states import LIVE
from cairong.web.institution.case import Standing


def possible(actor: Actor, standing: Standing) -> set[str]:
    """Name what the officer can do now on an application."""
    if actor.role is not Role.INSTITUTION_OFFICER:
        return set()
    found, chosen = standing.application, standing.chosen
    waiting = {one.act for one in standing.waiting}
    can = _of_contract(found) if standing.contract else set()
    if found.state in PURSUED and not standing.contact.readable and not standing.asked_at:
        can |= {"ask"}
    if found.state == "submitted":
        can |= {"reject"}
    if found.state == "complete":
        can |= {"offer", "reject"}
    if "lending.reject_application" in waiting or "lending.approve_offer" in waiting:
        can -= {"offer", "reject"}
    return can | (_of_offer(chosen, waiting) if chosen else set())


def _of_contract(found: Application) -> set[str]:
    can = {"verify"} if may_be_proved(found) else set()
    return can | {"complete"} if found.state == "submitted" else can


def _of_offer(offer: Offer, waiting: set[str]) -> set[str]:
    can = _onward(offer, waiting)
    if offer.state in STANDING_OFFERS and "lending.step_back" not in waiting:
        can |= {"step_back"}
    return can


def _onward(offer: Offer, waiting: set[str]) -> set[str]:
    if offer.state in AWAITING_LOCK:
        return _towards_lock(offer, waiting)
    if offer.state == "conditions_met" and "lending.disburse" not in waiting:
        return {"disburse"}
    return set()


def _towards_lock(offer: Offer, waiting: set[str]) -> set[str]:
    lock = offer.lock
    if lock is not None and lock.state == "active":
        return {"conditions"}
    if "lending.request_lock" in waiting:
        return set()
    if lock is None or lock.state not in LIVE:
        return set() if before_lock(offer) else {"lock"}
    return {"lock_recall"} if lock.state == "requested" and lock.opened_at is None else set()
