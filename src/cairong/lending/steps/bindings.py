"""Find the contract and receivable an intent stands on, and bind an award's intent to them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Subquery

from cairong.audit.rows import locked
from cairong.contracts.models import Contract, ContractSupplier
from cairong.contracts.reads import award_for, contract_for, draft_of
from cairong.contracts.states import PUBLIC_STATES
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Invalid, PolicyBreach, WrongState
from cairong.lending.models import Application, Intent
from cairong.lending.states import OPEN_APPLICATIONS, OPEN_INTENTS
from cairong.parties.models import SupplierProfile
from cairong.parties.reads import regions
from cairong.policy.products import Borrower
from cairong.treasury.models import Receivable
from cairong.treasury.steps.receivables import receivable_of


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What a supplier borrows on: a contract with its receivable, or an award and its share."""

    award_id: UUID
    contract: Contract | None
    receivable: Receivable | None
    region: str
    title: str
    base_fen: int
    borrower: Borrower


@dataclass(frozen=True, kw_only=True)
class Bound:
    """The intents that were bound to a contract, and the institutions that have to look at them."""

    intents: list[UUID]
    asked: list[UUID]


def ground_of(
    actor: Actor,
    supplier_id: UUID,
    contract_id: UUID | None,
    award_id: UUID | None,
    *,
    lock: bool = False,
) -> Ground:
    """Find what an intent can be registered on; an award locked where asked, so that it stands.

    Raises NotFound, Invalid, WrongState on a cancelled award, PolicyBreach.
    """
    if (contract_id is None) == (award_id is None):
        raise Invalid("lending.one_subject", field="contract_id")
    if contract_id is not None:
        return _of_contract(contract_for(actor, contract_id), supplier_id)
    assert award_id is not None
    award = award_for(actor, award_id, lock=lock)
    if award.state == "cancelled":
        raise WrongState("lending.award_cancelled", "一(一)-1", no=award.no)
    contract = draft_of(award)
    if contract is not None and contract.state in PUBLIC_STATES:
        return _of_contract(contract, supplier_id)
    shares = list(award.shares.all())
    own = next(each for each in shares if each.supplier_id == supplier_id)
    share = own.share_fen if own.share_fen or len(shares) > 1 else award.amount_fen
    if share is None:
        raise PolicyBreach("lending.share_open", obligation="一(一)-1")
    return Ground(
        award_id=award.pk,
        contract=None,
        receivable=None,
        region=award.region,
        title=award.title,
        base_fen=share,
        borrower=_borrower(award.city_id, award.region, None, supplier_id),
    )


def borrower_of(intent: Intent) -> Borrower:
    """Say where an intent's contract is, and how large its supplier."""
    return _borrower(intent.city_id, intent.region, intent.contract_id, intent.supplier_id)


def bind_intents(contract: Contract) -> Bound:
    """Bind the open intents of an award to the contract now signed on it; its row is locked.

    Writes: lending.Intent. Source: 二(四)-3, D1.
    """
    open_ = Intent.objects.filter(award=contract.award_id, contract=None, state__in=OPEN_INTENTS)
    rows = list(locked(open_.order_by("pk")))
    for intent in rows:
        intent.contract = contract
        intent.receivable = receivable_of(contract.pk, intent.supplier_id)
        intent.save(update_fields=["contract", "receivable"])
    asked = Application.objects.filter(intent__in=rows, state__in=OPEN_APPLICATIONS)
    return Bound(
        intents=[row.pk for row in rows],
        asked=sorted(set(asked.values_list("institution_id", flat=True))) if rows else [],
    )


def _of_contract(contract: Contract, supplier_id: UUID) -> Ground:
    receivable = receivable_of(contract.pk, supplier_id)
    return Ground(
        award_id=contract.award_id,
        contract=contract,
        receivable=receivable,
        region=contract.region,
        title=contract.title,
        base_fen=receivable.amount_fen,
        borrower=_borrower(contract.city_id, contract.region, contract.pk, supplier_id),
    )


def _borrower(city: str, region: str, contract_id: UUID | None, supplier_id: UUID) -> Borrower:
    """Take the size fixed at signing (802§3), or today's while no contract stands.

    The region's name comes in the same statement.
    """
    signed = ContractSupplier.objects.filter(contract=contract_id, supplier=supplier_id)
    known = SupplierProfile.objects.filter(pk=supplier_id)
    name = Subquery(regions(city).filter(code=region).values("name")[:1])
    rows = (signed if contract_id else known).values_list("size", name)
    size, place = rows.first() or ("", "")
    return Borrower(city=city, region=region, place=place or region, size=size or "")
