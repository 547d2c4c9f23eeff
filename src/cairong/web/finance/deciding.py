"""Whether the reader's bureau decides what a page shows, else which other does and why."""

from datetime import datetime
from typing import Any

from cairong.kernel.actor import Actor, Role
from cairong.parties.deciding import other_decider
from cairong.policy.counties import TREASURY


def decided_here(actor: Actor, region: str, now: datetime, *, waits: bool) -> dict[str, Any]:
    """Say whether the treasury's officer may answer now what `waits`, and who decides otherwise."""
    other = other_decider(actor, region, now, desk=TREASURY)
    officer = actor.role is Role.TREASURY_OFFICER
    return {"decider": other, "open": waits and officer and other is None}
