"""An act of two persons in the demo city, carried out whole or left at the second person."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from cairong.kernel.actor import Actor
from cairong.parties.four_eyes import TwoPersonAct, send_back, take_back

LATER = timedelta(minutes=9)


class Ending(StrEnum):
    """What becomes of a proposal; the values are the signs a script writes after an act."""

    DONE = ""
    WAITING = "?"
    SENT_BACK = "!"
    TAKEN_BACK = "~"


def together[R](
    act: TwoPersonAct[..., R],
    now: datetime,
    first: Actor,
    second: Actor,
    *,
    ending: Ending = Ending.DONE,
    **arguments: Any,
) -> R | None:
    """Propose as the first person; the second approves, sends back, or is waited for."""
    proposal = act.propose(actor=first, now=now, **arguments)
    later = now + LATER
    if ending is Ending.DONE:
        return act.approve(actor=second, now=later, proposal_id=proposal.pk)
    if ending is Ending.SENT_BACK:
        send_back(actor=second, now=later, proposal_id=proposal.pk, reason="附件与填报内容不一致")
    elif ending is Ending.TAKEN_BACK:
        take_back(actor=first, now=later, proposal_id=proposal.pk)
    return None
