"""Put an event's message into the inboxes of those who are to be told."""

from datetime import datetime
from typing import Any

from cairong.audit.models import Event
from cairong.audit.recording import TELL, record
from cairong.audit.transaction import consumer
from cairong.kernel.actor import Actor
from cairong.outreach.models import Message
from cairong.outreach.sentences import message_of


@consumer(TELL, word="站内消息")
def tell_holders(*, actor: Actor, now: datetime, event: Event) -> int:
    """Tell everybody the event names, each once; count the messages.

    Writes: outreach.Message. Source: 三(三)-2.
    """
    told = {_holder(one): one for one in event.after.get("tell", [])}
    messages = Message.objects.bulk_create(
        [
            Message(
                city_id=event.city,
                event=event,
                event_type=event.type,
                organisation_id=one["organisation"],
                role=one["role"],
                region=one["region"],
                sentence=message_of(event, one.get("saying", "")),
                subject_type=event.subject_type,
                subject_id=one.get("subject", event.subject_id),
                sent_at=now,
            )
            for one in told.values()
        ],
        ignore_conflicts=True,
    )
    record(
        actor=actor,
        now=now,
        type="outreach.message.sent",
        subject=event,
        about=event.about,
        after={"of": event.type, "count": len(messages)},
        basis=["三(三)-2"],
    )
    return len(messages)


def _holder(tell: dict[str, Any]) -> tuple[str, str, str]:
    return tell["organisation"], tell["role"], tell["region"]
