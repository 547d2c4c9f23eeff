"""Review an institution, yearly, on its papers: two persons of the bureau say what they found."""

from datetime import datetime
from uuid import UUID

from cairong.admission.steps.deciding import (
    clean_papers,
    decide,
    locked_institution,
    require_city,
    told_of,
)
from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict, Invalid
from cairong.parties.four_eyes import two_person
from cairong.parties.models import Organisation
from cairong.policy.admission import CLAUSE, Outcome, Paper


@two_person(Role.PROCUREMENT_OFFICER, word="复核金融机构", fulfils="review_institution")
def review_institution(
    *,
    actor: Actor,
    now: datetime,
    institution_id: UUID,
    finding: Outcome,
    words: str,
    papers: list[Paper],
    stop_draws: bool = False,
) -> Organisation:
    """Look at an institution's papers anew and say: kept, kept with conditions, or suspended.

    The words are the institution's to read; conditions stand in them. The next review runs from
    today, unless it is suspended: then as `suspend_institution`. One that was never admitted on
    papers is by its first review.
    Raises NotAllowed for a county's desk, NotFound, Conflict for one that is suspended,
    Invalid where draws are to stop and it is not suspended, PolicyBreach for one that goes on
    without licence or agreement, or with a paper that has run out.
    Writes: admission.Decision, parties.InstitutionProfile, clocks.Duty, Mark. Source: 一(一)-4.
    """
    require_city(actor)
    institution, profile = locked_institution(actor.city, institution_id)
    if profile.suspended_on is not None:
        raise Conflict("admission.suspended_already", CLAUSE, name=institution.name)
    if stop_draws and finding != "suspended":
        raise Invalid("admission.stops_suspended", CLAUSE, field="stop_draws")
    shown = clean_papers(papers, now, needed=finding != "suspended")
    decided = decide(
        actor, now, institution, kind=finding, words=words, papers=shown, draws_stopped=stop_draws
    )
    record(
        actor=actor,
        now=now,
        type="admission.institution.reviewed",
        subject=institution,
        visible_to=[institution.pk],
        after=decided,
        basis=[CLAUSE],
        tell=told_of(institution),
    )
    return institution
