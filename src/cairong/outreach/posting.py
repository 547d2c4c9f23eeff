"""Pass new messages on; send them: claimed in one transaction, sent outside all, then marked.

Killed in between, a dispatch is claimed again when its lease is over, and sent again under the
same key: at least once sent, one in effect.
"""

import logging
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction

from cairong.kernel.calendar import day_of
from cairong.outreach.channels import (
    Away,
    Bounced,
    NoSuchReader,
    Posting,
    Sender,
    Unsent,
    sender_of,
)
from cairong.outreach.models import Channel, Dispatch, Kind, Message, Proof
from cairong.outreach.states import DISPATCH, WAITING
from cairong.outreach.steps.secrets import SECRET_LASTS, unsealed
from cairong.outreach.steps.telling import (
    REMINDED,
    Told,
    address_of,
    open_kinds,
    preferences,
    proven_mails,
    queue,
    readers_of,
)
from cairong.parties.models import City
from cairong.parties.reads import mandates_of
from cairong.policy.catalogue.outreach import UNSENT
from cairong.policy.outreach import MOST_ATTEMPTS, pause_after

LOGGER = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)  # longer than anybody waits for an answer
AT_ONCE, PASSED_AT_ONCE = 50, 200
OLDEST = timedelta(days=7)  # what is older stays in the inbox alone


def pass_on(*, city: str, now: datetime) -> int:
    """Make the dispatches of messages that are new in the inboxes; count those messages.

    Each message is passed on once, however often this is run or cut off; where no channel is on,
    it stays in the inbox alone. Writes: outreach.Message, outreach.Dispatch.
    """
    with transaction.atomic():
        fresh = Message.objects.filter(city_id=city, passed_on_at=None).order_by("id")
        fresh = fresh.select_for_update(of=("self",), no_key=True, skip_locked=True)
        messages = list(fresh[:PASSED_AT_ONCE])
        new = [message for message in messages if message.sent_at > now - OLDEST]
        if new and open_kinds(city):
            readers = readers_of(new, now)
            told = [
                Told(
                    person=person,
                    moment=now,
                    title=message.sentence,
                    text=message.sentence,
                    link=f"/messages/{message.pk}/",
                    message=message,
                    deadline=message.event_type.startswith(REMINDED),
                )
                for message in new
                for person in readers[message.pk]
            ]
            queue(city, told, now=now)
        if messages:
            ids = [message.pk for message in messages]
            Message.objects.filter(pk__in=ids).update(passed_on_at=now)
    return len(messages)


def post(*, city: str, clock: Callable[[], datetime], most: int = AT_ONCE) -> int:
    """Send what is due in a city, so many at most by each channel; count what was answered.

    A channel that does not answer is left alone until the next call; the others go on.
    Writes: outreach.Dispatch.
    """
    home = City.objects.get(pk=city)
    if home.demo:
        channels = [Channel(city=home, kind=kind) for kind in Kind.values]
    else:
        channels = list(Channel.objects.filter(city=home, on=True).order_by("kind"))
    answered = 0
    for channel in channels:
        with closing(sender_of(home, channel)) as sender:
            for _ in range(most):
                if not (home.demo or _stands(channel)):
                    break
                dispatch = claim(city=city, kind=channel.kind, now=clock())
                if dispatch is None or not deliver(dispatch, sender, clock=clock):
                    break
                answered += 1
    return answered


def _stands(channel: Channel) -> bool:
    """Whether a channel is still on, and leads where it did when the round began."""
    rows = Channel.objects.filter(pk=channel.pk, on=True, revision=channel.revision)
    return rows.exists()


