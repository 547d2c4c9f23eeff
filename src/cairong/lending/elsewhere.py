"""Loans lent outside the platform, as each actor may see them: not yours is not there."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from cairong.audit.rows import fetch
from cairong.contracts.models import Contract
from cairong.contracts.reads import contract_for
from cairong.kernel.actor import BUREAU, INSTITUTION, OVERSEERS, PURCHASER, Actor, Role
from cairong.kernel.errors import Invalid, NotFound
from cairong.lending.models import OutsideLoan
from cairong.treasury.models import Lock, Opening, Receivable

WORD = "平台外贷款"


def outsides_of(actor: Actor) -> QuerySet[OutsideLoan]:
    """List the loans of elsewhere an actor may see, newest first.

    An institution its own; supplier and purchaser those on their contracts; the desks and who
    oversees those of their region.
    """
    rows = OutsideLoan.objects.filter(_within(actor), city_id=actor.city)
    return rows.select_related(
        "receivable__contract", "receivable__supplier", "institution", "loan"
    ).order_by("-entered_at", "-pk")


def outside_for(actor: Actor, outside_id: UUID, *, lock: bool = False) -> OutsideLoan:
    """Fetch a loan of elsewhere; locks its receivable first, then it. Raises NotFound."""
    rows = outsides_of(actor)
    if lock:
        rows = rows.select_for_update(of=("receivable", "self"), no_key=True)
    return fetch(rows, outside_id, WORD)


def outsides_under(actor: Actor, lock: Lock) -> list[OutsideLoan]:
    """List the loans of elsewhere an actor may see that stand under a lock."""
    held = lock.operations.filter(state="open").values("offer_id")
    return list(outsides_of(actor).filter(pk__in=held))


def opened_elsewhere(contract_id: UUID) -> bool:
    """Whether it is known what was paid of a contract before it came here."""
    return Opening.objects.filter(receivable__contract=contract_id, state="standing").exists()


@dataclass(frozen=True, kw_only=True)
class Running:
    """A contract that ran before it came here, the receivable meant, and its opening if known."""

    contract: Contract
    receivable: Receivable
    opening: Opening | None


def running_on(
    actor: Actor, contract_id: UUID, supplier_id: UUID | None = None, *, lock: bool = False
) -> Running:
    """Find what a loan of elsewhere runs on; `supplier_id` says whose where there are several.

    Raises NotFound, Invalid where the supplier has to be named.
    """
    contract = contract_for(actor, contract_id)
    rows = Receivable.objects.filter(contract=contract).order_by("seq")
    rows = rows.filter(supplier=supplier_id) if supplier_id else rows
    rows = rows.select_for_update(of=("self",), no_key=True) if lock else rows
    found = list(rows.select_related("contract", "supplier")[:2])
    if len(found) > 1:
        raise Invalid("invalid.required", field="supplier")
    if not found:
        raise NotFound("access.not_found", thing="应收账款")
    opening = Opening.objects.filter(receivable=found[0], state="standing").first()
    return Running(contract=contract, receivable=found[0], opening=opening)


def _within(actor: Actor) -> Q:
    own = actor.organisation_id
    if actor.role is Role.SUPPLIER:
        return Q(receivable__supplier=own)
    if actor.role in INSTITUTION:
        return Q(institution=own)
    if actor.role in PURCHASER:
        return Q(receivable__contract__purchaser=own)
    if actor.role in BUREAU | OVERSEERS:
        return Q() if actor.whole_city else Q(receivable__region=actor.region)
    return Q() if actor.role is Role.SYSTEM else Q(pk__in=[])
