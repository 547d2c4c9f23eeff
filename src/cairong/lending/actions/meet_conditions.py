"""The officer records that every condition of the draw is met; clock B starts."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import fulfil_duty, open_duty
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.kernel.text import clean_text
from cairong.lending.models import Offer
from cairong.lending.states import OFFER
from cairong.lending.steps.holding import offer_under
from cairong.lending.steps.outside import next_place
from cairong.lending.steps.verification import newest_verification, still_proved
from cairong.policy.rule import require
from cairong.treasury.states import LOCK

UNLOCKED = "未申请"


@use_case(Role.INSTITUTION_OFFICER, word="确认放款条件具备")
def meet_conditions(
    *, actor: Actor, now: datetime, offer_id: UUID, registration_no: str = ""
) -> Offer:
    """Record that the conditions are met: agreement signed, pledge registered, account locked.

    The loan's place in the order of service is numbered now, under the receivable's lock (D13).
    The 7 working days of the draw start today. Raises NotFound, WrongState without an active lock,
    PolicyBreach where the contract was submitted anew since it was checked.
    Writes: lending.Offer, clocks.Duty. Source: 二(四)-4, 民法典§768, D14.
    """
    offer, receivable = offer_under(actor, offer_id)
    before = offer.state
    state = OFFER.after(before, "meet_conditions")
    _require_lock(offer)
    check = newest_verification(offer.application_id)
    assert check is not None
    require(still_proved(check))
    today = day_of(now)
    offer.state, offer.conditions_on = state, today
    offer.service_order = next_place(receivable)
    offer.registration_no = clean_text(registration_no, field="registration_no", most=60)
    offer.save(update_fields=["state", "conditions_on", "service_order", "registration_no"])
    fulfil_duty(subject_id=offer.pk, kind="meet_conditions", on=today, now=now)
    about = [offer.intent_id, offer.application_id, receivable.contract_id]
    open_duty(
        city=actor.city,
        kind="disburse_loan",
        subject_id=offer.pk,
        holder=offer.institution,
        region=offer.intent.region,
        title=f"{offer.intent.no} {receivable.contract.title}",
        start_on=today,
        now=now,
        about=about,
    )
    record(
        actor=actor,
        now=now,
        type="lending.offer.conditions_met",
        subject=offer,
        about=about,
        visible_to=[offer.intent.supplier_id],
        before={"state": before},
        after={"state": state, "order": offer.service_order, "on": today},
        basis=["二(四)-4"],
        tell=[Tell(organisation_id=offer.intent.supplier_id, role=Role.SUPPLIER)],
    )
    return offer


def _require_lock(offer: Offer) -> None:
    if offer.lock is None or offer.lock.state != "active":
        word = UNLOCKED if offer.lock is None else LOCK.states[offer.lock.state].word
        raise WrongState("lending.lock_not_active", "二(三)-3", state=word)
