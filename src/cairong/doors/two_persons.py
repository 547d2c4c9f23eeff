"""Every act of two persons by its name: imported here, so that the second person finds each."""

from collections.abc import Mapping
from typing import Any

from cairong.filing.actions.decide_filing import decide_filing
from cairong.filing.actions.resubmit_filing import resubmit_filing
from cairong.filing.actions.sign_contract import sign_contract
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.disburse import disburse
from cairong.lending.actions.record_repayment import record_repayment
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.actions.request_lock import request_lock
from cairong.lending.actions.step_back import step_back
from cairong.parties.four_eyes import TwoPersonAct
from cairong.products.actions.publish_product import publish_product
from cairong.products.actions.retire_product import (
    resume_product,
    retire_product,
    suspend_product,
)
from cairong.rulebook.actions.enter_holidays import enter_holidays
from cairong.rulebook.actions.publish_lpr import publish_lpr
from cairong.rulebook.actions.set_parameter import set_parameter
from cairong.treasury.actions.acknowledge_lock import acknowledge_lock
from cairong.treasury.actions.change_payee import change_payee, consent_payee_change
from cairong.treasury.actions.confirm_lock import confirm_lock
from cairong.treasury.actions.confirm_payment import confirm_arrival
from cairong.treasury.actions.pay import pay
from cairong.treasury.actions.recall_acceptance import recall_acceptance
from cairong.treasury.actions.refuse_lock import decline_acknowledgement, decline_confirmation
from cairong.treasury.actions.request_payment import request_payment
from cairong.treasury.actions.return_payment import return_payment
from cairong.treasury.actions.withdraw_payment import send_back_payment, take_back_payment

TWO_PERSON_ACTS: Mapping[str, TwoPersonAct[..., Any]] = {
    act.name: act
    for act in (
        sign_contract, decide_filing, resubmit_filing,
        publish_product, suspend_product, resume_product, retire_product,
        approve_offer, reject_application, request_lock, disburse, step_back,
        record_repayment,
        acknowledge_lock, decline_acknowledgement, confirm_lock, decline_confirmation,
        request_payment, take_back_payment, send_back_payment, pay, confirm_arrival, return_payment,
        recall_acceptance, consent_payee_change, change_payee,
        set_parameter, enter_holidays, publish_lpr,
    )
}  # fmt: skip
