"""Lead any record's id to the page that shows it to this actor: its own, or else its case."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from cairong.contracts import reads as contracts
from cairong.kernel.actor import INSTITUTION, PURCHASER, Actor, Role
from cairong.kernel.errors import NotFound
from cairong.lending import reads as lending
from cairong.lending.models import Application, Intent, Verification
from cairong.outreach import reads as outreach
from cairong.parties.models import Claim, Invitation, Mandate, Organisation, Proposal
from cairong.products.models import Product
from cairong.rulebook.models import HolidayNotice, LprRow, ParameterRow
from cairong.treasury import reads as treasury
from cairong.treasury.models import Lock, Receivable
from cairong.treasury.steps.locks import offers_under
from cairong.web.finance.lists import READERS

Finder = Callable[[Actor, UUID], str]
Pages = Mapping[Role, str]

LOCKS: Pages = {
    Role.SUPPLIER: "supplier-lock",
    **dict.fromkeys(PURCHASER, "purchaser-lock"),
    **dict.fromkeys(READERS, "finance-lock"),
}
CHANGES: Pages = {
    Role.SUPPLIER: "supplier-change",
    **dict.fromkeys(PURCHASER, "purchaser-change"),
    **dict.fromkeys(READERS, "finance-change"),
}
PAYMENTS: Pages = dict.fromkeys(READERS, "finance-payment")
BOOKS: Pages = dict.fromkeys(READERS, "finance-book")
CHECKERS = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)
LOANS: Pages = {
    Role.SUPPLIER: "supplier-loan",
    **dict.fromkeys(INSTITUTION, "institution-loan"),
}


def place_of(actor: Actor, record_id: UUID) -> str:
    """Name the address that shows a record to an actor. Raises NotFound."""
    for finder in FINDERS:
        try:
            return finder(actor, record_id)
        except NotFound:
            continue
    raise NotFound("access.not_found", thing="记录")


def place_of_any(actor: Actor, records: Iterable[UUID]) -> str:
    """Name the address of the first of several records that an actor may see, "" without one."""
    for record_id in records:
        with suppress(NotFound):
            return place_of(actor, record_id)
    return ""


def _contract(actor: Actor, record_id: UUID) -> str:
    return _case(contracts.contract_for(actor, record_id).pk)


def _award(actor: Actor, record_id: UUID) -> str:
    award = contracts.award_for(actor, record_id)
    contract = contracts.draft_of(award)
    if contract is not None and contract.state != "draft":
        return _case(contract.pk)
    if actor.role in PURCHASER:
        return reverse("award", args=[award.pk])
    if actor.role in INSTITUTION:
        return f"{reverse('institution-awards')}?words={award.no}"
    letter = outreach.letters_of(actor).filter(award=award).first()
    return reverse("letter", args=[letter.pk]) if letter else reverse("desk")


def _application(actor: Actor, record_id: UUID) -> str:
    return _of_application(actor, lending.application_for(actor, record_id))


def _verification(actor: Actor, record_id: UUID) -> str:
    found = Verification.objects.filter(pk=record_id).first()
    if found is None:
        raise NotFound("access.not_found", thing="核验记录")
    return _application(actor, found.application_id)


def _intent(actor: Actor, record_id: UUID) -> str:
    intent = lending.intent_for(actor, record_id)
    own = Application.objects.filter(intent=intent, institution=actor.organisation_id).first()
    return _of_application(actor, own) if own else _of_intent(actor, intent)


def _offer(actor: Actor, record_id: UUID) -> str:
    offer = lending.offer_for(actor, record_id)
    if actor.role is Role.SUPPLIER:
        return reverse("offer", args=[offer.pk])
    return _of_application(actor, offer.application)


def _loan(actor: Actor, record_id: UUID) -> str:
    loan = lending.loan_for(actor, record_id)
    return _own(actor, LOANS, loan.pk, loan.contract_id)


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
    lock = treasury.lock_for(actor, record_id)
    if actor.role in INSTITUTION:
        offers = lending.offers_of(actor).filter(pk__in=offers_under(lock))
        if offer := offers.first():
            return reverse("application", args=[offer.application_id])
    return _own(actor, LOCKS, lock.pk, lock.receivable.contract_id)


def _change(actor: Actor, record_id: UUID) -> str:
    change = treasury.change_for(actor, record_id)
    return _own(actor, CHANGES, change.pk, change.receivable.contract_id)


def _payment(actor: Actor, record_id: UUID) -> str:
    payment = treasury.payment_for(actor, record_id)
    return _own(actor, PAYMENTS, payment.pk, payment.receivable.contract_id)


def _receivable(actor: Actor, record_id: UUID) -> str:
    return _book(actor, treasury.receivable_for(actor, record_id))


def _of_receivable(actor: Actor, record_id: UUID) -> str:
    """Lead an acceptance, a payee version or a remittance to the receivable it belongs to."""
    for part in ("acceptances", "payees", "remittances"):
        found = treasury.receivables_for(actor).order_by().filter(**{part: record_id}).first()
        if found is not None:
            return _book(actor, found)
        if lock := _own_lock(actor, f"receivable__{part}", record_id):
            return _case(lock.receivable.contract_id)
    raise NotFound("access.not_found", thing="应收账款")


def _own_lock(actor: Actor, part: str, record_id: UUID) -> Lock | None:
    """Find the lock an institution held when it was told of a record; it may have ended since."""
    if actor.role not in INSTITUTION:
        return None
    return treasury.locks_for(actor).order_by().filter(**{part: record_id}).first()


def _book(actor: Actor, receivable: Receivable) -> str:
    return _own(actor, BOOKS, receivable.pk, receivable.contract_id)


def _letter(actor: Actor, record_id: UUID) -> str:
    return reverse("letter", args=[outreach.letter_for(actor, record_id).pk])


def _proposal(actor: Actor, record_id: UUID) -> str:
    own = Proposal.objects.filter(pk=record_id, organisation=actor.organisation_id)
    if not own.exists():
        raise NotFound("access.not_found", thing="送审事项")
    return reverse("proposal", args=[record_id])


def _product(actor: Actor, record_id: UUID) -> str:
    product = Product.objects.filter(pk=record_id, city_id=actor.city).first()
    if product is None:
        raise NotFound("access.not_found", thing="产品")
    if actor.role in INSTITUTION and product.institution_id == actor.organisation_id:
        return reverse("product-own", args=[record_id])
    return reverse("supermarket-product", args=[record_id])


def _house(actor: Actor, record_id: UUID) -> str:
    """Lead to what the operator admits, the bureau checks and a house's administrator keeps."""
    if actor.role is Role.OPERATOR and Organisation.objects.filter(pk=record_id).exists():
        return reverse("account-organisation", args=[record_id])
    if actor.role in CHECKERS and Claim.objects.filter(pk=record_id).exists():
        return reverse("account-claim", args=[record_id])
    for model in (Mandate, Invitation):
        if model.objects.filter(pk=record_id, organisation=actor.organisation_id).exists():
            return reverse("account-people" if _administers(actor) else "account-home")
    if record_id == actor.organisation_id:
        return reverse("account-own" if _administers(actor) else "account-home")
    if record_id == actor.person_id:
        return reverse("account-home")
    raise NotFound("access.not_found", thing="单位或人员")


def _administers(actor: Actor) -> bool:
    return Mandate.objects.filter(Q(pk=actor.mandate_id), administrator=True).exists()


def _rule(actor: Actor, record_id: UUID) -> str:
    row = ParameterRow.objects.filter(pk=record_id, city_id=actor.city).first()
    if row is not None:
        return reverse("rulebook-parameter", args=[row.code])
    for model, page in ((HolidayNotice, "rulebook-holidays"), (LprRow, "rulebook-lpr")):
        if model.objects.filter(pk=record_id, city_id=actor.city).exists():
            return reverse(page)
    raise NotFound("access.not_found", thing="规则")


def _own(actor: Actor, pages: Pages, record_id: UUID, contract_id: UUID) -> str:
    page = pages.get(actor.role)
    return reverse(page, args=[record_id]) if page else _case(contract_id)


def _case(contract_id: UUID) -> str:
    return reverse("case", args=[contract_id])


FINDERS: tuple[Finder, ...] = (
    _proposal, _contract, _award, _application, _intent, _offer, _loan, _lock, _change, _payment,
    _receivable, _of_receivable, _letter, _verification, _product, _house, _rule,
)  # fmt: skip
