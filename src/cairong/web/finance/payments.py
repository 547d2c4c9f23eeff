"""The treasury desk's payments: to whom, by which lock, how much is owed; what became of them."""

from typing import Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cairong.cases.proposals import first_waiting
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.policy.catalogue import sentence
from cairong.rulebook.reads import calendar_of
from cairong.treasury.actions.confirm_payment import confirm_arrival
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.return_payment import return_payment
from cairong.treasury.actions.withdraw_payment import send_back_payment
from cairong.treasury.models import Lock, Payment
from cairong.treasury.reads import payment_for
from cairong.treasury.states import PAYMENT
from cairong.treasury.steps.locks import active_lock
from cairong.treasury.steps.paying import arrival_before, repaid_from, used_of
from cairong.web.acting import answers, lay_before
from cairong.web.duties import open_deadlines
from cairong.web.finance.books import owed_why
from cairong.web.finance.lists import READERS
from cairong.web.forms import ActForm, DayField, ReasonForm, SerialField
from cairong.web.frame import draw

ACTS = {
    "requested": ("treasury.pay", "treasury.send_back_payment"),
    "released": ("treasury.confirm_arrival", "treasury.return_payment"),
    "confirmed": ("treasury.return_payment",),
}
PLACES = {"treasury.serial_used": "bank_serial", "treasury.arrived_on_wrong_day": "arrived_on"}


class ArrivalForm(ActForm):
    """What the bank's receipt says of a payment that arrived."""

    bank_serial = SerialField(label="银行流水号", help_text="照银行回单填写,一张回单登记一次")
    arrived_on = DayField(label="到账日", help_text="回单上的入账日期,利息算到这一天")


@page(*READERS)
def payment(request: HttpRequest, actor: Actor, payment_id: UUID) -> HttpResponseBase:
    """Show a payment with payee, lock and what is owed; release it by two persons."""
    found = payment_for(actor, payment_id)
    return lay_before(
        request,
        ActForm,
        lambda _: pay.propose(actor=actor, now=moment_of(request), payment_id=payment_id),
        draw=lambda form: _drawn(request, actor, found, form=form),
        then="款项支付在途;到账后自动还贷,其余归供应商。",
    )


@page(Role.TREASURY_OFFICER)
def payment_sent_back(request: HttpRequest, actor: Actor, payment_id: UUID) -> HttpResponseBase:
    """Send back a payment that cannot be made as asked; a second person agrees first."""
    found = payment_for(actor, payment_id)
    return lay_before(
        request,
        ReasonForm,
        lambda typed: send_back_payment.propose(
            actor=actor, now=moment_of(request), payment_id=payment_id, reason=typed["reason"]
        ),
        draw=lambda form: _drawn(request, actor, found, no_form=form),
        then="申请退回采购人。",
    )


@page(Role.TREASURY_OFFICER)
def payment_arrived(request: HttpRequest, actor: Actor, payment_id: UUID) -> HttpResponseBase:
    """Record a payment's arrival from the bank's receipt; a second person agrees first."""
    found = payment_for(actor, payment_id)
    return lay_before(
        request,
        ArrivalForm,
        lambda typed: confirm_arrival.propose(
            actor=actor, now=moment_of(request), payment_id=payment_id, **typed
        ),
        draw=lambda form: _drawn(request, actor, found, arrival_form=form),
        then="这笔款项记为已到账,自动还贷,其余归供应商。",
        places=PLACES,
    )


@page(Role.TREASURY_OFFICER)
def payment_returned(request: HttpRequest, actor: Actor, payment_id: UUID) -> HttpResponseBase:
    """Record that the bank sent a payment back (退汇); a second person agrees first."""
    found = payment_for(actor, payment_id)
    return lay_before(
        request,
        ReasonForm,
        lambda typed: return_payment.propose(
            actor=actor, now=moment_of(request), payment_id=payment_id, reason=typed["reason"]
        ),
        draw=lambda form: _drawn(request, actor, found, returned_form=form),
        then="这笔金额回到应付未申请,采购人收到消息。",
    )


LockVerdict = Literal["free", "kept", "strayed"]


def lock_verdict(payment: Payment, lock: Lock | None) -> LockVerdict:
    """Say whether a payment goes where a lock binds it to go."""
    if lock is None:
        return "free"
    return "kept" if lock.payee_version_id == payment.payee_version_id else "strayed"


def _drawn(request: HttpRequest, actor: Actor, found: Payment, **forms: ActForm) -> HttpResponse:
    today, calendar = day_of(moment_of(request)), calendar_of(actor.city)
    receivable, officer = found.receivable, actor.role is Role.TREASURY_OFFICER
    lock = active_lock(receivable)
    context = {
        "payment": found,
        "receivable": receivable,
        "state": PAYMENT.states[found.state],
        "deadline": open_deadlines([found.pk], today=today, calendar=calendar).get(found.pk),
        "current": receivable.current_id == found.payee_version_id,
        "lock": lock,
        "verdict": lock_verdict(found, lock),
        "why": owed_why(receivable),
        "proposal": first_waiting(actor, ACTS.get(found.state, ()), found.pk),
        "open": found.state == "requested" and officer,
        "arriving": found.state == "released" and officer,
        "returnable": found.state in ("released", "confirmed") and officer,
        **_first(found),
        "arrival_form": ArrivalForm(),
        "remittance": getattr(found, "remittance", None),
        **answers({"returned_form": ReasonForm(auto_id="returned-%s"), **forms}),
    }
    return draw(request, actor, "finance/payment.html", context)


def _first(found: Payment) -> dict[str, str]:
    """Say what has to be recorded before an arrival, and what keeps money from being returned."""
    earlier = arrival_before(found) if found.state == "released" else None
    repaid = repaid_from(used_of(found)) if found.state == "confirmed" else None
    return {
        "earlier": sentence(earlier) if earlier else "",
        "repaid": sentence(repaid) if repaid else "",
    }
