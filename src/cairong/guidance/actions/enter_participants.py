"""A purchaser enters who took part in a procurement, beside whoever won."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.contracts.models import Award
from cairong.contracts.reads import award_for
from cairong.guidance.models import Participation
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict
from cairong.parties.reads import own_organisation
from cairong.policy.firms import firms_in
from cairong.policy.roster import CLAUSE, MOST_NAMED


@use_case(Role.PURCHASER_OFFICER, word="登记参与采购的企业")
def enter_participants(*, actor: Actor, now: datetime, award_id: UUID, lines: str) -> Award:
    """Enter firms by code and name, one a line; those that are entered already stay as they are.

    Raises NotFound for another's award, Invalid naming the line that cannot be read, Conflict
    where nothing is new. Writes: guidance.Participation. Source: 三(二)-4.
    """
    award = award_for(actor, award_id, lock=True)
    firms = firms_in(lines, clause=CLAUSE, most=MOST_NAMED)
    known = set(award.participations.values_list("uscc", flat=True))
    fresh = {code: name for code, name in firms.items() if code not in known}
    if not fresh:
        raise Conflict("roster.nothing_new", CLAUSE)
    Participation.objects.bulk_create(
        Participation(
            city_id=actor.city, award=award, uscc=code, name=name, by_id=own_organisation(actor),
            at=now,
        )
        for code, name in fresh.items()
    )  # fmt: skip
    record(
        actor=actor,
        now=now,
        type="guidance.participants.entered",
        subject=award,
        after={"no": award.no, "count": len(fresh), "firms": [*fresh.values()]},
        basis=[CLAUSE],
    )
    return award
