"""Inboxes, letters, and what leaves the platform, as each actor may see them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cairong.audit.rows import locked
from cairong.contracts.models import Award
from cairong.kernel.actor import BUREAU, OVERSEERS, PURCHASER, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.outreach.models import Channel, Dispatch, Kind, Letter, Message, Preference, Reading
from cairong.outreach.steps.paper import letter_pdf
from cairong.parties.reads import mandates_of

MOST_COUNTED, MOST_UNOPENED, MOST_NEW = 100, 3, 6
# Asked by every page, and so written once.
UNREAD = """
    SELECT count(*) FROM (
        SELECT FROM outreach_message m
        WHERE m.city_id = %s AND m.organisation_id = %s AND m.role = %s
          AND (%s OR m.region IN ('', %s))
          AND NOT EXISTS (
              SELECT FROM outreach_reading r WHERE r.message_id = m.id AND r.person_id = %s)
        LIMIT %s) AS unread"""

NEWEST = """
    SELECT m.*, EXISTS (
        SELECT FROM outreach_reading r WHERE r.message_id = m.id AND r.person_id = %s) AS read
    FROM outreach_message m
    WHERE m.city_id = %s AND m.organisation_id = %s AND m.role = %s
      AND (%s OR m.region IN ('', %s))
    ORDER BY m.id DESC LIMIT %s"""


def inbox(actor: Actor) -> QuerySet[Message]:
    """List the messages to the actor's role in its organisation, newest first, `read` noted."""
    rows = Message.objects.filter(
        organisation=actor.organisation_id, role=actor.role, city_id=actor.city
    )
    if not actor.whole_city:
        rows = rows.filter(Q(region="") | Q(region=actor.region))
    mine = Reading.objects.filter(message=OuterRef("pk"), person=actor.person_id)
    return rows.annotate(read=Exists(mine)).order_by("-id")


def unread(actor: Actor) -> QuerySet[Message]:
    """List the messages the actor's person has not read."""
    return inbox(actor).exclude(readings__person=actor.person_id)


def unread_count(actor: Actor) -> int:
    """Count the messages the actor's person has not read, as `unread` lists them, as far as 100."""
    seat = [actor.city, actor.organisation_id, actor.role.value, actor.whole_city, actor.region]
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [*seat, actor.person_id, MOST_COUNTED])
        return int(cursor.fetchone()[0])


def newest_messages(actor: Actor) -> list[Message]:
    """List the messages to the actor's role that came last."""
    seat = [actor.city, actor.organisation_id, actor.role.value, actor.whole_city, actor.region]
    return list(Message.objects.raw(NEWEST, [actor.person_id, *seat, MOST_NEW]))


def message_for(actor: Actor, message_id: int) -> Message:
    """Fetch a message of the actor's own inbox. Raises NotFound."""
    found = inbox(actor).filter(pk=message_id).first()
    if found is None:
        raise NotFound("access.not_found", thing="消息")
    return found


def letters_of(actor: Actor) -> QuerySet[Letter]:
    """List the letters an actor may see: the supplier's own; the purchaser's and region's.

    An agency sees those of the files it issued and the awards it recorded. Who obtained a file is
    told to the authorities only once an award stands on it (87号令§28).
    """
    rows = Letter.objects.filter(city_id=actor.city).select_related(
        "award", "supplier", "opened_by", "recipient__file"
    )
    rows = rows.order_by("-sent_at", "-pk")
    own = actor.organisation_id
    if actor.role is Role.SUPPLIER:
        return rows.filter(supplier=own)
    if actor.role in PURCHASER:
        return rows.filter(Q(award__purchaser=own) | Q(recipient__file__purchaser=own))
    if actor.role is Role.AGENCY_CLERK:
        return rows.filter(Q(award__engagement__agency=own) | Q(recipient__file__agency=own))
    if actor.role is Role.SYSTEM:
        return rows
    if actor.role in BUREAU | OVERSEERS | {Role.OPERATOR}:
        awarded = Award.objects.exclude(state="cancelled").filter(file=OuterRef("recipient__file"))
        rows = rows.filter(Q(recipient=None) | Exists(awarded))
        here = Q(award__region=actor.region) | Q(recipient__file__region=actor.region)
        return rows if actor.whole_city else rows.filter(here)
    return rows.none()


def unopened_letters(actor: Actor) -> list[Letter]:
    """List the newest letters that a supplier has not opened yet."""
    rows = letters_of(actor).select_related(None).filter(opened_at=None)
    return list(rows[:MOST_UNOPENED])


