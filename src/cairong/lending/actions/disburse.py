"""Draw an accepted offer, whole or in part: each draw is a loan with its own schedule."""

from datetime import datetime, timedelta
from typing import Annotated, Final, cast
from uuid import UUID

from pydantic import Field

from cairong.audit.recording import Tell, record
from cairong.clocks.steps.duties import fulfil_duty
from cairong.contracts.steps.numbers import next_numbers
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.lending.limits import term_end
from cairong.lending.models import Instalment, Intent, Loan, LoanEntry, Offer
from cairong.lending.states import INTENT, OFFER
from cairong.lending.steps.holding import locked_offer
from cairong.lending.steps.named import named
from cairong.lending.steps.revolving import last_draw
from cairong.parties.four_eyes import DATED, RUNNING, two_person
from cairong.parties.models import InstitutionProfile
from cairong.policy.cost import Method, schedule
from cairong.policy.drawing import asked_in_term, cooled, within_asked
from cairong.policy.lending import fee_below_draw, within_offer
from cairong.policy.rule import require
from cairong.treasury.arithmetic import fits_headroom
from cairong.treasury.models import Receivable
from cairong.treasury.steps import exposure

SERIES: Final = "DK"


@two_person(
    Role.INSTITUTION_OFFICER,
    word="放款",
    of=OFFER,
    numbers=("no",),
    free={"drawn_fen": RUNNING, "undrawn_fen": RUNNING, "due_on": DATED},
    fulfils="disburse_loan",
    fresh=True,
)
def disburse(
    *,
    actor: Actor,
    now: datetime,
    offer_id: UUID,
    amount_fen: Annotated[int, Field(gt=0, le=10**15)],
) -> Loan:
    """Draw an amount of an offer whose conditions are met; its fee is taken from the first draw.

    Reserved becomes outstanding; the duty to disburse is fulfilled once all is drawn that the
    supplier asked for, not by a part of it. A draw of a revolving limit ends with the term that its
    first draw began. Raises NotFound, WrongState, PolicyBreach above what
    is asked or left of the offer, above the headroom, not above its own fee, or in the
    cooling-off. Writes: lending.Loan, Instalment, LoanEntry, Offer, Intent,
    treasury.Entry, clocks.Mark. Source: 二(四)-4, 二(四)-5, D9, D10, D17.
    """
    offer, intent, receivable = locked_offer(actor, offer_id)
    _require_draws(offer)
    OFFER.after(offer.state, "disburse")
    left, last_on = offer.left_fen, last_draw(offer) if offer.revolves else None
    fee = 0 if offer.drawn_fen else offer.fee_fen
    cap = offer.cap_percent
    require(
        within_offer(amount_fen=amount_fen, left_fen=left),
        within_asked(amount_fen=amount_fen, asked_left_fen=offer.due_fen, left_fen=left),
        cooled(
            cooling_until=offer.cooling_until,
            waived=offer.cooling_waived_at is not None,
            on=day_of(now),
        ),
        asked_in_term(on=day_of(now), last_on=last_on),
        fits_headroom(receivable, amount_fen, cap_percent=cap, own_fen=intent.reserved_fen),
        fee_below_draw(amount_fen=amount_fen, fee_fen=fee),
    )
    loan = _draw(offer, receivable, amount_fen, fee, now)
    intent.reserved_fen -= amount_fen
    exposure.draw(
        receivable=receivable,
        amount_fen=amount_fen,
        cap_percent=cap,
        kept_fen=intent.reserved_fen,
        ref_id=loan.pk,
        now=now,
    )
    offer.drawn_fen += amount_fen
    _step(offer, intent, now)
    _record(actor, now, offer, loan)
    return loan


