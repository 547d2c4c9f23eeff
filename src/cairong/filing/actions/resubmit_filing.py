"""Mend a returned filing and submit it again, by two persons of the purchaser."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.contracts.facts import Account, Items, Milestone, Withholding
from cairong.contracts.models import Contract
from cairong.contracts.reads import contract_for, newest_filing
from cairong.contracts.states import CONTRACT
from cairong.contracts.steps.drafts import (
    mend_suppliers,
    require_seen,
    write_items,
    write_schedule,
)
from cairong.disclosure.models import PublishedVersion
from cairong.disclosure.steps.publish import publish_contract
from cairong.filing.actions.sign_contract import withhold
from cairong.filing.steps.signing import begin_filing, require_contract, submit_filing
from cairong.kernel.actor import Actor, Role
from cairong.parties.four_eyes import DATED, two_person
from cairong.policy.contracts import fixed_at_signing
from cairong.policy.rule import require
from cairong.treasury.steps.schedule import accepted_in
from cairong.treasury.steps.tellings import filing_bureau


@two_person(
    Role.PURCHASER_OFFICER,
    word="重新报备合同",
    of=CONTRACT,
    free={"sha256": DATED},
    fulfils="mend_filing",
)
def resubmit_filing(
    *,
    actor: Actor,
    now: datetime,
    contract_id: UUID,
    fields: Items | None = None,
    account: Account | None = None,
    accounts: Sequence[Account] = (),
    schedule: Sequence[Milestone] = (),
    withheld: Sequence[Withholding] = (),
    withdrawn: Sequence[str] = (),
    outside_no: str = "",
    outside_at: datetime | None = None,
    seen_revision: int | None = None,
) -> Contract:
    """Submit a returned filing again, mended or as it was; a new review begins.

    Amount, retention, day of signing and what the suppliers were stay as signed; what was accepted
    keeps its milestone; number and time of another site that has the filing stay where neither is
    given. `withdrawn` names items no longer asked to be withheld. Raises PolicyBreach with every
    rule that bars it, WrongState where nothing was returned, Conflict where it was mended and
    submitted since `seen_revision`. Writes: contracts, clocks, disclosure. Source: 二(二)-2,
    二(二)-7, 采购法§50.
    """
    contract = contract_for(actor, contract_id, lock=True)
    before, contract.state = contract.state, CONTRACT.after(contract.state, "resubmit")
    require_seen(contract, seen_revision)
    award = contract.award
    earlier = _stands(contract, fields)
    written = fields or Items()
    write_items(contract, written)
    require(fixed_at_signing(changed=_changed(contract, fields, earlier)))
    given = [*([account] if account else []), *accounts]
    suppliers = mend_suppliers(contract, given, address=written.supplier_address)
    rows = write_schedule(contract, schedule) if schedule else list(contract.schedule.all())
    last = newest_filing(contract)
    filing = begin_filing(contract, last, now=now, outside_no=outside_no, outside_at=outside_at)
    require(*accepted_in(contract, rows))
    require_contract(contract, suppliers, rows, award=award, filing=filing, now=now)
    withhold(contract, withheld, actor=actor, now=now, withdrawn=withdrawn)
    changed = _changed(contract, fields, earlier)
    contract.revision += 1
    contract.save()
    submit_filing(filing)
    published = publish_contract(
        contract, kind=PublishedVersion.Kind.ANNOUNCED, filing=filing, now=now
    )
    _record(actor, now, contract, before=before, changed=changed, published=published)
    return contract


def _record(
    actor: Actor,
    now: datetime,
    contract: Contract,
    *,
    before: str,
    changed: list[str],
    published: PublishedVersion,
) -> None:
    bureau = filing_bureau(contract, now).pk
    suppliers = contract.suppliers.values_list("supplier_id", flat=True)
    known = {"no": contract.no, "title": contract.title}
    record(
        actor=actor,
        now=now,
        type="filing.contract.resubmitted",
        subject=contract,
        about=[contract.award_id],
        visible_to=[bureau, *suppliers],
        before={**known, "state": before},
        after={
            **known,
            "state": contract.state,
            "round": newest_filing(contract).round,
            "changed": changed,
            "sha256": published.sha256,
        },
        basis=["二(二)-2", "二(二)-7"],
        tell=[Tell(organisation_id=bureau, role=Role.PROCUREMENT_OFFICER, region=contract.region)],
    )


def _changed(contract: Contract, fields: Items | None, earlier: dict[str, object]) -> list[str]:
    return [name for name, value in _stands(contract, fields).items() if earlier[name] != value]


def _stands(contract: Contract, fields: Items | None) -> dict[str, object]:
    """Read what can be mended, by item: what the contract bears, and what its rows bear."""
    names = [*(fields.written() if fields else []), "retention_fen"]
    suppliers = contract.suppliers.order_by("position")
    schedule = contract.schedule.order_by("position")
    withheld = contract.withheld.order_by("item")
    return {name: getattr(contract, name) for name in names} | {
        "supplier_address": list(suppliers.values_list("address")),
        "account_no": list(suppliers.values_list("payee", "account_no")),
        "bank": list(suppliers.values_list("bank", "cnaps")),
        "schedule": list(schedule.values_list("milestone", "percent", "agreed_days", "unit")),
        "withheld": list(withheld.values_list("item", "ground", "until")),
    }
