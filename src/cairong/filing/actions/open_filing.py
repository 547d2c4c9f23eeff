"""Open a filing at the desk, and recall one that nobody has opened."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import cancel_duties
from cairong.contracts.models import Contract, Filing
from cairong.contracts.reads import contract_for, newest_filing
from cairong.contracts.states import CONTRACT
from cairong.disclosure.models import PublishedVersion
from cairong.disclosure.steps.publish import publish_contract
from cairong.filing.steps.signing import give_back
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.kernel.text import clean_text
from cairong.parties.deciding import require_deciding
from cairong.treasury.steps.tellings import filing_bureau


@use_case(
    Role.PROCUREMENT_OFFICER,
    Role.PROCUREMENT_APPROVER,
    Role.COUNTY_CLERK,
    word="打开备案材料",
    counties=True,
)
def open_filing(*, actor: Actor, now: datetime, contract_id: UUID) -> Filing:
    """Open the filing that waits; from now on the purchaser cannot recall it.

    Raises WrongState where nothing waits. Writes: contracts.Filing.
    """
    contract = contract_for(actor, contract_id, lock=True)
    CONTRACT.after(contract.state, "accept")
    require_deciding(actor, contract.region, now)
    filing = newest_filing(contract, lock=True)
    first = filing.opened_at is None
    if first:
        filing.opened_at = now
        filing.save(update_fields=["opened_at"])
    record(
        actor=actor,
        now=now,
        type="filing.contract.opened",
        subject=contract,
        about=[contract.pk],
        visible_to=[contract.purchaser_id],
        after={"no": contract.no, "round": filing.round, "first": first},
        basis=["二(二)-7"],
    )
    return filing


@use_case(Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER, word="收回备案")
def recall_filing(*, actor: Actor, now: datetime, contract_id: UUID, reason: str) -> Contract:
    """Take a filing back to mend it, as long as the desk has not opened it.

    The page stays public, marked as being mended. Raises WrongState once opened or decided.
    Writes: contracts.Filing, contracts.Contract, clocks, disclosure.PublishedVersion.
    """
    contract = contract_for(actor, contract_id, lock=True)
    before, contract.state = contract.state, CONTRACT.after(contract.state, "recall")
    filing = newest_filing(contract, lock=True)
    if filing.opened_at is not None:
        raise WrongState("contracts.opened", "二(二)-7", opened_at=filing.opened_at.isoformat())
    said = clean_text(reason, "reason", least=1, most=300, lines=True)
    filing.verdict, filing.decided_at = Filing.Verdict.RECALLED, now
    filing.reasons = {"": said}
    filing.save(update_fields=["verdict", "decided_at", "reasons"])
    contract.save(update_fields=["state"])
    cancel_duties(
        subject_id=contract.pk, kind="review_filing", on=day_of(now), now=now, reason=said
    )
    give_back(contract, now=now)
    published = publish_contract(
        contract, kind=PublishedVersion.Kind.RETURNED, filing=filing, now=now, reason=said
    )
    bureau = filing_bureau(contract, now)
    desk = Tell(organisation_id=bureau.pk, role=Role.PROCUREMENT_OFFICER, region=contract.region)
    record(
        actor=actor,
        now=now,
        type="filing.contract.recalled",
        subject=contract,
        about=[contract.pk, contract.award_id],
        visible_to=[bureau.pk],
        before={"state": before},
        after={"no": contract.no, "title": contract.title, "state": contract.state,
               "reason": said, "sha256": published.sha256},
        basis=["二(二)-2"],
        tell=[desk],
    )  # fmt: skip
    return contract
