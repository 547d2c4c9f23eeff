"""An act of two persons: the first proposes it, the second decides."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from cairong.kernel.actor import Actor
from cairong.kernel.errors import Refusal
from cairong.parties.four_eyes import TwoPersonAct, send_back, take_back

AT_ONCE = timedelta()


class Ending(StrEnum):
    """What becomes of a proposal; the values are the marks a script writes after an act."""

    DONE = ""
    WAITING = "?"
    SENT_BACK = "!"
    TAKEN_BACK = "~"


def together[R](
    act: TwoPersonAct[..., R],
    first: Actor,
    second: Actor,
    now: datetime,
    *,
    ending: Ending = Ending.DONE,
    after: timedelta = AT_ONCE,
    **arguments: Any,
) -> R | None:
    """Propose as the first person and, `after` some time, decide as the second.

    Refused to the second person, the proposal is taken back. Answers None where the ending is
    another than the act carried out. Raises every refusal of the act.
    """
    proposal = act.propose(actor=first, now=now, **arguments)
    later = now + after
    if ending is Ending.DONE:
        try:
            return act.approve(actor=second, now=later, proposal_id=proposal.pk)
        except Refusal:
            take_back(actor=first, now=later, proposal_id=proposal.pk)
            raise
    if ending is Ending.SENT_BACK:
        send_back(actor=second, now=later, proposal_id=proposal.pk, reason="附件与填报内容不一致")
    elif ending is Ending.TAKEN_BACK:
        take_back(actor=first, now=later, proposal_id=proposal.pk)
    return None
