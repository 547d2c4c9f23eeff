"""Stand a receivable up when a contract is signed, and its payee when the filing is accepted."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from cairong.audit.rows import locked
from cairong.contracts.models import Contract
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.parties.models import Organisation
from cairong.parties.reads import ran_before
from cairong.rulebook.reads import parameter_or_first
from cairong.treasury.chart import Kind
from cairong.treasury.models import PayeeChange, PayeeVersion, Receivable
from cairong.treasury.steps.books import move

CAP = "contract_cap_percent"


def stand_up(
    *,
    actor: Actor,
    now: datetime,
    contract: Contract,
    supplier: Organisation,
    amount_fen: int,
    retention_fen: int = 0,
) -> Receivable:
    """Stand up what the treasury will owe one supplier on a signed contract.

    The contract's cap is the one in force that day (D9, D28), the first there was for one older.
    What was paid before is not known of one signed before the city opened.
    Writes: treasury.Receivable, treasury.Entry. Source: D8, 一(一)-1.
    """
    signed_on = contract.signed_on or day_of(now)
    receivable = Receivable.objects.create(
        city_id=actor.city,
        contract=contract,
        supplier=supplier,
        seq=Receivable.objects.filter(contract=contract).count() + 1,
        region=contract.region,
        amount_fen=amount_fen,
        retention_fen=retention_fen,
        cap_percent=parameter_or_first(actor.city, CAP, on=signed_on),
        opening_fen=None if ran_before(actor.city, signed_on) else 0,
        established_at=now,
    )
    move(receivable, Kind.STAND, amount_fen, ref_id=contract.pk, now=now)
    return receivable


def receivable_of(contract_id: UUID, supplier_id: UUID, *, lock: bool = False) -> Receivable:
    """Find the receivable of one supplier on a contract, locked where asked. Raises NotFound."""
    rows = Receivable.objects.filter(contract_id=contract_id, supplier_id=supplier_id)
    found = (locked(rows) if lock else rows).select_related("contract").first()
    if found is None:
        raise NotFound("access.not_found", thing="应收账款")
    return found


def stand_payee(
    *,
    now: datetime,
    receivable: Receivable,
    account: Mapping[str, str],
    source: str,
    change: PayeeChange | None = None,
) -> PayeeVersion:
    """Stand the next payee version; from now on every payment goes to its account (D8).

    The first stands by the filing; a later one by an agreed `change` alone, with no lock live and
    no payment under way. Writes: treasury.PayeeVersion, and `current` through its trigger.
    """
    version = PayeeVersion.objects.create(
        receivable=receivable,
        version=PayeeVersion.objects.filter(receivable=receivable).count() + 1,
        **account,
        source=source,
        established_at=now,
        change=change,
    )
    receivable.current = version
    return version
