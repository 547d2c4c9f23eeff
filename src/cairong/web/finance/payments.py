"""The treasury desk's payments: to whom, by which lock, how much is owed; what became of them."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms

from cairong.cases.money import paying_of
from cairong.cases.places import PLACES as WAITING
from cairong.cases.proposals import first_waiting
from cairong.clocks.reads import open_deadlines
from cairong.home.environment import gateway_url
from cairong.kernel.actor import Actor
from cairong.kernel.papers import MOST_MB
from cairong.lending.actions.return_payment import return_payment
from cairong.orders.reads import orders_about
from cairong.policy.catalogue import sentence
from cairong.policy.orders import TWO
from cairong.treasury.actions.call_off_payment import call_off_payment
from cairong.treasury.actions.confirm_payment import confirm_arrival
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.pay_by_own_means import pay_by_own_means
from cairong.treasury.actions.resume_payment import resume_payment
from cairong.treasury.actions.withdraw_payment import send_back_payment
from cairong.treasury.arithmetic import owed_lines
from cairong.treasury.reads import payment_for, return_slips_of
from cairong.treasury.states import PAYMENT
from cairong.web.acting import act_view, answers, page_of
from cairong.web.finance.books import owed_why
from cairong.web.finance.deciding import decided_here
from cairong.web.finance.lists import READERS
from cairong.web.forms import ActForm, DayField, ReasonForm, SerialField, YuanField

ACTS = {key: place.acts for (thing, key), place in WAITING.items() if thing == "payment"}
ACTS |= {"confirmed": (return_payment.name,)}
PLACES = {"treasury.serial_used": "bank_serial", "treasury.arrived_on_wrong_day": "arrived_on"}


class ArrivalForm(ActForm):
    """What the bank slip says of a payment that arrived."""

    bank_serial = SerialField(label="银行流水号", help_text="照银行回单填写,一张回单登记一次")
    arrived_on = DayField(label="到账日", help_text="回单上的入账日期,利息算到这一天")


class ReturnForm(ReasonForm):
    """What the bank's paper says of a payment that came back, and the paper."""

    file = forms.FileField(
        label="银行退汇凭证",
        help_text=f"PDF、JPEG 或 PNG,最大 {MOST_MB} MB",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    return_serial = SerialField(label="退汇流水号", help_text="照凭证填写,一张凭证登记一次")
    amount_fen = YuanField(label="退汇金额", help_text="银行整笔退回,与支付金额相同")
    field_order = ("file", "return_serial", "amount_fen", "reason")


class OwnMeansForm(ReasonForm):
    """Why the desk pays by its own means."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "own-%s", **kwargs})
        self.fields["reason"].help_text = "写明为什么不再由平台送出,怎样向国库查明没有付"


class CallOffForm(ReasonForm):
    """Why a payment that never left is called off."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "off-%s", **kwargs})
        self.fields["reason"].help_text = "写明怎样查明没有付出;会原样告诉采购人、供应商和放款机构"


def _payment(actor: Actor, now: datetime, payment_id: UUID) -> dict[str, Any]:
    of = paying_of(actor, payment_id, now)
    found = of.payment
    here = decided_here(actor, found.receivable.region, now, waits=True)
    officer = here.pop("open")
    orders = orders_about(actor, [payment_id, found.payee_version_id])
    return {
        **here,
        "payment": found,
        "receivable": found.receivable,
        "state": PAYMENT.states[found.state],
        "deadline": open_deadlines(actor, now, [payment_id]).get(payment_id),
        "current": found.receivable.current_id == found.payee_version_id,
        "lock": of.lock,
        "verdict": of.verdict,
        "why": owed_why(owed_lines(found.receivable)),
        "proposal": first_waiting(actor, ACTS.get(found.state, ()), payment_id),
        "open": found.state == "requested" and officer,
        "arriving": found.state == "released" and officer,
        "resumable": found.state == "unpaid" and bool(of.paid_late) and officer,
        "returnable": found.state in ("released", "confirmed") and officer,
        "earlier": sentence(of.earlier) if of.earlier else "",
        "repaid_fen": of.repaid_fen,
        "own_means": of.own_means,
        "paid_late": sentence(of.paid_late) if of.paid_late else "",
        "by_gateway": of.by_gateway,
        "no_own_means": sentence(of.no_own_means) if of.no_own_means else "",
        "no_call_off": sentence(of.no_call_off) if of.no_call_off else "",
        "own_form": OwnMeansForm(),
        "off_form": CallOffForm(),
        "resume_form": ActForm(),
        "arrival_form": ArrivalForm(),
        "remittance": of.remittance,
        "came_back": of.came_back,
        "returned_form": ReturnForm(auto_id="returned-%s"),
        "slips": return_slips_of(found),
        "orders": orders,
        "signed": next((each for each in orders if len(each.signatures.all()) == TWO), None),
        "gateway": gateway_url(),
        **answers(),
    }


payment_page = page_of("finance/payment.html", _payment)
_on_payment = partial(act_view, draw=payment_page, of=payment_for)

payment = _on_payment(pay, roles=READERS, then="款项支付在途;到账后自动还贷,其余归供应商。")
payment_sent_back = _on_payment(send_back_payment, ReasonForm, "no_form", then="申请退回采购人。")
payment_arrived = _on_payment(
    confirm_arrival,
    ArrivalForm,
    "arrival_form",
    then="这笔款项记为已到账,自动还贷,其余归供应商。",
    places=PLACES,
)
payment_resumed = _on_payment(
    resume_payment, ActForm, "resume_form", then="这笔支付恢复在途,不再送出;请按银行回单登记到账。"
)
payment_by_own_means = _on_payment(
    pay_by_own_means,
    OwnMeansForm,
    "own_form",
    then="平台不再送出这笔支付;请付到签名网关页面上那份签名单的账户,再按银行回单登记到账。",
)
payment_called_off = _on_payment(
    call_off_payment,
    CallOffForm,
    "off_form",
    then="这笔金额回到应付未申请,采购人、供应商和放款机构收到消息。",
)
