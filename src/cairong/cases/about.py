"""Which contract or award some records are about, and whose, as far as their reader may see it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from cairong.contracts.reads import awards_of, contracts_of, shares_of, suppliers_of
from cairong.kernel.actor import Actor
from cairong.lending.reads import intents_of
from cairong.treasury.reads import receivables_for


@dataclass(frozen=True, kw_only=True)
class About:
    """A contract, or else an award, with the suppliers concerned."""

    signed: bool
    no: str
    title: str
    suppliers: tuple[str, ...]


def about_of(actor: Actor, records: Collection[UUID]) -> About | None:
    """Find the contract (or award) among records; all its suppliers where it is no one's money."""
    intents = list(intents_of(actor).filter(pk__in=records))
    receivables = list(receivables_for(actor).filter(pk__in=records))
    whose = {intent.supplier_id for intent in intents} | {
        receivable.supplier_id for receivable in receivables
    }
    listed = {*records, *(intent.award_id for intent in intents if intent.award_id)}
    contract = contracts_of(actor).order_by().filter(pk__in=listed).first()
    award = None if contract else awards_of(actor).order_by().filter(pk__in=listed).first()
    if contract is not None:
        parties = [(supplier.supplier_id, supplier.name) for supplier in suppliers_of(contract)]
    elif award is not None:
        parties = [(share.supplier_id, share.named) for share in shares_of(award)]
    of = contract or award
    if of is None:
        return None
    return About(
        signed=contract is not None,
        no=of.no,
        title=of.title,
        suppliers=tuple(name for pk, name in parties if not whose or pk in whose),
    )
