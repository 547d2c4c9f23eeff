"""Events, invitations and sign-ups as each actor may see them: not yours is not there."""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    Model,
    OuterRef,
    Q,
    QuerySet,
)

from cairong.audit.rows import fetch
from cairong.kernel.actor import BUREAU, OVERSEERS, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.outreach.models import Dispatch, Message
from cairong.outreach.reads import CHANNEL_WORDS
from cairong.parties.reads import line_of, stands_for
from cairong.policy.promotion import masked_contact
from cairong.promotion.models import (
    EventPaper,
    Feedback,
    Invitation,
    OutreachEvent,
    Question,
    SignUp,
)
from cairong.promotion.states import HOSTS, KNOWN, TOOK_PLACE

INVITED = "promotion.event.invited"
AUTHORITIES = BUREAU | OVERSEERS
HOW_WORDS = dict(SignUp.How.choices)
STANDING = Q(taken_back_at=None)


def events_of(actor: Actor) -> QuerySet[OutreachEvent]:
    """List the events an actor may see: those announced, and the drafts of its own desk."""
    rows = OutreachEvent.objects.filter(city_id=actor.city).select_related("host")
    if actor.role is not Role.SYSTEM:
        rows = rows.filter(Q(announced_at__isnull=False) | _own(actor))
    return rows.order_by("-starts_at", "-no")


def event_for(actor: Actor, event_id: UUID, *, lock: bool = False) -> OutreachEvent:
    """Fetch an event the actor may see. Raises NotFound."""
    return fetch(events_of(actor), event_id, "活动", lock=lock)


def own_event(actor: Actor, event_id: UUID, *, lock: bool = False) -> OutreachEvent:
    """Fetch an event that the actor's own desk holds. Raises NotFound."""
    rows = OutreachEvent.objects.filter(_own(actor), city_id=actor.city).select_related("host")
    return fetch(rows, event_id, "本部门的活动", lock=lock)


def is_own(actor: Actor, event: OutreachEvent) -> bool:
    """Whether an event is held by the actor's own desk."""
    mine = actor.role in HOSTS and stands_for(actor.organisation_id, event.host_id)
    return mine and (actor.whole_city or event.region == actor.region)


def public_events(actor: Actor) -> QuerySet[OutreachEvent]:
    """List the events that anybody may see: those that were announced, newest first."""
    rows = OutreachEvent.objects.filter(city_id=actor.city, state__in=KNOWN)
    return (
        rows.filter(announced_at__isnull=False).select_related("host").order_by("-starts_at", "-no")
    )


def public_event(actor: Actor, event_id: UUID, *, lock: bool = False) -> OutreachEvent:
    """Fetch an event that anybody may see. Raises NotFound."""
    return fetch(public_events(actor), event_id, "活动", lock=lock)


def at_door(actor: Actor, event_id: UUID, token: str, *, lock: bool = False) -> OutreachEvent:
    """Fetch an event by the address at its door. Raises NotFound for another one."""
    found = public_event(actor, event_id, lock=lock)
    if not found.door or not secrets.compare_digest(found.door.encode(), token.encode()):
        raise NotFound("promotion.no_door")
    return found


def invitations_of(actor: Actor) -> QuerySet[Invitation]:
    """List who was invited, newest first: for the authorities, in their regions."""
    rows = Invitation.objects.filter(event__city_id=actor.city).select_related("organisation")
    signed = SignUp.objects.filter(
        STANDING, event=OuterRef("event"), organisation=OuterRef("organisation")
    )
    came = signed.filter(attended_at__isnull=False)
    rows = rows.annotate(signed=Exists(signed), came=Exists(came))
    return _of_desk(rows, actor).order_by("-at", "organisation__name")


def sign_ups_of(actor: Actor) -> QuerySet[SignUp]:
    """List the sign-ups that stand, newest first: for the authorities, in their regions."""
    rows = SignUp.objects.filter(STANDING, event__city_id=actor.city)
    own = OutreachEvent.objects.filter(_own(actor), pk=OuterRef("event"))
    comes = Q(Exists(own.filter(state="announced")), organisation=None)
    rows = rows.annotate(
        enterable=Exists(own.filter(state="held")),
        strikeable=ExpressionWrapper(comes, output_field=BooleanField()),
    )
    return _of_desk(rows.select_related("event", "organisation"), actor).order_by("-at", "pk")


def sign_up_for(actor: Actor, sign_up_id: UUID, *, lock: bool = False) -> SignUp:
    """Fetch a sign-up that stands. Raises NotFound."""
    return fetch(sign_ups_of(actor), sign_up_id, "报名", lock=lock)


def own_sign_up(actor: Actor, event: OutreachEvent) -> SignUp | None:
    """Find the sign-up of the actor's organisation, where it stands."""
    if actor.organisation_id is None:
        return None
    return event.sign_ups.filter(STANDING, organisation=actor.organisation_id).first()


def taken(event: OutreachEvent) -> dict[str, int]:
    """Count the places taken, by all and by those without an account, and who came."""
    return event.sign_ups.filter(STANDING).aggregate(
        taken=Count("pk"),
        guests=Count("pk", filter=Q(organisation=None)),
        came=Count("pk", filter=Q(attended_at__isnull=False)),
    )


def contact_words(actor: Actor, sign_up: SignUp) -> str:
    """Show a guest's contact: whole to the desk of its region that holds the event, else masked."""
    if sign_up.organisation_id:
        return "有账号,用消息联系"
    if sign_up.erased_at:
        return "已按规定删除"
    own = is_own(actor, sign_up.event) and sign_up.event.region == actor.region
    return sign_up.contact if own else masked_contact(sign_up.contact)


