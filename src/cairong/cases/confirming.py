"""The account of one supplier of a contract, and whether it said that it is its own (D38)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cairong.audit.rows import fetch
from cairong.contracts.models import Contract, ContractSupplier
from cairong.contracts.reads import confirm_until, contract_for, newest_filing
from cairong.kernel.actor import Actor
from cairong.treasury.models import DisownedAccount, OwnAccount
from cairong.treasury.reads import disowned_on, words_on
from cairong.treasury.steps.tellings import account_of


@dataclass(frozen=True, kw_only=True)
class Confirming:
    """A supplier's part of a contract, its word on the account, and until when that is awaited."""

    contract: Contract
    part: ContractSupplier
    word: OwnAccount | None
    disowned: DisownedAccount | None
    until: date | None
    own: bool

    @property
    def open(self) -> bool:
        """Whether the reader's own word still counts."""
        return self.own and self.word is None and self.until is not None

    @property
    def waits(self) -> bool:
        """Whether the reader's own word is awaited."""
        return self.open and not self.refused

    @property
    def refused(self) -> bool:
        """Whether the supplier said that the account, as it is written now, is not its own."""
        return self.disowned is not None and account_of(self.disowned) == account_of(self.part)


def confirming_of(actor: Actor, part_id: UUID) -> Confirming:
    """Read one supplier's part of a contract that an actor may see. Raises NotFound."""
    part = fetch(ContractSupplier.objects.all(), part_id, "合同")
    contract = contract_for(actor, part.contract_id)
    awaited = contract.state == "announced"
    return Confirming(
        contract=contract,
        part=part,
        word=words_on([part]).get(part.pk),
        disowned=disowned_on([part]).get(part.pk),
        until=confirm_until(newest_filing(contract), contract.city_id) if awaited else None,
        own=part.supplier_id == actor.organisation_id,
    )
