"""The treasury desk's payments: to whom, by which lock, how much is owed; what became of them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cairong.cases.money import paying_of
from cairong.cases.proposals import first_waiting
from cairong.clocks.reads import open_deadlines
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.policy.catalogue import sentence
from cairong.treasury.actions.confirm_payment import confirm_arrival
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.return_payment import return_payment
from cairong.treasury.actions.withdraw_payment import send_back_payment
from cairong.treasury.arithmetic import owed_lines
from cairong.treasury.reads import payment_for
from cairong.treasury.states import PAYMENT
from cairong.web.acting import answers, lay_before, told
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
    """What the bank slip says of a payment that arrived."""

    bank_serial = SerialField(label="银行流水号", help_text="照银行回单填写,一张回单登记一次")
    arrived_on = DayField(label="到账日", help_text="回单上的入账日期,利息算到这一天")


@page(*READERS)
def payment(request: HttpRequest, actor: Actor, payment_id: UUID) -> HttpResponseBase:
    """Show a payment with payee, lock and what is owed; release it by two persons."""
    payment_for(actor, payment_id)
    return lay_before(
        request,
        ActForm,
        told(request, actor, pay.propose, payment_id=payment_id),
        draw=lambda form: _drawn(request, actor, payment_id, form=form),
        then="款项支付在途;到账后自动还贷,其余归供应商。",
    )


@page(Role.TREASURY_OFFICER)
def payment_sent_back(request: HttpRequest, actor: Actor, payment_id: UUID) -> HttpResponseBase:
    """Send back a payment that cannot be made as asked; a second person agrees first."""
    return lay_before(
        request,
        ReasonForm,
        told(request, actor, send_back_payment.propose, payment_id=payment_id),
        draw=lambda form: _drawn(request, actor, payment_id, no_form=form),
        then="申请退回采购人。",
    )


@page(Role.TREASURY_OFFICER)
def payment_arrived(request: HttpRequest, actor: Actor, payment_id: UUID) -> HttpResponseBase:
    """Record a payment's arrival from the bank slip; a second person agrees first."""
    return lay_before(
        request,
        ArrivalForm,
        told(request, actor, confirm_arrival.propose, payment_id=payment_id),
        draw=lambda form: _drawn(request, actor, payment_id, arrival_form=form),
        then="这笔款项记为已到账,自动还贷,其余归供应商。",
        places=PLACES,
    )


@page(Role.TREASURY_OFFICER)
def payment_returned(request: HttpRequest, actor: Actor, payment_id: UUID) -> HttpResponseBase:
    """Record that the bank sent a payment back (退汇); a second person agrees first."""
    return lay_before(
        request,
        ReasonForm,
        told(request, actor, return_payment.propose, payment_id=payment_id),
        draw=lambda form: _drawn(request, actor, payment_id, returned_form=form),
        then="这笔金额回到应付未申请,采购人收到消息。",
    )


def _drawn(request: HttpRequest, actor: Actor, payment_id: UUID, **forms: ActForm) -> HttpResponse:
    of = paying_of(actor, payment_id)
    found, officer = of.payment, actor.role is Role.TREASURY_OFFICER
    context = {
        "payment": found,
        "receivable": found.receivable,
        "state": PAYMENT.states[found.state],
        "deadline": open_deadlines(actor, moment_of(request), [payment_id]).get(payment_id),
        "current": found.receivable.current_id == found.payee_version_id,
        "lock": of.lock,
        "verdict": of.verdict,
        "why": owed_why(owed_lines(found.receivable)),
        "proposal": first_waiting(actor, ACTS.get(found.state, ()), payment_id),
        "open": found.state == "requested" and officer,
        "arriving": found.state == "released" and officer,
        "returnable": found.state in ("released", "confirmed") and officer,
        "earlier": sentence(of.earlier) if of.earlier else "",
        "repaid": sentence(of.repaid) if of.repaid else "",
        "arrival_form": ArrivalForm(),
        "remittance": of.remittance,
        **answers({"returned_form": ReasonForm(auto_id="returned-%s"), **forms}),
    }
    return draw(request, actor, "finance/payment.html", context)
