"""Publish imported rows of elsewhere as samples: what was published there, and where."""

from datetime import datetime

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import consumer
from cairong.contracts.models import Award, Contract
from cairong.disclosure.models import PublishedVersion
from cairong.disclosure.steps.publish import sample_version
from cairong.kernel.actor import Actor


@consumer("disclosure.publish_samples", word="公示样本")
def publish_samples(*, actor: Actor, now: datetime, event: Event) -> int:
    """Publish the samples an import brought, each once; count them.

    A sample says only what was published, with its source; no loan, no verdict of ours.
    Writes: disclosure.PublishedVersion. Source: D4, D32.
    """
    awards = list(
        Award.objects.filter(pk__in=event.about, sample=True, published__isnull=True)
        .prefetch_related("shares")
        .order_by("no")
    )
    contracts = {
        contract.award_id: contract
        for contract in Contract.objects.filter(award__in=event.about).exclude(state="cancelled")
    }
    made = PublishedVersion.objects.bulk_create(
        sample_version(award, contracts.get(award.pk), now=now) for award in awards
    )
    record(
        actor=actor,
        now=now,
        type="disclosure.samples.published",
        subject=event,
        after={"count": len(made)},
        basis=["二(二)-3"],
    )
    return len(made)
