"""Minutes as pages and acts read them: a draft its desk, others all, a county its lines."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from cairong.audit.rows import fetch
from cairong.board.models import Attendance, Line, Minutes, MinutesPaper
from cairong.board.reads import is_member
from cairong.board.steps.letter import letter_of
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound
from cairong.oversight.reads import WATCHERS
from cairong.parties.reads import region_names
from cairong.policy.board import DESKS, desk_words

SEEN = ("circulated", "confirmed")


def minutes_of(actor: Actor) -> QuerySet[Minutes]:
    """List the minutes an actor may see, the newest meeting first."""
    rows = Minutes.objects.filter(city_id=actor.city).order_by("-met_on", "-drafted_at", "-pk")
    if actor.role not in WATCHERS:
        return rows.none()
    if not actor.whole_city:
        own = Line.objects.filter(minutes=OuterRef("pk"), region=actor.region, struck_at=None)
        return rows.filter(Exists(own), state="confirmed")
    return rows.filter(Q(state__in=SEEN) | Q(drafter=actor.role.value))


def minutes_for(actor: Actor, minutes_id: UUID, *, lock: bool = False) -> Minutes:
    """Fetch minutes an actor may see. Raises NotFound."""
    return fetch(minutes_of(actor), minutes_id, "会议纪要", lock=lock)


def own_draft(actor: Actor, minutes_id: UUID, *, lock: bool = False) -> Minutes:
    """Fetch minutes that the actor's own desk drafted. Raises NotFound."""
    rows = Minutes.objects.filter(city_id=actor.city, drafter=actor.role.value)
    return fetch(
        rows if is_member(actor) else rows.none(), minutes_id, "本部门的会议纪要", lock=lock
    )


def attendance_for(actor: Actor, attendance_id: UUID) -> Attendance:
    """Fetch what a desk has to confirm, in minutes an actor may see. Raises NotFound."""
    rows = Attendance.objects.filter(minutes__in=minutes_of(actor).order_by())
    return fetch(rows, attendance_id, "会议纪要")


def own_attendance(actor: Actor, minutes: Minutes) -> Attendance:
    """Find the actor's own desk at a meeting. Raises NotFound where it was not there."""
    found = minutes.attendances.filter(desk=actor.role.value).first()
    if found is None or not is_member(actor):
        raise NotFound("access.not_found", thing="本部门参加的会议纪要")
    return found


def lines_of(actor: Actor, minutes: Minutes) -> list[Line]:
    """List the lines of minutes that stand, in order: of a county's desk those of its county."""
    rows = minutes.lines.filter(struck_at=None).select_related("task").order_by("place")
    return list(rows if actor.whole_city else rows.filter(region=actor.region))


def papers_of(actor: Actor, minutes: Minutes) -> list[MinutesPaper]:
    """List what is attached to minutes, without the content: for the board alone."""
    rows = minutes.papers.filter(struck_at=None).defer("content").order_by("kept_at", "pk")
    return list(rows) if actor.whole_city else []


def minutes_paper(actor: Actor, paper_id: UUID) -> MinutesPaper:
    """Fetch a paper attached to minutes that an actor may see. Raises NotFound."""
    rows = MinutesPaper.objects.filter(minutes__in=minutes_of(actor).order_by(), struck_at=None)
    return fetch(rows if actor.whole_city else rows.none(), paper_id, "会议材料")


def minutes_pdf(actor: Actor, minutes_id: UUID) -> tuple[str, bytes]:
    """Set confirmed minutes in type; their number names the file. Raises NotFound."""
    found = minutes_for(actor, minutes_id)
    if found.state != "confirmed" or not actor.whole_city:
        raise NotFound("access.not_found", thing="会议纪要")
    return found.no, letter_of(found)


def to_correct(actor: Actor) -> list[tuple[str, str]]:
    """List the confirmed minutes that others may put right, by number."""
    rows = minutes_of(actor).filter(state="confirmed")
    return [(str(each.pk), f"{each.no} {each.title}") for each in rows[:100]]


@dataclass(frozen=True, kw_only=True)
class MinutesPage:
    """Minutes with their lines, and what their reader may do now."""

    minutes: Minutes
    attendances: list[Attendance]
    lines: list[tuple[Line, str]]
    papers: list[MinutesPaper]
    corrected_by: list[Minutes]
    drafts: bool
    circulates: bool
    confirms: bool
    returns: bool


def minutes_page(actor: Actor, _now: datetime, minutes_id: UUID) -> MinutesPage:
    """Read minutes for their page. Raises NotFound."""
    found = fetch(minutes_of(actor).select_related("corrects"), minutes_id, "会议纪要")
    there = list(found.attendances.select_related("confirmed_by"))
    order = list(DESKS)
    there.sort(key=lambda each: order.index(each.desk))
    own = next((each for each in there if each.desk == actor.role.value), None)
    own = own if is_member(actor) else None
    lines, names = lines_of(actor, found), region_names(actor.city)
    drafts = found.state == "draft" and is_member(actor) and found.drafter == actor.role.value
    later = Minutes.objects.filter(corrects=found, state="confirmed").order_by("year", "number")
    return MinutesPage(
        minutes=found,
        attendances=there,
        lines=[(each, _task_words(each, names)) for each in lines],
        papers=papers_of(actor, found),
        corrected_by=list(later),
        drafts=drafts,
        circulates=drafts and bool(lines),
        confirms=found.state == "circulated" and own is not None and own.confirmed_at is None,
        returns=found.state == "circulated" and own is not None,
    )


def _task_words(line: Line, names: dict[str, str]) -> str:
    if not line.owner:
        return ""
    with_whom = f",{desk_words(line.partners)}协办" if line.partners else ""
    return f"{DESKS[line.owner]}{with_whom} · {names.get(line.region, line.region)}"
