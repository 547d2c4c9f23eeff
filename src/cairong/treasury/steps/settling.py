"""A contract is settled with its last yuan and its last loan, and open again when money returns."""

from cairong.audit.rows import locked
from cairong.contracts.models import Contract
from cairong.contracts.states import CONTRACT
from cairong.treasury.models import Receivable


def settle_contract(receivable: Receivable) -> bool:
    """Settle the contract of a locked receivable when nothing on it is owed, lent or undivided.

    Of several receivables the last one settles it: the contract's row is locked before the others
    are looked at, so that two that end at once see each other. Answers whether it is settled now.
    Writes: contracts.Contract. Source: 二(三)-4.
    """
    if not is_clear(receivable):
        return False
    contract = _locked(receivable)
    others = Receivable.objects.filter(contract=contract).exclude(pk=receivable.pk)
    if contract.state != "filed" or not all(is_clear(other) for other in others):
        return False
    _move(contract, "settle")
    return True


def reopen_contract(receivable: Receivable) -> bool:
    """Open a settled contract again when money of it came back (退汇, I7); whether it was settled.

    Writes: contracts.Contract.
    """
    contract = _locked(receivable)
    if contract.state != "settled":
        return False
    _move(contract, "return_payment")
    return True


def is_clear(receivable: Receivable) -> bool:
    """Whether all is paid on a receivable, and nothing of it lent or undivided."""
    return receivable.paid_fen == receivable.amount_fen and not (
        receivable.outstanding_fen or receivable.received_fen
    )


def _locked(receivable: Receivable) -> Contract:
    return locked(Contract.objects.all()).get(pk=receivable.contract_id)


def _move(contract: Contract, act: str) -> None:
    contract.state = CONTRACT.after(contract.state, act)
    contract.save(update_fields=["state"])
