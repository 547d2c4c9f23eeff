"""Letters of urging as pages read them: to whom, about what, how they stand; and what may be urged.

The bureau reads those of its region, whoever got one its own, an authority those of its side.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from cairong.audit.rows import fetch
from cairong.clocks.holders import held_by_organisation
from cairong.clocks.models import Duty
from cairong.clocks.reads import BUREAU_KIND, OPEN, open_duties
from cairong.kernel.actor import BUREAU, OVERSEERS, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.oversight.models import Urged, Urging, UrgingAnswer, UrgingPaper, UrgingService
from cairong.oversight.steps.letter import letter_of
from cairong.parties.models import Organisation
from cairong.parties.reads import stands_for, the_only
from cairong.policy.urging import DESKS

WATCHED_LETTERS: Mapping[Role, Q] = {
    Role.PBOC: Q(organisation__kind="institution"),
    Role.REGULATOR: Q(organisation__kind="institution"),
}
MOST_TICKED = 100  # duties that one letter may urge


def urgings_for(actor: Actor) -> QuerySet[Urging]:
    """List the letters an actor may read, the newest first."""
    rows = Urging.objects.filter(city_id=actor.city).select_related("organisation")
    if actor.role in BUREAU | OVERSEERS:
        rows = rows.filter(WATCHED_LETTERS.get(actor.role, Q()))
        rows = rows if actor.whole_city else rows.filter(region=actor.region)
    elif actor.role is Role.SUPPLIER or actor.organisation_id is None:
        rows = rows.none()
    else:
        rows = rows.filter(organisation_id=actor.organisation_id)
    return rows.order_by("-issued_at", "-pk")


def urging_for(actor: Actor, urging_id: UUID, *, lock: bool = False) -> Urging:
    """Fetch a letter that an actor may read. Raises NotFound."""
    return fetch(urgings_for(actor), urging_id, "督办函", lock=lock)


def is_held_by(actor: Actor, letter: Urging) -> bool:
    """Whether a letter went to an actor's own desk, which answers it."""
    mine = actor.role == letter.desk
    return mine and stands_for(actor.organisation_id, letter.organisation_id)


def is_disputed(actor: Actor, urging_id: UUID) -> bool:
    """Whether a letter waits for a finding about a dispute. Raises NotFound."""
    return urging_for(actor, urging_id).state == "disputed"


def items_of(letter: Urging) -> QuerySet[Urged]:
    """List what a letter urges, the oldest first."""
    return letter.items.select_related("duty").order_by("due_on", "pk")


def undone(items: Iterable[Urged]) -> list[str]:
    """Name the duties that are neither done nor given up."""
    return [item.title for item in items if item.duty.state in OPEN]


def urgeable(actor: Actor, now: datetime, organisation_id: UUID, desk: str) -> QuerySet[Duty]:
    """List the overdue duties of a desk that no open letter urges and no dispute excused."""
    taken = Urged.objects.filter(Q(open=True) | Q(upheld=True))
    held = held_by_organisation(actor, now, organisation_id)
    rows = open_duties(actor).filter(held, holder_role=desk, due_on__lt=day_of(now))
    return rows.exclude(pk__in=taken.values("duty_id"))[:MOST_TICKED]


def duties_named(actor: Actor, ids: Collection[UUID]) -> list[Duty]:
    """Read the duties a letter is to be about, the oldest first. Raises NotFound for any unseen."""
    rows = Duty.objects.filter(city_id=actor.city, pk__in=ids).order_by("due_on", "pk")
    found = list(rows if actor.whole_city else rows.filter(region=actor.region))
    if not found or len(found) != len(set(ids)):
        raise NotFound("access.not_found", thing="超期事项")
    return found


def urged_before(duties: Iterable[Duty]) -> dict[UUID, tuple[str, str]]:
    """Name for each duty the open letter about it, and the one whose dispute was upheld."""
    rows = Urged.objects.filter(duty__in=[duty.pk for duty in duties]).select_related("letter")
    found: dict[UUID, tuple[str, str]] = {}
    for row in rows.filter(Q(open=True) | Q(upheld=True)):
        still, excused = found.get(row.duty_id, ("", ""))
        no = row.letter.no
        found[row.duty_id] = (no if row.open else still, no if row.upheld else excused)
    return found


def letters_about(_actor: Actor, _now: datetime, ids: Collection[UUID]) -> dict[UUID, str]:
    """Say of each of these duties by which letters it was urged, and what came of it."""
    said: dict[UUID, list[str]] = {}
    rows = Urged.objects.filter(duty__in=list(ids)).select_related("letter")
    for row in rows.order_by("letter__issued_at"):
        came = "异议成立" if row.upheld else row.letter.get_verdict_display()
        said.setdefault(row.duty_id, []).append(f"{row.letter.no}({came or '未办结'})")
    return {pk: "、".join(each) for pk, each in said.items()}


def excused() -> QuerySet[Urged]:
    """List the duties whose holder disputed them and was upheld: no rate counts them late."""
    return Urged.objects.filter(upheld=True)


def last_word(actor: Actor) -> str:
    """Give the word of the number (字号) that the newest letter of an actor's desk bears."""
    rows = Urging.objects.filter(city_id=actor.city)
    if not actor.whole_city:
        rows = rows.filter(region=actor.region)
    return rows.order_by("-issued_at", "-pk").values_list("word", flat=True).first() or ""


def desk_of(actor: Actor, organisation_id: UUID, desk: str) -> Organisation:
    """Find the organisation whose desk is to be urged. Raises NotFound."""
    rows = Organisation.objects.filter(city_id=actor.city)
    found = fetch(rows, organisation_id, "责任单位")
    if desk not in DESKS or bureau_desk(desk) != (found.kind == BUREAU_KIND):
        raise NotFound("access.not_found", thing="责任单位")
    return found


def bureau_desk(desk: str) -> bool:
    """Whether a desk is one of the bureau's own."""
    return desk in BUREAU


def urging_paper(actor: Actor, paper_id: UUID) -> UrgingPaper:
    """Fetch a paper of a letter that an actor may read, or its own organisation's. NotFound."""
    letters = urgings_for(actor).order_by().values("pk")
    answers = UrgingAnswer.objects.filter(letter__in=letters).values("paper_id")
    services = UrgingService.objects.filter(letter__in=letters).values("paper_id")
    rows = UrgingPaper.objects.filter(city_id=actor.city).filter(
        Q(pk__in=answers) | Q(pk__in=services) | Q(organisation=actor.organisation_id)
    )
    return fetch(rows, paper_id, "督办函附件")


def urging_pdf(actor: Actor, urging_id: UUID) -> tuple[str, bytes]:
    """Set a letter that an actor may read in type; its number names the file. Raises NotFound."""
    letter = urging_for(actor, urging_id)
    return letter.no, letter_of(letter, the_only(actor.city, BUREAU_KIND))
