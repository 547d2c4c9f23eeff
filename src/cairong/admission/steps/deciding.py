"""Keep a decision about an institution, with the clock of its next review; and who is told."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from cairong.admission.models import Decision
from cairong.audit.recording import Tell
from cairong.audit.rows import insert, locked
from cairong.clocks.models import Duty
from cairong.clocks.steps.duties import cancel_duties, fulfil_duty, open_duty
from cairong.kernel.actor import INSTITUTION, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, NotAllowed, NotFound
from cairong.kernel.text import clean_text
from cairong.parties.models import InstitutionProfile, Organisation
from cairong.parties.reads import desks_told
from cairong.policy.admission import (
    CLAUSE,
    DECISIONS,
    LEAST,
    LICENCE,
    MOST,
    REVIEW,
    STOPS,
    Paper,
    papers_given,
    papers_hold,
    said_of,
)
from cairong.policy.rule import require

STOPPED = "暂停合作期间不复核,恢复时另行起算"


def require_city(actor: Actor) -> None:
    """Bar a desk of a county: institutions take part in the whole city. NotAllowed."""
    if not actor.whole_city:
        raise NotAllowed("admission.city_alone", CLAUSE)


def locked_institution(city: str, institution_id: UUID) -> tuple[Organisation, InstitutionProfile]:
    """Lock an institution with its profile. Raises NotFound, Conflict once it is closed."""
    rows = Organisation.objects.filter(city_id=city, kind=Organisation.Kind.INSTITUTION)
    found = locked(rows.filter(pk=institution_id)).first()
    if found is None:
        raise NotFound("access.not_found", thing="金融机构")
    if not found.active:
        raise Conflict("parties.organisation_state")
    return found, locked(InstitutionProfile.objects.all()).get(pk=institution_id)


def clean_papers(papers: Sequence[Paper], now: datetime, *, needed: bool = True) -> list[Paper]:
    """Clean the papers of a decision. Raises Invalid, PolicyBreach for lacking or over ones.

    Whose lack is the very reason of a suspension are not `needed`.
    """
    cleaned = [
        Paper(
            kind=each.kind,
            number=clean_text(each.number, "papers", least=2, most=80),
            until=each.until,
        )
        for each in papers
    ]
    if needed:
        require(papers_given(papers=cleaned), papers_hold(papers=cleaned, today=day_of(now)))
    return cleaned


def decide(
    actor: Actor,
    now: datetime,
    institution: Organisation,
    *,
    kind: str,
    words: str,
    papers: Sequence[Paper] = (),
    draws_stopped: bool = False,
) -> dict[str, Any]:
    """Keep a decision, move the profile and the clock with it; answer its facts for the event.

    Writes: admission.Decision, parties.InstitutionProfile, clocks.Duty, clocks.Mark.
    """
    assert actor.person_id is not None
    suspends, today = kind == "suspended", day_of(now)
    said = clean_text(words, "words", least=LEAST, most=MOST, lines=True)
    insert(
        Decision(
            city_id=actor.city,
            institution=institution,
            kind=kind,
            words=said,
            papers=[
                {"kind": each.kind, "number": each.number, "until": each.until and str(each.until)}
                for each in papers
            ],
            draws_stopped=draws_stopped,
            at=now,
            by_id=actor.person_id,
        )
    )
    since = Coalesce(F("suspended_on"), Value(today)) if suspends else None
    licences = [] if suspends else [each.number for each in papers if each.kind == LICENCE]
    InstitutionProfile.objects.filter(pk=institution.pk).update(
        suspended_on=since,
        draws_stopped=draws_stopped,
        **({"licence_no": licences[0]} if licences else {}),
    )
    _move_clock(institution, kind, now)
    facts: dict[str, Any] = {
        "institution": institution.name, "words": said,
        "decision": DECISIONS[kind] + (STOPS if draws_stopped else ""),
    }  # fmt: skip
    if papers:
        facts["papers"] = [said_of(each) for each in papers]
    return facts | ({"stop_draws": draws_stopped} if suspends else {})


def told_of(institution: Organisation) -> list[Tell]:
    """Tell the institution's desks, and the People's Bank and the regulator."""
    own = [
        Tell(organisation_id=institution.pk, role=role, subject_id=institution.pk)
        for role in sorted(INSTITUTION)
    ]
    return [*own, *desks_told(institution.city_id, Role.PBOC, Role.REGULATOR)]


def _move_clock(institution: Organisation, kind: str, now: datetime) -> None:
    """End the review that runs by what was decided; the next one runs from today."""
    today = day_of(now)
    if kind in {"kept", "conditions", "suspended"}:
        fulfil_duty(
            subject_id=institution.pk, kind=REVIEW, on=today, now=now, reason=DECISIONS[kind]
        )
    cancel_duties(subject_id=institution.pk, kind=REVIEW, on=today, now=now, reason=STOPPED)
    if kind != "suspended":
        next_review(institution, now)


def next_review(institution: Organisation, now: datetime) -> Duty | None:
    """Begin the days to the next review, which end with the first of its papers to run out.

    Writes: clocks.Duty.
    """
    shown = institution.decisions.exclude(papers=[]).order_by("-at", "-pk").first()
    until = [each["until"] for each in shown.papers if each["until"]] if shown else []
    return open_duty(
        city=institution.city_id,
        kind=REVIEW,
        subject_id=institution.pk,
        holder=None,
        region=institution.city_id,
        title=institution.name,
        start_on=day_of(now),
        now=now,
        latest=date.fromisoformat(min(until)) if until else None,
    )