def letters_on(actor: Actor, award_id: UUID) -> list[Letter]:
    """List the letters about an award that an actor may see, newest first."""
    return list(letters_of(actor).filter(award=award_id))


def letters_with(actor: Actor, file_id: UUID) -> list[Letter]:
    """List the letters that went with a procurement file, for whom may see them, as entered."""
    return list(letters_of(actor).filter(recipient__file=file_id).order_by("recipient__at", "pk"))


def read_of(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say of each of these procurement files how many of its letters are read, of how many."""
    rows = Letter.objects.filter(recipient__file__in=ids).values("recipient__file").order_by()
    counts = rows.annotate(sent=Count("pk"), read=Count("opened_at"))
    return {row["recipient__file"]: f"{row['read']}/{row['sent']}" for row in counts}


def letter_linked(city: str, token: str, *, lock: bool = False) -> Letter:
    """Find the letter of a link. Raises NotFound."""
    rows = Letter.objects.filter(city_id=city).exclude(token="").select_related("recipient__file")
    found = (locked(rows) if lock else rows).filter(token=token).first()
    if found is None:
        raise NotFound("outreach.no_such_link")
    return found


OCCASION_WORDS: Mapping[str, str] = dict(Letter.Occasion.choices)
CHANNEL_WORDS: Mapping[str, str] = dict(Kind.choices)
SECURITY_WORDS: Mapping[str, str] = dict(Channel.Security.choices)


def letter_for(actor: Actor, letter_id: UUID, *, lock: bool = False) -> Letter:
    """Fetch a letter the actor may see. Raises NotFound."""
    rows = letters_of(actor).order_by()
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = rows.filter(pk=letter_id).first()
    if found is None:
        raise NotFound("outreach.not_yours")
    return found


def letter_on_paper(actor: Actor, letter_id: UUID, *, linked: bool = False) -> bytes:
    """Set a letter the actor may see in type, as PDF; with its link, where it has one to hand over.

    Raises NotFound.
    """
    found = letter_for(actor, letter_id)
    return letter_pdf(found, linked=linked and found.supplier is None)


def channel_for(actor: Actor, kind: str, *, lock: bool = False) -> Channel | None:
    """Find how a channel is set up in an actor's city. Raises NotFound for a kind that is none."""
    if kind not in Kind.values:
        raise NotFound("access.not_found", thing="发送渠道")
    rows = Channel.objects.filter(city_id=actor.city, kind=kind)
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    return rows.first()


def channels_of(actor: Actor) -> dict[str, Channel | None]:
    """Name every kind of channel with how it is set up in an actor's city, if it is."""
    found = {channel.kind: channel for channel in Channel.objects.filter(city_id=actor.city)}
    return {kind: found.get(kind) for kind in Kind.values}


def dispatches_of(actor: Actor) -> QuerySet[Dispatch]:
    """List what leaves the platform in a city, for its operator: never what it says."""
    rows = Dispatch.objects.filter(city_id=actor.city).defer("text", "title")
    return rows.select_related("person", "message__organisation").order_by("-made_at", "-pk")


def outgoing(actor: Actor) -> QuerySet[Dispatch]:
    """List what leaves the platform in a city, newest first: not yet narrowed to its readers."""
    return Dispatch.objects.filter(city_id=actor.city).order_by("-made_at", "-pk")


def sent_to(actor: Actor, now: datetime) -> Q:
    """Keep what was sent to an actor's person and is theirs to read still.

    That are messages which stand in the actor's inbox, and digests of mandates all of which the
    person holds now. In a demonstration its operator reads all.
    """
    if actor.person_id is None:
        return Q(pk__in=())
    held = mandates_of(actor.person_id, on=day_of(now)).values_list("pk", flat=True)
    inside = inbox(actor).order_by().values("pk")
    theirs = Q(message__in=inside) | Q(digest_on__isnull=False, mandates__contained_by=[*held])
    readable = Q(theirs, person=actor.person_id)
    return readable | Q(city__demo=True) if actor.role == Role.OPERATOR else readable


def dispatch_for(actor: Actor, dispatch_id: UUID, *, lock: bool = False) -> Dispatch:
    """Fetch a dispatch of an actor's city, for its operator. Raises NotFound."""
    rows = dispatches_of(actor).order_by()
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = rows.filter(pk=dispatch_id).first()
    if found is None:
        raise NotFound("access.not_found", thing="外发消息")
    return found


def preference_of(actor: Actor) -> Preference:
    """Find what an actor's person chose; the usual where nothing was said."""
    found = Preference.objects.filter(person=actor.person_id).first()
    return found or Preference(channels=Preference.USUAL)
