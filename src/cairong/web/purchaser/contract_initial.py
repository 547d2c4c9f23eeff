"""What a contract's form begins with: the draft, or what came back from the second person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from cairong.cases.proposals import Proposed, proposal_back
from cairong.contracts.models import Award, AwardShare, Contract, ContractSupplier, ScheduleRow
from cairong.contracts.reads import draft_of, suppliers_of
from cairong.contracts.steps.drafts import FROM_AWARD, FROM_PARTY, prefilled, row_of
from cairong.filing.steps.signing import contract_findings
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Finding
from cairong.policy.items import OWN
from cairong.web.purchaser.contract_fields import AMOUNT, ELSEWHERE, field_of
from cairong.web.purchaser.contract_form import names

SAID = {FROM_AWARD: "中标公告"}


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """Values by field, where the prefilled ones come from, and how many rows there are.

    `back` is what came back from the second person, `overtaken` whether a draft saved since is
    shown instead of it. `lacks` is what keeps a saved draft from being signed.
    """

    initial: Mapping[str, Any]
    sources: Mapping[str, str]
    rows: int
    drafted: bool = False
    back: Proposed | None = None
    overtaken: bool = False
    lacks: Sequence[Finding] = ()


def beginning_of(
    actor: Actor, award: Award, shares: Sequence[AwardShare], *, now: datetime
) -> Beginning:
    """Begin the form of an award's contract: prefilled, drafted, or sent back with changes.

    A draft saved since what came back was laid before the second person is the newer of the two.
    """
    contract = draft_of(award)
    back = proposal_back(actor, "filing.sign_contract", award.pk)
    overtaken = back is not None and _saved_since(contract, back)
    shown = contract or prefilled(award, now=now)
    suppliers = suppliers_of(contract) if contract else []
    schedule = list(contract.schedule.all()) if contract else []
    begun = of_contract(shown, shares, suppliers, schedule)
    begun = replace(begun, back=back, overtaken=overtaken)
    if back is None or overtaken:
        if contract is None or not suppliers:
            return begun
        lacks = contract_findings(contract, suppliers, schedule, award=award, now=now)
        return replace(begun, lacks=lacks)
    typed = of_arguments(back.arguments, shares)
    kept = {name: word for name, word in begun.sources.items() if name not in typed.initial}
    return Beginning(
        initial={**begun.initial, **typed.initial},
        sources=kept,
        rows=max(begun.rows, typed.rows),
        drafted=begun.drafted,
        back=back,
    )


def _saved_since(contract: Contract | None, back: Proposed) -> bool:
    seen = back.arguments.get("seen_revision")
    return contract is not None and seen is not None and contract.revision > seen


def of_contract(
    contract: Contract,
    shares: Sequence[AwardShare],
    suppliers: Sequence[ContractSupplier],
    schedule: Sequence[ScheduleRow],
) -> Beginning:
    """Take values and their sources from a contract as it stands."""
    initial: dict[str, Any] = {
        one.code: getattr(contract, one.code) or None
        if one.kind == "money"
        else getattr(contract, one.code)
        for one in OWN
    }
    initial |= {
        AMOUNT: contract.amount_fen,
        "signed_on": contract.signed_on,
        "revision": contract.revision,
    }
    sources = {
        field_of(name): SAID.get(word, word)
        for name, word in contract.sources.items()
        if word in (FROM_AWARD, FROM_PARTY)
    }
    rows = [row_of(one, suppliers) for one in shares]
    for place, (share, row) in enumerate(zip(shares, rows, strict=True)):
        account, source = _account(share, row)
        initial |= dict(zip(names(place), account, strict=True))
        if source:
            sources[names(place)[0]] = source
    if len(shares) == 1:
        address, source = _address(shares[0], rows[0])
        initial["supplier_address"] = address
        sources |= {"supplier_address": source} if source else {}
    initial |= _rows((one.milestone, one.percent, one.agreed_days, one.unit) for one in schedule)
    return Beginning(
        initial=initial, sources=sources, rows=len(schedule) + 1, drafted=bool(contract.no)
    )


def of_arguments(arguments: Mapping[str, Any], shares: Sequence[AwardShare]) -> Beginning:
    """Take values from the arguments of a proposal that came back."""
    fields = arguments.get("fields") or {}
    initial = {name: value for name, value in fields.items() if value is not None}
    initial |= {"amount": arguments.get("amount_fen"), "signed_on": arguments.get("signed_on")}
    initial |= {name: arguments.get(name) for name in (*ELSEWHERE, "withdrawn")}
    for name in ("outside_at", "announced_outside_at"):
        if at := initial[name]:
            initial[name] = datetime.fromisoformat(at)
    given = {one["supplier_id"]: one for one in arguments.get("accounts") or []}
    for place, share in enumerate(shares):
        if one := given.get(str(share.supplier_id)):
            account = (one["payee"], one["no"], one["bank"], one["cnaps"])
            initial |= dict(zip(names(place), account, strict=True))
    schedule = arguments.get("schedule") or []
    initial |= _rows(
        (one["milestone"], Decimal(one["percent"]), one["agreed_days"], one["unit"])
        for one in schedule
    )
    for at, one in enumerate(arguments.get("withheld") or []):
        initial |= {f"{name}_{at}": one[name] for name in ("item", "ground", "until")}
    return Beginning(initial=initial, sources={}, rows=len(schedule) + 1)


def _rows(schedule: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for at, (milestone, percent, days, unit) in enumerate(schedule):
        found |= {
            f"milestone_{at}": milestone,
            f"percent_{at}": f"{percent.normalize():f}",
            f"agreed_days_{at}": days,
            f"unit_{at}": unit,
        }
    return found


def _account(
    share: AwardShare, row: ContractSupplier | None
) -> tuple[tuple[str, str, str, str], str]:
    if row is not None and row.account_no:
        return (row.payee, row.account_no, row.bank, row.cnaps), ""
    return (share.named, "", "", ""), FROM_PARTY if share.supplier else "中标公告"


def _address(share: AwardShare, row: ContractSupplier | None) -> tuple[str, str]:
    if row is not None and row.address:
        return row.address, ""
    return (share.supplier.address, FROM_PARTY) if share.supplier else ("", "")
