"""Choose how one is told outside the platform."""

from collections.abc import Collection
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Invalid, NotFound
from cairong.outreach.models import Kind, Preference
from cairong.parties.models import Person


@use_case(word="选择消息怎么送达", at_rest=True)
def choose_channels(
    *,
    actor: Actor,
    now: datetime,
    channels: Collection[str],
    mail: str,
    quiet_since: time,
    quiet_until: time,
    deadlines: bool,
) -> Preference:
    """Keep one's own choice: channels, mail address, quiet hours, and deadlines in spite of them.

    Quiet hours are kept to the minute.

    The inbox stays whatever is chosen. Raises Invalid for a channel that is none, mail without an
    address, or an address that is none. Writes: outreach.Preference. Source: 三(三)-2.
    """
    if actor.person_id is None:
        raise NotFound("access.not_found", thing="人员")
    unknown = set(channels) - set(Kind.values)
    if unknown:
        raise Invalid("outreach.no_channel", field="channels", value=min(unknown))
    if mail or Kind.MAIL in channels:
        _check(mail)
    kept, _ = Preference.objects.update_or_create(
        person_id=actor.person_id,
        defaults={
            "channels": [kind for kind in Kind.values if kind in channels],
            "mail": mail,
            "quiet_since": quiet_since.replace(second=0, microsecond=0),
            "quiet_until": quiet_until.replace(second=0, microsecond=0),
            "deadlines": deadlines,
        },
    )
    record(
        actor=actor,
        now=now,
        type="outreach.preference.set",
        subject=Person(pk=actor.person_id),
        after={"channels": kept.channels, "deadlines": deadlines},
        basis=["三(三)-2"],
    )
    return kept


def _check(mail: str) -> None:
    if not mail:
        raise Invalid("outreach.no_mail", field="mail")
    try:
        validate_email(mail)
    except ValidationError:
        raise Invalid("outreach.bad_mail", field="mail", value=mail) from None
