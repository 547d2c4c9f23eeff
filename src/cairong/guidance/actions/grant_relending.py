"""Grant support to an institution short of funds, by two of the People's Bank."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from cairong.audit.recording import record
from cairong.guidance.models import Shortage
from cairong.guidance.shortages import NONE, shortage_for, volumes
from cairong.guidance.states import SHORTAGE
from cairong.guidance.steps.shortages import end_shortage
from cairong.guidance.steps.telling import at_institution, require_city
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.four_eyes import RUNNING, two_person
from cairong.policy.relending import CLAUSE, INSTRUMENTS, granted_within_asked
from cairong.policy.rule import require

Instrument = Literal["relending", "rediscount"]


@two_person(Role.PBOC, word="给予再贷款、再贴现支持", of=SHORTAGE, free={"volume_fen": RUNNING})
def grant_relending(
    *,
    actor: Actor,
    now: datetime,
    shortage_id: UUID,
    instrument: Instrument,
    granted_fen: int,
    words: str = "",
) -> Shortage:
    """Grant an amount by relending or rediscount, never more than was asked.

    The money itself moves elsewhere; this records the decision and tells the institution.
    Raises NotAllowed for a county's desk, NotFound, WrongState for one that is answered,
    PolicyBreach for an amount beyond.
    Writes: guidance.Shortage, clocks.Mark. Source: 三(二)-3.
    """
    require_city(actor, CLAUSE)
    asked = shortage_for(actor, shortage_id).amount_fen
    require(granted_within_asked(asked_fen=asked, granted_fen=granted_fen))
    found = end_shortage(
        actor, now, shortage_id, "grant", words=words, instrument=instrument,
        granted_fen=granted_fen,
    )  # fmt: skip
    record(
        actor=actor,
        now=now,
        type="guidance.shortage.granted",
        subject=found,
        visible_to=[found.institution_id],
        before={"state": "open"},
        after={
            "no": found.no,
            "institution": found.institution.name,
            "state": found.state,
            "amount_fen": asked,
            "instrument": INSTRUMENTS[instrument],
            "granted_fen": granted_fen,
            "volume_fen": volumes(actor.city, day_of(now)).get(found.institution_id, NONE)[0],
            "words": found.words,
        },
        basis=[CLAUSE],
        tell=at_institution(found.institution_id, found.pk),
    )
    return found
