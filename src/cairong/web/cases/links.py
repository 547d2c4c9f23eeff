"""Where each act of a case is done and each record of it is read: addresses by what is possible."""

from collections.abc import Iterable, Mapping

from django.urls import reverse

from cairong.cases.possible import DECIDE, Possible
from cairong.kernel.actor import Actor, Role
from cairong.web.parts import Paper

ADDRESSES: Mapping[str, str] = {
    DECIDE: "proposal",
    "filing.sign_contract": "award",
    "filing.decide_filing": "finance-filing",
    "filing.resubmit_filing": "filing-resubmit",
    "recall_filing": "filing-recall",
    "record_acceptance": "acceptance-new",
    "treasury.recall_acceptance": "acceptance-new",
    "treasury.declare_opening": "opening-new",
    "agree_opening": "supplier-opening",
    "treasury.approve_opening": "finance-opening",
    "lending.enter_outside": "outside-new",
    "agree_outside": "supplier-outside",
    "lending.request_outside_lock": "institution-outside",
    "treasury.request_payment": "payment-new",
    "treasury.take_back_payment": "payment-take-back",
    "treasury.pay": "finance-payment",
    "treasury.confirm_arrival": "finance-payment",
    "consent_lock": "supplier-lock",
    "treasury.acknowledge_lock": "purchaser-lock",
    "treasury.confirm_lock": "finance-lock",
    "confirm_account": "supplier-account",
    "ask_payee_change": "payee-change",
    "treasury.consent_payee_change": "purchaser-change",
    "treasury.change_payee": "finance-change",
    "withdraw_payee_change": "purchaser-change",
    "register_intent": "finance-contract",
    "accept_offer": "offer",
    "ask_draw": "offer",
    "confirm_complete": "application",
    "agree_start": "start",
    "contact_overdue": "overdue",
    "lending.propose_plan": "overdue",
    "lending.write_off_loan": "overdue",
    "lending.forgive_debt": "overdue",
    "agree_plan": "overdue",
    "lending.decide_start": "start",
    "answer_defects": "answer-defects",
    "answer_lender": "answer-question",
    "lending.approve_offer": "application",
    "repay_loan": "supplier-loan",
    "answer_recommendation": "recommendation-ask",
    "prove_mandate": "account-claim",
    "contracts.admit_alike": "account-claim",
    "acknowledge_alarm": "auditor-alarm",
    "look_into_shared": "finance-shared",
    "answer_urging": "urging",
    "oversight.close_urging": "urging",
    "accept_engagement": "engagement",
    "answer_guidance": "guided",
    "close_guidance": "guided",
    "answer_relending": "relending",
    "review_institution": "admission-institution",
    "answer_complaint": "complaint",
    "settle_complaint": "complaint",
    "decide_size": "size",
    "reply_size_letter": "size",
    "answer_roster": "roster-push",
    "do_task": "board-task",
    "evaluation.answer_appeal": "evaluation-appeal",
    "evaluation.freeze_year": "find",
    "assessment.answer_objection": "assessment-objection",
    "assessment.freeze_assessment": "find",
    "see_filing": "finance-filing",
    "see_book": "finance-book",
    "see_lock": "finance-lock",
    "see_payment": "finance-payment",
    "see_change": "finance-change",
    "see_opening": "find",
    "see_outside": "find",
    "see_intent": "intent",
    "see_application": "application",
    "see_loan": "institution-loan",
}
OF_SUPPLIER = {"see_change": "supplier-change", "see_loan": "supplier-loan"}


def papers(actor: Actor, acts: Iterable[Possible]) -> list[Paper]:
    """Lead to where each of these is done or read."""
    return [Paper(word=act.word, href=address_of(actor, act)) for act in acts]


def address_of(actor: Actor, possible: Possible) -> str:
    """Name the address where something is done or read; any record is found by its id."""
    of_role = OF_SUPPLIER if actor.role is Role.SUPPLIER else {}
    name = of_role.get(possible.act) or ADDRESSES.get(possible.act, "find")
    return reverse(name, args=[possible.subject_id])
