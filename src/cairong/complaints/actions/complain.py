"""Complain of somebody's conduct on a case of one's own; its evidence is kept as it stands."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from cairong.audit.recording import Tell
from cairong.audit.transaction import use_case
from cairong.complaints.judging import to_complain
from cairong.complaints.models import Complaint, Saying
from cairong.complaints.reads import CaseOf
from cairong.complaints.steps.evidence import gather
from cairong.complaints.steps.saying import named, say
from cairong.complaints.steps.telling import at_accused, at_upper, await_answer, record_step
from cairong.contracts.steps.numbers import next_numbers
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.deciding import deciding_bureau
from cairong.parties.models import Organisation
from cairong.parties.reads import the_only
from cairong.policy import complaining as rules
from cairong.policy.counties import PROCUREMENT
from cairong.rulebook.reads import parameter

SERIES = "TS"
Kind = Literal[
    "refusal", "slow", "collateral", "bundling", "fees", "unsigned", "unfiled", "unaccepted",
    "unlocked", "unpaid",
]  # fmt: skip


@use_case(Role.SUPPLIER, word="投诉")
def complain(
    *,
    actor: Actor,
    now: datetime,
    case_id: UUID,
    kind: Kind,
    words: str,
    paper_id: UUID | None = None,
) -> Complaint:
    """Complain of the other party of an award, a contract, an application or a loan.

    The dates of the case and the clocks of who is complained of are kept as they stand now; who
    answers first, and who stands above, is fixed by the city's numbers of today. Raises NotFound
    for what is not one's own, PolicyBreach for a kind of another sort of case or that its state
    contradicts, for one whose like is looked into, or long after the end, Invalid.
    Writes: complaints.Complaint, complaints.Saying, clocks.Duty. Source: 三(一)-2.
    """
    case = to_complain(actor, now, case_id, kind, words)
    found = _complaint(actor, now, case, kind)
    said = say(actor, now, found, Saying.Kind.MADE, words=words, paper_id=paper_id)
    await_answer(found, now)
    record_step(
        actor, now, found, "made", about=case.about, tell=_told(found),
        facts={"case": case.title, "words": said.words, "evidence": found.evidence, **named(said)},
    )  # fmt: skip
    return found


def _told(found: Complaint) -> list[Tell]:
    """Tell the head of the complained-of, and at once who stands above: nobody hides one."""
    return [at_accused(found), at_upper(found)]


def _complaint(actor: Actor, now: datetime, case: CaseOf, kind: str) -> Complaint:
    assert actor.organisation_id is not None
    today = day_of(now)
    role = rules.ABOVE[parameter(actor.city, rules.KINDS[kind].route, on=today)]
    if role is Role.PROCUREMENT_OFFICER:
        upper = deciding_bureau(actor.city, case.region, PROCUREMENT, today)
    else:
        upper = the_only(actor.city, Organisation.Kind(role.value))
    return Complaint.objects.create(
        city_id=actor.city,
        no=next_numbers(actor.city, SERIES, today.year)[0],
        supplier_id=actor.organisation_id,
        accused=case.accused,
        kind=kind,
        matter=case.case,
        region=case.region,
        evidence=gather(case, kind, actor.organisation_id, today),
        upper=upper,
        upper_role=role.value,
        made_at=now,
        **{f"{case.case}_id": case.case_id},
    )
