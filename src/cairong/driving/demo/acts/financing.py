"""From the intent to the accepted offer, as acts of a case."""

from typing import Any

from cairong.driving.demo.case import Case
from cairong.driving.demo.cast import Party
from cairong.driving.demo.together import Ending, together
from cairong.kernel.actor import Role
from cairong.lending.actions.accept_offer import accept_offer
from cairong.lending.actions.approve_offer import approve_offer
from cairong.lending.actions.confirm_complete import confirm_complete
from cairong.lending.actions.consent import read_contact
from cairong.lending.actions.decline_offer import decline_offer, withdraw_intent
from cairong.lending.actions.register_intent import register_intent
from cairong.lending.actions.reject_application import reject_application
from cairong.lending.actions.verify_contract import verify_contract
from cairong.lending.models import Application, Offer

OFFICER, APPROVER = Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER
CHEAPER_BP = 5


def intent(case: Case) -> None:
    """Register an intent that reaches the lender alone."""
    _register(case, [case.lender])


def intent_both(case: Case) -> None:
    """Register an intent that reaches two institutions."""
    _register(case, [case.lender, case.rival])


def broadcast(case: Case) -> None:
    """Register an intent that reaches every institution of the region."""
    _register(case, [])


def intent_on_award(case: Case) -> None:
    """Register an intent before there is a contract."""
    _register(case, [case.lender], award_id=case.award.pk)


def contact(case: Case) -> None:
    """Read the supplier's contact data, as the lender's officer."""
    case.alone(read_contact, OFFICER, application_id=case.application.pk)


def complete(case: Case) -> None:
    """Confirm that everything is there."""
    case.alone(confirm_complete, OFFICER, application_id=case.application.pk)


def verify(case: Case) -> None:
    """Check the contract's authenticity, in the province's system too."""
    _verify(case, case.lender, case.application)


def offer(case: Case) -> None:
    """Approve the application: an offer."""
    made = _offer(case, case.lender, case.application, case.ending)
    if made is not None:
        case.offer = made


def rival_complete(case: Case) -> None:
    """Confirm, as the second institution, that everything is there."""
    officer, application = case.rival.people[OFFICER], _application(case, case.rival)
    confirm_complete(actor=officer, now=case.now, application_id=application.pk)


def rival_offer(case: Case) -> None:
    """Let the second institution make its offer too."""
    application = _application(case, case.rival)
    _verify(case, case.rival, application)
    _offer(case, case.rival, application, Ending.DONE)


def reject(case: Case) -> None:
    """Turn the application down for a reason that can be cured."""
    case.both(
        reject_application,
        OFFICER,
        APPROVER,
        application_id=case.application.pk,
        code="term-mismatch",
        words="预计付款日晚于本机构产品的最长期限,建议缩短期限后重新申请",
    )


def accept(case: Case) -> None:
    """Accept the offer."""
    case.alone(accept_offer, Role.SUPPLIER, offer_id=case.offer.pk)


def decline(case: Case) -> None:
    """Decline the offer, or step back from it."""
    case.alone(decline_offer, Role.SUPPLIER, offer_id=case.offer.pk)


def withdraw(case: Case) -> None:
    """Withdraw the intent."""
    case.alone(withdraw_intent, Role.SUPPLIER, intent_id=case.intent.pk)


def _register(case: Case, lenders: list[Party], **on: Any) -> None:
    case.intent = case.alone(
        register_intent,
        Role.SUPPLIER,
        amount_fen=case.lent_fen(case.product(case.lender)),
        days=case.days,
        institution_ids=[one.organisation.pk for one in lenders],
        purpose="采购原材料和支付人工",
        **(on or {"contract_id": case.contract.pk}),
    )
    case.application = _application(case, case.lender)


def _application(case: Case, lender: Party) -> Application:
    return Application.objects.get(intent=case.intent, institution=lender.organisation)


def _verify(case: Case, lender: Party, application: Application) -> None:
    verify_contract(
        actor=lender.people[OFFICER],
        now=case.now,
        application_id=application.pk,
        provincial_reference=f"HNZFCG-演示-{case.contract.no}",
    )


def _offer(case: Case, lender: Party, application: Application, ending: Ending) -> Offer | None:
    product = case.product(lender)
    method = product.methods[len(case.title) % len(product.methods)]
    return together(
        approve_offer,
        case.now,
        lender.people[OFFICER],
        lender.people[APPROVER],
        ending=ending,
        application_id=application.pk,
        product_id=product.product.pk,
        amount_fen=min(case.lent_fen(product), case.intent.amount_fen),
        days=case.days,
        spread_bp=product.spread_bp - CHEAPER_BP,
        method=method,
        instalments=1 if method == "bullet" else max(case.days // 30, 1),
        fee_fen=product.fee_fen,
    )


ACTS = {
    one.__name__: one
    for one in (
        intent, intent_both, broadcast, intent_on_award, contact, complete, verify, offer,
        rival_complete, rival_offer, reject, accept, decline, withdraw,
    )
}  # fmt: skip
