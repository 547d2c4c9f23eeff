"""An award as the agency that recorded it sees it: the notice, the winners, its letters."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.clocks.reads import newest_deadlines
from cairong.contracts.reads import award_view
from cairong.contracts.states import AWARD
from cairong.kernel.actor import Actor, Role
from cairong.outreach.reads import letters_on
from cairong.web.acting import look_view, page_of


def _shown(actor: Actor, now: datetime, award_id: UUID) -> dict[str, Any]:
    found = award_view(actor, award_id)
    return {
        "award": found.award,
        "shares": found.shares,
        "state": AWARD.states[found.award.state],
        "deadline": newest_deadlines("sign_contract")(actor, now, [award_id]).get(award_id),
        "letters": letters_on(actor, award_id),
    }


award = look_view(page_of("agencies/award.html", _shown), Role.AGENCY_CLERK)
