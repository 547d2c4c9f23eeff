"""Letters of credit guidance as pages read them: the People's Bank all, an institution its own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from cairong.audit.rows import fetch
from cairong.clocks.reads import Deadline, open_deadlines
from cairong.guidance.models import Guidance, GuidanceAnswer, Guided
from cairong.guidance.states import OPEN
from cairong.guidance.steps.letter import paper_of
from cairong.kernel.actor import INSTITUTION, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.counted import COUNTED
from cairong.lending.models import Loan
from cairong.parties.models import Organisation
from cairong.policy.guidance import figures_said

READERS = (Role.PBOC, *sorted(INSTITUTION))


def of_pboc(actor: Actor) -> bool:
    """Whether an actor is of the People's Bank of the city; a county's desk reads nothing of it."""
    return actor.role is Role.PBOC and actor.whole_city


def guidances_of(actor: Actor) -> QuerySet[Guidance]:
    """List the letters of an actor's city, the newest first: for the People's Bank alone."""
    rows = Guidance.objects.filter(city_id=actor.city).select_related("authority")
    found = rows if of_pboc(actor) else rows.none()
    return found.order_by("-issued_at", "-pk")


def guidance_for(actor: Actor, guidance_id: UUID) -> Guidance:
    """Fetch a letter that an actor may read as a whole. Raises NotFound."""
    return fetch(guidances_of(actor), guidance_id, "信贷指导函")


def guided_of(actor: Actor) -> QuerySet[Guided]:
    """List the letters as they went to institutions: to an actor's own, or all."""
    rows = Guided.objects.filter(city_id=actor.city).select_related(
        "letter__authority", "institution"
    )
    if actor.role in INSTITUTION:
        rows = rows.filter(institution=actor.organisation_id)
    elif not of_pboc(actor):
        rows = rows.none()
    return rows.order_by("-letter__issued_at", "institution__name")


def guided_for(actor: Actor, guided_id: UUID, *, lock: bool = False) -> Guided:
    """Fetch a letter as it went to one institution. Raises NotFound."""
    return fetch(guided_of(actor), guided_id, "信贷指导函", lock=lock)


def sent_with(actor: Actor, letter: Guidance) -> list[Guided]:
    """List how a letter went to each institution, by name."""
    return list(guided_of(actor).filter(letter=letter))


def standing_of(_actor: Actor, _now: datetime, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Say of each of these letters how many institutions got it, answered, and are closed."""
    rows = Guided.objects.filter(letter__in=ids).values("letter").order_by()
    counts = rows.annotate(
        sent=Count("pk"),
        answered=Count("answer"),
        closed=Count("pk", filter=Q(state="closed")),
    )
    return {
        row["letter"]: f"{row['sent']} 家,{row['answered']} 家已答复,{row['closed']} 家已办结"
        for row in counts
    }


def answers_of(_actor: Actor, _now: datetime, ids: Collection[UUID]) -> dict[UUID, GuidanceAnswer]:
    """Read what was answered to each of these."""
    rows = GuidanceAnswer.objects.filter(guided__in=list(ids)).select_related("by")
    return {row.guided_id: row for row in rows}


def last_series(actor: Actor) -> str:
    """Give the word of the number (字号) of the newest letter."""
    return guidances_of(actor).values_list("word", flat=True).first() or ""


def addressees(actor: Actor) -> list[tuple[UUID, str]]:
    """List whom a letter may go to: the institutions that are not suspended."""
    rows = Organisation.objects.filter(
        city_id=actor.city, kind=Organisation.Kind.INSTITUTION, active=True
    )
    return list(rows.order_by("name").values_list("pk", "name"))


@dataclass(frozen=True, kw_only=True)
class GuidedPage:
    """A letter at one institution with what became of it, and what its reader may do now.

    `lent` is what the institution lent from the letter's day on, by loans and by amount; that it
    came of the letter nobody can say.
    """

    guided: Guided
    figures: list[tuple[str, str]]
    answer: GuidanceAnswer | None
    deadline: Deadline | None
    loans: int
    lent_fen: int
    receives: bool
    answers: bool
    closes: bool


def guided_page(actor: Actor, now: datetime, guided_id: UUID) -> GuidedPage:
    """Read a letter at one institution for its page. Raises NotFound."""
    guided = fetch(guided_of(actor).select_related("received_by"), guided_id, "信贷指导函")
    officer = actor.role is Role.INSTITUTION_OFFICER
    lent = _lent(guided)
    return GuidedPage(
        guided=guided,
        figures=figures_said(guided.figures),
        answer=answers_of(actor, now, [guided.pk]).get(guided.pk),
        deadline=open_deadlines(actor, now, [guided.pk]).get(guided.pk),
        loans=lent["loans"],
        lent_fen=lent["fen"] or 0,
        receives=officer and guided.received_at is None and guided.state != "closed",
        answers=officer and guided.state == "sent",
        closes=actor.role is Role.PBOC and guided.state in OPEN,
    )


def guidance_pdf(actor: Actor, guided_id: UUID) -> tuple[str, bytes]:
    """Set a letter that an actor may read in type; its number names the file. Raises NotFound."""
    guided = guided_for(actor, guided_id)
    return guided.letter.no, paper_of(guided)


def _lent(guided: Guided) -> dict[str, Any]:
    since = day_of(guided.letter.issued_at)
    rows = Loan.counted.filter(institution=guided.institution_id, drawn_on__gte=since)
    return rows.aggregate(loans=Count("pk"), fen=Sum(COUNTED))
