"""A loan that was lent outside the platform, as all who have to do with it see it."""

from typing import Any
from uuid import UUID

from cairong.kernel.actor import Actor
from cairong.lending.elsewhere import outside_for
from cairong.lending.states import OUTSIDE
from cairong.rulebook.reads import calendar_of
from cairong.web.loan_pages import outside_rate


def elsewhere_facts(actor: Actor, outside_id: UUID) -> dict[str, Any]:
    """Lay out a loan of elsewhere: whose, how much, what was said of it. Raises NotFound."""
    found = outside_for(actor, outside_id)
    return {
        "outside": found,
        "contract": found.receivable.contract,
        "state": OUTSIDE.states[found.state],
        "rate": outside_rate(found),
        "calendar": calendar_of(actor.city),
        "running": found.loan if found.state == "standing" else None,
    }