def contacts_on(actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say of each of these sign-ups how it is reached, as far as the actor may know."""
    rows = SignUp.objects.filter(pk__in=ids).select_related("event")
    return {each.pk: contact_words(actor, each) for each in rows}


def told_on(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say of each of these invitations by which channels it went, and whether it was read."""
    invited = {each.pk: each for each in Invitation.objects.filter(pk__in=ids)}
    messages = Message.objects.filter(
        organisation__in={each.organisation_id for each in invited.values()},
        event_type=INVITED,
        subject_id__in={str(each.event_id) for each in invited.values()},
    ).annotate(was_read=Count("readings"))
    found = {(each.organisation_id, each.subject_id): each for each in messages}
    ways = defaultdict[int, set[str]](set)
    sent = Dispatch.objects.filter(message__in=messages, sent_at__isnull=False)
    for message, channel in sent.values_list("message", "channel"):
        ways[message].add(CHANNEL_WORDS[channel])
    return {
        pk: _told(found.get((each.organisation_id, str(each.event_id))), ways)
        for pk, each in invited.items()
    }


def _told(message: Any, ways: dict[int, set[str]]) -> str:
    if message is None:
        return "正在发送"
    named = "、".join(["站内消息", *sorted(ways[message.pk])])
    return f"{named} · {'已读' if message.was_read else '未读'}"


def questions_on(event: OutreachEvent) -> list[Question]:
    """List what was asked, in order."""
    return list(event.questions.order_by("at", "pk"))


def question_for(actor: Actor, question_id: UUID, *, lock: bool = False) -> Question:
    """Fetch a question of an event that the actor's own desk holds. Raises NotFound."""
    own = OutreachEvent.objects.filter(_own(actor), city_id=actor.city)
    rows = Question.objects.filter(event__in=own)
    read = rows if lock else rows.select_related("event", "organisation")
    return fetch(read, question_id, "问题", lock=lock)


def papers_on(event: OutreachEvent) -> list[EventPaper]:
    """List what is handed out, in order, without the content."""
    return [each for each in papers_kept(event) if each.withdrawn_at is None]


def papers_kept(event: OutreachEvent) -> list[EventPaper]:
    """List what was ever handed out, for the host, in order, without the content."""
    return list(event.papers.defer("content").order_by("kept_at", "pk"))


def paper_for(event: OutreachEvent, paper_id: UUID) -> EventPaper:
    """Fetch what is handed out at an event. Raises NotFound for what was withdrawn."""
    return fetch(event.papers.filter(withdrawn_at=None), paper_id, "活动材料")


def public_paper(actor: Actor, event_id: UUID, paper_id: UUID) -> EventPaper:
    """Fetch what is handed out at an event that anybody may see. Raises NotFound."""
    return paper_for(event_for(actor, event_id), paper_id)


def feedback_on(event: OutreachEvent) -> list[Feedback]:
    """List what those who came say, in order."""
    return list(event.feedback.order_by("pk"))


def said_feedback(actor: Actor, event: OutreachEvent) -> bool:
    """Whether the actor's organisation gave its feedback."""
    return event.feedback.filter(organisation=actor.organisation_id).exists()


def years_held(actor: Actor, now: datetime) -> dict[str, str]:
    """Name the years in which events took place, this one among them, the newest first."""
    rows = OutreachEvent.objects.filter(city_id=actor.city, state__in=TOOK_PLACE)
    years = {day_of(each).year for each in rows.values_list("starts_at", flat=True)}
    return {str(each): f"{each}年" for each in sorted(years | {day_of(now).year}, reverse=True)}


def counts_on(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say of each of these events how many were invited, signed up and came."""
    standing = Q(sign_ups__taken_back_at=None, sign_ups__isnull=False)
    rows = OutreachEvent.objects.filter(pk__in=ids).annotate(
        signed=Count("sign_ups", filter=standing, distinct=True),
        came=Count("sign_ups", filter=Q(sign_ups__attended_at__isnull=False), distinct=True),
    )
    invited = dict(
        Invitation.objects.filter(event__in=ids)
        .values_list("event")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return {
        each.pk: f"邀请 {invited.get(each.pk, 0)} · 报名 {each.signed} · 到场 {each.came}"
        for each in rows
    }


def _own(actor: Actor) -> Q:
    if actor.role not in HOSTS:
        return Q(pk=None)
    mine = Q(host__in=line_of(actor.organisation_id))
    return mine if actor.whole_city else mine & Q(region=actor.region)


def _of_desk[Row: Model](rows: QuerySet[Row], actor: Actor) -> QuerySet[Row]:
    if actor.role is Role.SYSTEM or actor.role in AUTHORITIES:
        return rows if actor.whole_city else rows.filter(event__region=actor.region)
    return rows.none()


def guests_to_forget(city: str, before: datetime) -> list[UUID]:
    """Name the events over, or called off, before a moment that still keep a guest's contact."""
    kept = SignUp.objects.filter(event=OuterRef("pk")).exclude(contact="")
    over = ~Q(state="called_off") & Q(ends_at__lt=before)
    off = Q(state="called_off", ended_at__lt=before)
    rows = OutreachEvent.objects.filter(Exists(kept), over | off, city_id=city)
    return list(rows.order_by("pk").values_list("pk", flat=True))
