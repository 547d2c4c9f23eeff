"""Publish what was withheld once its time is over."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.contracts.models import Contract, WithheldItem
from cairong.contracts.reads import contract_for, newest_filing
from cairong.contracts.states import PUBLIC_STATES
from cairong.disclosure.models import PublishedVersion
from cairong.disclosure.steps.publish import publish_contract
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of

REASON = "不予公开期限届满"


def lapse_withholding(*, actor: Actor, now: datetime) -> int:
    """Publish every item whose time of being withheld is over; count the contracts."""
    over = WithheldItem.objects.filter(
        contract__city=actor.city, contract__state__in=PUBLIC_STATES, until__lt=day_of(now)
    ).exclude(assent=False)
    contracts = list(over.order_by("contract").values_list("contract", flat=True).distinct())
    for contract_id in contracts:
        publish_lapsed(actor=actor, now=now, contract_id=contract_id)
    return len(contracts)


@use_case(Role.SYSTEM, word="公开到期的不予公开事项")
def publish_lapsed(*, actor: Actor, now: datetime, contract_id: UUID) -> Contract:
    """Publish the items of one contract that may no longer be withheld; else it reads as before.

    Writes: contracts.WithheldItem, disclosure.PublishedVersion. Source: 二(二)-5.
    """
    contract = contract_for(actor, contract_id, lock=True)
    over = contract.withheld.filter(until__lt=day_of(now)).exclude(assent=False)
    items = sorted(over.values_list("item", flat=True))
    contract.withheld.filter(item__in=items).update(assent=False, decided_at=now)
    before = PublishedVersion.objects.filter(contract=contract).latest("version")
    published = publish_contract(
        contract,
        kind=before.kind,
        filing=newest_filing(contract),
        now=now,
        reason=REASON,
    )
    holder = contract.purchaser_id
    record(
        actor=actor,
        now=now,
        type="disclosure.withholding.lapsed",
        subject=contract,
        about=[contract.pk],
        visible_to=[holder],
        after={"no": contract.no, "items": items, "sha256": published.sha256},
        basis=["二(二)-5"],
        tell=[Tell(organisation_id=holder, role=Role.PURCHASER_OFFICER)] if holder else [],
    )
    return contract