def _step(offer: Offer, intent: Intent, now: datetime) -> None:
    """Take offer and intent on by a draw: all that was asked for is there, or a part of it."""
    whole = offer.drawn_fen == offer.amount_fen and not offer.revolves
    asked = "disburse" if offer.due_fen else "disburse_asked"
    offer.state = OFFER.after(offer.state, "disburse_whole" if whole else asked)
    offer.save(update_fields=["drawn_fen", "state"])
    intent.state = INTENT.after(intent.state, "finance") if whole else intent.state
    intent.save(update_fields=["reserved_fen", "state"])
    if not offer.due_fen:
        fulfil_duty(subject_id=offer.pk, kind="disburse_loan", on=day_of(now), now=now)


def _require_draws(offer: Offer) -> None:
    """Say of an offer that ended because its institution was told to stop draws that it was.

    Of one that stands the database says so.
    """
    stopped = InstitutionProfile.objects.filter(pk=offer.institution_id, draws_stopped=True)
    if offer.state == "lapsed" and stopped.exists():
        raise WrongState("admission.draws_stopped", "一(一)-4")


def _record(actor: Actor, now: datetime, offer: Offer, loan: Loan) -> None:
    known = {**named(offer.intent), "product": offer.product_version.product.name}
    left = offer.left_fen
    record(
        actor=actor,
        now=now,
        type="lending.loan.drawn",
        subject=loan,
        about=[offer.pk, offer.application_id, offer.intent_id, loan.contract_id],
        visible_to=[loan.supplier_id],
        before={
            **known,
            "drawn_fen": offer.drawn_fen - loan.principal_fen,
            "undrawn_fen": left + loan.principal_fen,
        },
        after={
            **known,
            "no": loan.no,
            "amount_fen": loan.principal_fen,
            "fee_fen": loan.fee_fen,
            "rate_bp": loan.rate_bp,
            "drawn_fen": offer.drawn_fen,
            "undrawn_fen": left,
            "due_on": loan.due_on,
        },
        basis=["二(四)-4", "二(四)-5"],
        tell=[Tell(organisation_id=loan.supplier_id, role=Role.SUPPLIER)],
    )


def _draw(
    offer: Offer, receivable: Receivable, amount_fen: int, fee_fen: int, now: datetime
) -> Loan:
    today = day_of(now)
    assert offer.service_order is not None
    ends_on = term_end(offer) if offer.revolves else None
    loan = Loan.objects.create(
        city_id=offer.city_id,
        no=next_numbers(offer.city_id, SERIES, today.year)[0],
        offer=offer,
        receivable=receivable,
        contract_id=receivable.contract_id,
        institution_id=offer.institution_id,
        supplier_id=offer.intent.supplier_id,
        region=offer.intent.region,
        principal_fen=amount_fen,
        fee_fen=fee_fen,
        rate_bp=offer.rate_bp,
        day_count=offer.day_count,
        method=offer.method,
        hold_until_due=offer.hold_until_due,
        service_order=offer.service_order,
        drawn_on=today,
        due_on=ends_on or today + timedelta(days=offer.days),
        accrued_on=today,
    )
    _write_schedule(loan, offer)
    LoanEntry.objects.create(
        loan=loan,
        kind=LoanEntry.Kind.DRAWN,
        on=today,
        at=now,
        drawn_fen=amount_fen,
        fee_fen=fee_fen,
    )
    loan.outstanding_fen, loan.fee_paid_fen = amount_fen, fee_fen
    return loan


def _write_schedule(loan: Loan, offer: Offer) -> None:
    rows = schedule(
        principal_fen=loan.principal_fen,
        rate_bp=offer.rate_bp,
        days=(loan.due_on - loan.drawn_on).days,
        day_count=offer.day_count,
        method=cast("Method", offer.method),
        instalments=offer.instalments,
    )
    Instalment.objects.bulk_create(
        Instalment(
            loan=loan,
            position=place,
            due_on=loan.drawn_on + timedelta(days=row.day),
            principal_fen=row.principal_fen,
            interest_fen=row.interest_fen,
            left_fen=row.left_fen,
        )
        for place, row in enumerate(rows, start=1)
    )
