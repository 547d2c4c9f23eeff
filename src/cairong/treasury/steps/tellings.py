"""Who is told of what happens to a receivable, and who may read it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import Tell
from cairong.contracts.models import Contract, ContractSupplier
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.parties.deciding import deciding_bureau
from cairong.parties.models import Organisation
from cairong.parties.reads import the_only
from cairong.policy.counties import PROCUREMENT, TREASURY
from cairong.treasury.models import (
    DisownedAccount,
    Lock,
    OwnAccount,
    PayeeChange,
    PayeeVersion,
    Payment,
    Receivable,
)

type Bears = PayeeVersion | PayeeChange | ContractSupplier | OwnAccount | DisownedAccount


def bureau_of(city: str) -> Organisation:
    """Find the bureau of a city, not one of a county of it."""
    return the_only(city, Organisation.Kind.BUREAU)


def paying_bureau(receivable: Receivable, now: datetime) -> Organisation:
    """Find the bureau whose treasury desk decides on a receivable: the county's, or the city's."""
    return deciding_bureau(receivable.city_id, receivable.region, TREASURY, day_of(now))


def filing_bureau(contract: Contract, now: datetime) -> Organisation:
    """Find the bureau whose procurement desk decides on a contract: the county's, or the city's."""
    return deciding_bureau(contract.city_id, contract.region, PROCUREMENT, day_of(now))


def supplier(receivable: Receivable) -> Tell:
    """Tell the supplier."""
    return Tell(organisation_id=receivable.supplier_id, role=Role.SUPPLIER)


def purchaser(receivable: Receivable) -> Tell:
    """Tell the purchaser's officers."""
    return Tell(organisation_id=receivable.contract.purchaser_id, role=Role.PURCHASER_OFFICER)


def treasury_desk(receivable: Receivable, bureau: Organisation) -> Tell:
    """Tell the officers of the treasury desk that reaches the receivable's region."""
    return Tell(organisation_id=bureau.pk, role=Role.TREASURY_OFFICER, region=receivable.region)


def whole_desk(bureau: Organisation) -> list[Tell]:
    """Tell the whole treasury desk of a bureau, whatever its regions."""
    return [
        Tell(organisation_id=bureau.pk, role=role)
        for role in (Role.TREASURY_OFFICER, Role.TREASURY_APPROVER)
    ]


def institution(lock: Lock) -> Tell:
    """Tell the officers of the institution that asked for the lock."""
    return Tell(organisation_id=lock.institution_id, role=Role.INSTITUTION_OFFICER)


def lenders(receivable: Receivable) -> list[Tell]:
    """Tell the institution whose lock is active, if there is one."""
    return [institution(lock) for lock in receivable.locks.filter(state="active")]


def parties_of(receivable: Receivable, *more: UUID) -> list[UUID]:
    """List the organisations that may read what happens to a receivable."""
    return [receivable.supplier_id, receivable.contract.purchaser_id, *more]


def about(receivable: Receivable, *more: UUID) -> list[UUID]:
    """List the records whose timeline shows what happens to a receivable."""
    return [receivable.contract_id, receivable.pk, *more]


def account_of(row: Bears) -> dict[str, str]:
    """Name the account of a version, a change, a contract's supplier or a word, by field."""
    return {name: getattr(row, name) for name in ("payee", "account_no", "bank", "cnaps")}


def lock_facts(lock: Lock) -> dict[str, str]:
    """Name whose lock it is, on whose account; which one once its supplier consented (二(三)-3).

    Until then the institution, which reads what happens to the lock, may not know the account.
    """
    account = account_of(lock.payee_version) if lock.consented_at else {}
    parties = {"institution": lock.institution.name, "supplier": lock.receivable.supplier.name}
    return {**parties, **account}


def payment_facts(payment: Payment) -> dict[str, Any]:
    """Name a payment: its voucher, its amount, and the account it goes to."""
    return {
        "voucher_no": payment.voucher_no,
        "amount_fen": payment.amount_fen,
        **account_of(payment.payee_version),
    }
