"""Suspend an institution's new business, or let it take new business again; two of the bureau."""

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
from cairong.kernel.errors import Conflict
from cairong.parties.four_eyes import two_person
from cairong.parties.models import Organisation
from cairong.policy.admission import CLAUSE, Paper


@two_person(Role.PROCUREMENT_OFFICER, word="暂停金融机构合作")
def suspend_institution(
    *, actor: Actor, now: datetime, institution_id: UUID, reason: str, stop_draws: bool = False
) -> Organisation:
    """Suspend an institution between reviews: it takes no new business from this moment.

    What waits there for a decision or an answer goes back to its supplier, each by an act of its
    own; with `stop_draws` what was accepted and not drawn as well. Loans that run, and their locks,
    go on to their end: its people act on them as before. One that is suspended already can be told
    to stop its draws too: it stays suspended since the day it was.
    Raises NotAllowed for a county's desk, NotFound, Conflict where that changes nothing.
    Writes: admission.Decision, parties.InstitutionProfile, clocks.Mark. Source: 一(一)-4.
    """
    require_city(actor)
    institution, profile = locked_institution(actor.city, institution_id)
    if profile.draws_stopped:
        raise Conflict("admission.stopped_already", CLAUSE, name=institution.name)
    if profile.suspended_on is not None and not stop_draws:
        raise Conflict("admission.suspended_already", CLAUSE, name=institution.name)
    decided = decide(
        actor, now, institution, kind="suspended", words=reason, draws_stopped=stop_draws
    )
    record(
        actor=actor,
        now=now,
        type="admission.institution.suspended",
        subject=institution,
        visible_to=[institution.pk],
        after=decided,
        basis=[CLAUSE],
        tell=told_of(institution),
    )
    return institution


@two_person(Role.PROCUREMENT_OFFICER, word="恢复金融机构合作")
def resume_institution(
    *, actor: Actor, now: datetime, institution_id: UUID, reason: str, papers: list[Paper]
) -> Organisation:
    """Let an institution take new business again on papers; its next review begins anew.

    Raises NotAllowed for a county's desk, NotFound, Conflict where it is not suspended,
    PolicyBreach without licence or agreement, or for a paper that has run out.
    Writes: admission.Decision, parties.InstitutionProfile, clocks.Duty. Source: 一(一)-4.
    """
    require_city(actor)
    institution, profile = locked_institution(actor.city, institution_id)
    if profile.suspended_on is None:
        raise Conflict("admission.not_suspended", CLAUSE, name=institution.name)
    since, shown = profile.suspended_on, clean_papers(papers, now)
    decided = decide(actor, now, institution, kind="resumed", words=reason, papers=shown)
    record(
        actor=actor,
        now=now,
        type="admission.institution.resumed",
        subject=institution,
        visible_to=[institution.pk],
        before={"suspended_on": since},
        after={**decided, "suspended_on": None},
        basis=[CLAUSE],
        tell=told_of(institution),
    )
    return institution
