"""An act of two persons in a story: the first prepares, the second approves."""

from typing import Any

from cairong.driving.stories.stage import Stage
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Refusal
from cairong.parties.four_eyes import TwoPersonAct, take_back


def together[R](
    stage: Stage, first: Actor, second: Actor, act: TwoPersonAct[..., R], **arguments: Any
) -> R:
    """Propose as the first and approve as the second; refused there, the proposal is taken back."""
    proposal = act.propose(actor=first, now=stage.now, **arguments)
    try:
        return act.approve(actor=second, now=stage.now, proposal_id=proposal.pk)
    except Refusal:
        take_back(actor=first, now=stage.now, proposal_id=proposal.pk)
        raise
