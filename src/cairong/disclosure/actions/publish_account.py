"""Publish a contract anew once its receiving account was changed."""

from datetime import datetime

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import consumer
from cairong.contracts.reads import contract_for, newest_filing
from cairong.disclosure.models import PublishedVersion
from cairong.disclosure.steps.publish import publish_contract
from cairong.kernel.actor import Actor
from cairong.treasury.models import PayeeVersion

REASON = "回款账户变更"


@consumer("disclosure.publish_account", word="公开回款账户变更")
def publish_account(*, actor: Actor, now: datetime, event: Event) -> PublishedVersion:
    """Publish the account that a contract is paid to from now on, as a correction.

    Without it the public page, and whoever verifies an account there, would go on naming the old
    one. Writes: disclosure.PublishedVersion. Source: 二(二)-4, 二(三)-3, D8.
    """
    version = PayeeVersion.objects.select_related("receivable").get(pk=event.subject_id)
    contract = contract_for(actor, version.receivable.contract_id, lock=True)
    published = publish_contract(
        contract,
        kind=PublishedVersion.Kind.CORRECTED,
        filing=newest_filing(contract),
        now=now,
        reason=REASON,
    )
    record(
        actor=actor,
        now=now,
        type="disclosure.account.published",
        subject=contract,
        visible_to=[contract.purchaser_id, version.receivable.supplier_id],
        after={"no": contract.no, "sha256": published.sha256},
        basis=["二(二)-4", "二(三)-3"],
    )
    return published
