"""The contract of an award as its form begins: drafted, filled from the award, or sent back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cairong.cases.proposals import Proposed, proposal_back
from cairong.contracts.models import AwardShare, Contract, ContractSupplier, ScheduleRow
from cairong.contracts.reads import AwardView, ContractView, schedule_of, suppliers_of
from cairong.contracts.steps.drafts import FROM_AWARD, FROM_PARTY, prefilled, row_of
from cairong.filing.actions.sign_contract import sign_contract
from cairong.filing.steps.signing import contract_findings
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Finding

SAID = {FROM_AWARD: "中标公告", FROM_PARTY: FROM_PARTY}


@dataclass(frozen=True, kw_only=True)
class Party:
    """A supplier of a contract: account and address, written or known; where they come from."""

    payee: str
    payee_from: str
    account_no: str = ""
    bank: str = ""
    cnaps: str = ""
    address: str = ""
    address_from: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A contract as it is written or would begin, its parties in the order of the shares.

    `back` is what came back from the second person, `overtaken` whether a draft saved since is
    the newer. `lacks` is what keeps a saved draft from being signed.
    """

    contract: Contract
    parties: tuple[Party, ...]
    schedule: list[ScheduleRow]
    sources: dict[str, str]
    back: Proposed | None = None
    overtaken: bool = False
    lacks: Sequence[Finding] = ()


def draft_begun(actor: Actor, found: AwardView, *, now: datetime) -> Draft:
    """Read what stands of an award's contract, or what would be filled in, and what came back."""
    award, contract = found.award, found.contract
    back = proposal_back(actor, sign_contract.name, award.pk)
    seen = back.arguments.get("seen_revision") if back else None
    overtaken = contract is not None and seen is not None and contract.revision > seen
    suppliers = suppliers_of(contract) if contract else []
    schedule = schedule_of(contract) if contract else []
    begun = _draft(contract or prefilled(award, now=now), found.shares, suppliers, schedule)
    lacks: Sequence[Finding] = ()
    if contract and suppliers and (back is None or overtaken):
        lacks = contract_findings(contract, suppliers, schedule, award=award, now=now)
    return replace(begun, back=back, overtaken=overtaken, lacks=lacks)


def draft_returned(found: ContractView) -> Draft:
    """Read a contract as it stands, to be mended."""
    return _draft(found.contract, found.shares, found.suppliers, found.schedule)


def _draft(
    contract: Contract,
    shares: Sequence[AwardShare],
    suppliers: Sequence[ContractSupplier],
    schedule: list[ScheduleRow],
) -> Draft:
    return Draft(
        contract=contract,
        parties=tuple(_party(share, row_of(share, suppliers)) for share in shares),
        schedule=schedule,
        sources={name: SAID[word] for name, word in contract.sources.items() if word in SAID},
    )


def _party(share: AwardShare, row: ContractSupplier | None) -> Party:
    """Take what is written of a supplier, else what its registration says."""
    known = share.supplier
    found = Party(payee=share.named, payee_from=FROM_PARTY if known else SAID[FROM_AWARD])
    if known is not None:
        found = replace(found, address=known.address, address_from=FROM_PARTY)
    if row is not None and row.address:
        found = replace(found, address=row.address, address_from="")
    if row is not None and row.account_no:
        account = {name: getattr(row, name) for name in ("payee", "account_no", "bank", "cnaps")}
        found = replace(found, **account, payee_from="")
    return found
