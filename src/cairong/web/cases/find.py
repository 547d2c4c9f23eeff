"""Lead any record's id to the page that shows it to this actor."""

from collections.abc import Callable
from uuid import UUID

from django.urls import reverse

from cairong.contracts import reads as contracts
from cairong.kernel.actor import INSTITUTION, PURCHASER, Actor, Role
from cairong.kernel.errors import NotFound
from cairong.lending import reads as lending
from cairong.lending.models import Application, Intent, Loan, Offer
from cairong.outreach import reads as outreach
from cairong.parties.models import Proposal
from cairong.treasury import reads as treasury

Finder = Callable[[Actor, UUID], str]


def place_of(actor: Actor, record_id: UUID) -> str:
    """Name the address that shows a record to an actor. Raises NotFound."""
    for finder in FINDERS:
        try:
            return finder(actor, record_id)
        except NotFound:
            continue
    raise NotFound("access.not_found", thing="记录")


def _contract(actor: Actor, record_id: UUID) -> str:
    return _case(contracts.contract_for(actor, record_id).pk)


def _award(actor: Actor, record_id: UUID) -> str:
    award = contracts.award_for(actor, record_id)
    contract = contracts.draft_of(award)
    if contract is not None and contract.state != "draft":
        return _case(contract.pk)
    return reverse("award" if actor.role in PURCHASER else "desk", args=_only(actor, award.pk))


def _only(actor: Actor, award_id: UUID) -> list[UUID]:
    return [award_id] if actor.role in PURCHASER else []


def _application(actor: Actor, record_id: UUID) -> str:
    return _of_application(actor, lending.application_for(actor, record_id))


def _intent(actor: Actor, record_id: UUID) -> str:
    intent = lending.intent_for(actor, record_id)
    own = Application.objects.filter(intent=intent, institution=actor.organisation_id).first()
    return _of_application(actor, own) if own else _of_intent(actor, intent)


def _offer(actor: Actor, record_id: UUID) -> str:
    offer: Offer = lending.offer_for(actor, record_id)
    return _of_application(actor, offer.application)


def _loan(actor: Actor, record_id: UUID) -> str:
    loan: Loan = lending.loan_for(actor, record_id)
    return _case(loan.contract_id)


def _of_application(actor: Actor, application: Application) -> str:
    if actor.role in INSTITUTION:
        return reverse("application", args=[application.pk])
    return _of_intent(actor, application.intent)


def _of_intent(actor: Actor, intent: Intent) -> str:
    if actor.role is Role.SUPPLIER:
        return reverse("intent", args=[intent.pk])
    if intent.contract_id is None:
        return reverse("desk")
    return _case(intent.contract_id)


def _lock(actor: Actor, record_id: UUID) -> str:
    return _case(treasury.lock_for(actor, record_id).receivable.contract_id)


def _payment(actor: Actor, record_id: UUID) -> str:
    return _case(treasury.payment_for(actor, record_id).receivable.contract_id)


def _receivable(actor: Actor, record_id: UUID) -> str:
    return _case(treasury.receivable_for(actor, record_id).contract_id)


def _acceptance(actor: Actor, record_id: UUID) -> str:
    receivables = treasury.receivables_for(actor).order_by()
    found = receivables.filter(acceptances__pk=record_id).first()
    if found is None:
        raise NotFound("access.not_found", thing="验收")
    return _case(found.contract_id)


def _letter(actor: Actor, record_id: UUID) -> str:
    return reverse("letter", args=[outreach.letter_for(actor, record_id).pk])


def _proposal(actor: Actor, record_id: UUID) -> str:
    own = Proposal.objects.filter(pk=record_id, organisation=actor.organisation_id)
    if not own.exists():
        raise NotFound("access.not_found", thing="送审事项")
    return reverse("proposal", args=[record_id])


def _case(contract_id: UUID) -> str:
    return reverse("case", args=[contract_id])


FINDERS: tuple[Finder, ...] = (
    _proposal, _contract, _award, _application, _intent, _offer, _loan, _lock, _payment,
    _receivable, _acceptance, _letter,
)  # fmt: skip