def claim(*, city: str, kind: str, now: datetime) -> Dispatch | None:
    """Take the dispatch that is due first, for as long as its lease; None where none is due.

    Two workers never take the same. Writes: outreach.Dispatch.
    """
    due = Dispatch.objects.filter(
        city_id=city, channel=kind, state__in=WAITING, not_before__lte=now
    ).order_by("not_before", "pk")
    with transaction.atomic():
        found = due.select_for_update(of=("self",), no_key=True, skip_locked=True).first()
        if found is not None:
            found.state = DISPATCH.after(found.state, "claim")
            found.attempts += 1
            found.not_before = now + LEASE
            found.save(update_fields=["state", "attempts", "not_before"])
    return found


def deliver(dispatch: Dispatch, sender: Sender, *, clock: Callable[[], datetime]) -> bool:
    """Send one claimed dispatch and keep what came of it; False where its channel is away.

    A mailbox that its server does not know has to be proved anew.
    Writes: outreach.Dispatch, outreach.Proof.
    """
    try:
        posting = posting_of(dispatch, clock())
        sender.send(posting)
    except DatabaseError:
        raise
    except Bounced as error:
        _mark(dispatch, "bounce", clock(), str(error))
        if isinstance(error, NoSuchReader):
            proofs = Proof.objects.filter(person=dispatch.person, kind=dispatch.channel)
            proofs.filter(address=posting.to).update(proven_at=None)
    except Unsent as error:
        _mark(dispatch, _again(dispatch), clock(), str(error))
        return not isinstance(error, Away)
    except Exception:
        LOGGER.exception("dispatch %s failed", dispatch.pk)
        _mark(dispatch, _again(dispatch), clock(), UNSENT["broken"])
    else:
        _mark(dispatch, "send", clock())
    return True


def posting_of(dispatch: Dispatch, now: datetime) -> Posting:
    """Write what is sent. Raises Bounced where it is too late, or its reader may not read it."""
    if dispatch.sealed:
        return _for_eyes_alone(dispatch, now)
    day = dispatch.digest_on
    if now - dispatch.made_at > OLDEST or (day and day_of(now) > day):
        raise Bounced(UNSENT["stale"])
    person = dispatch.person
    to = address_of(dispatch.channel, person, preferences([person.pk])[person.pk])
    if not to and not dispatch.city.demo:
        raise Bounced(UNSENT["no_address"])
    if dispatch.channel == Kind.MAIL and proven_mails([person.pk]).get(person.pk) != to:
        raise Bounced(UNSENT["unproven"])
    if not _is_reader(dispatch, now):
        raise Bounced(UNSENT["left"])
    return Posting(
        key=dispatch.pk,
        to=to,
        title=f"采融:{dispatch.title}",
        text=f"{dispatch.text}\n登录后查看:{settings.SITE_URL}{dispatch.link}",
    )


def _for_eyes_alone(dispatch: Dispatch, now: datetime) -> Posting:
    """Open what is sealed: it goes to the address it was sealed for, soon or not at all."""
    kept = unsealed(dispatch)
    if kept is None or now - dispatch.made_at > SECRET_LASTS:
        raise Bounced(UNSENT["stale"])
    return Posting(key=dispatch.pk, to=kept["to"], title=dispatch.title, text=kept["text"])


def _is_reader(dispatch: Dispatch, now: datetime) -> bool:
    person, message, mandates = dispatch.person, dispatch.message, dispatch.mandates
    if message:
        return person in readers_of([message], now)[message.pk]
    held = mandates_of(person.pk, on=day_of(now)).filter(pk__in=mandates)
    return held.count() == len(mandates)


def _again(dispatch: Dispatch) -> str:
    return "give_up" if dispatch.attempts >= MOST_ATTEMPTS else "postpone"


def _mark(dispatch: Dispatch, act: str, now: datetime, error: str = "") -> None:
    """Keep what came of one attempt, unless somebody else has taken the dispatch over since."""
    rows = Dispatch.objects.filter(pk=dispatch.pk, state="sending")
    if error:
        rows = rows.filter(attempts=dispatch.attempts)
    rows.update(
        state=DISPATCH.after("sending", act),
        not_before=now + pause_after(dispatch.attempts),
        sent_at=None if error else now,
        last_error=error,
    )
