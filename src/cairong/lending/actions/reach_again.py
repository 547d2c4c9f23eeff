"""An institution that takes new business again is brought the open intents it was not asked on."""

from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import consumer
from cairong.kernel.actor import Actor
from cairong.lending.actions.reach import acts_for
from cairong.parties.models import Organisation


def to_reach_again(actor: Actor, event_id: int) -> Iterator[Callable[..., object]]:
    """List the acts that bring an institution each open intent sent to all that it can lend on."""
    subject = UUID(Event.objects.get(pk=event_id).subject_id)
    yield from acts_for(actor, Organisation.objects.get(pk=subject, city_id=actor.city))


@consumer("lending.reach_again", word="意向送到恢复合作的机构", each=to_reach_again)
def reach_again(*, actor: Actor, now: datetime, event: Event) -> None:
    """Note that the open intents were held against an institution's products."""
    institution = Organisation.objects.get(pk=event.subject_id, city_id=actor.city)
    record(
        actor=actor,
        now=now,
        type="lending.lender.followed",
        subject=institution,
        after={"institution": institution.name},
        basis=["二(一)-3"],
    )
