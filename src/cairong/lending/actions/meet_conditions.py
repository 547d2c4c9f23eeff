"""The officer records that every condition of the draw is met; clock B starts."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import fulfil_duty
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid, WrongState
from cairong.kernel.text import clean_text
from cairong.lending.models import Offer
from cairong.lending.states import OFFER
from cairong.lending.steps.conditions import start_drawing
from cairong.lending.steps.holding import offer_under
from cairong.lending.steps.outside import next_place
from cairong.lending.steps.verification import newest_verification, still_proved
from cairong.policy.drawing import Conditions, check_conditions, cools_within
from cairong.policy.rule import require
from cairong.treasury.states import LOCK

UNLOCKED = "未申请"
WRITTEN = (
    "state", "conditions_on", "conditions_at", "signed_on", "registered_on", "cooling_until",
    "service_order", "registration_no",
)  # fmt: skip


@use_case(Role.INSTITUTION_OFFICER, word="确认放款条件具备")
def meet_conditions(
    *,
    actor: Actor,
    now: datetime,
    offer_id: UUID,
    signed_on: date,
    registration_no: str = "",
    registered_on: date | None = None,
    cooling_until: date | None = None,
) -> Offer:
    """Record that the conditions are met: agreement signed, pledge registered, account locked.

    The loan's place in the order of service is numbered now, under the receivable's lock (D13).
    The 7 working days of what was asked start on the day of the last of these facts, whenever it
    is recorded; a cooling-off of the agreement runs within them. Raises NotFound, WrongState
    without an active lock, Invalid for a day before the acceptance or to come, PolicyBreach where
    the contract was submitted anew since it was checked, or the cooling-off is too long.
    Writes: lending.Offer, clocks.Duty. Source: 二(四)-4, 民法典§768, D14.
    """
    offer, receivable = offer_under(actor, offer_id)
    before = offer.state
    state = OFFER.after(before, "meet_conditions")
    facts = _facts(offer, signed_on, registered_on)
    check = newest_verification(offer.application_id)
    assert check is not None
    require(still_proved(check))
    check_conditions(facts, today=day_of(now))
    number = clean_text(registration_no, field="registration_no", most=60)
    if bool(number) != bool(registered_on):
        raise Invalid("lending.registration_halved", field="registered_on", value=registered_on)
    offer.state, offer.conditions_on, offer.conditions_at = state, facts.met_on, now
    offer.signed_on, offer.registered_on = signed_on, registered_on
    offer.cooling_until, offer.registration_no = cooling_until, number
    offer.service_order = next_place(receivable)
    offer.save(update_fields=WRITTEN)
    fulfil_duty(subject_id=offer.pk, kind="meet_conditions", on=facts.met_on, now=now)
    duty = start_drawing(offer, receivable, on=facts.met_on, now=now)
    if duty is not None:
        require(cools_within(cooling_until=cooling_until, signed_on=signed_on, due_on=duty.due_on))
    _record(actor, now, offer, facts, before=before, contract_id=receivable.contract_id)
    return offer


def _record(
    actor: Actor,
    now: datetime,
    offer: Offer,
    facts: Conditions,
    *,
    before: str,
    contract_id: UUID,
) -> None:
    intent = offer.intent
    record(
        actor=actor,
        now=now,
        type="lending.offer.conditions_met",
        subject=offer,
        about=[intent.pk, offer.application_id, contract_id],
        visible_to=[intent.supplier_id],
        before={"state": before},
        after={
            "state": offer.state,
            "order": offer.service_order,
            "on": facts.met_on,
            "signed_on": facts.signed_on,
            "registered_on": facts.registered_on,
            "locked_on": facts.locked_on,
            "cooling_until": offer.cooling_until,
        },
        basis=["二(四)-4"],
        tell=[Tell(organisation_id=intent.supplier_id, role=Role.SUPPLIER)],
    )


def _facts(offer: Offer, signed_on: date, registered_on: date | None) -> Conditions:
    """Put together since when each condition stands. Raises WrongState without an active lock."""
    if offer.lock is None or offer.lock.state != "active":
        word = UNLOCKED if offer.lock is None else LOCK.states[offer.lock.state].word
        raise WrongState("lending.lock_not_active", "二(三)-3", state=word)
    assert offer.accepted_at is not None and offer.lock.active_at is not None  # noqa: PT018
    return Conditions(
        accepted_on=day_of(offer.accepted_at),
        locked_on=day_of(offer.lock.active_at),
        signed_on=signed_on,
        registered_on=registered_on,
    )
