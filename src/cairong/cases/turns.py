"""Whose turn it is, for one actor: what waits for it, and for whom it may begin an act."""

from functools import cache

from cairong.cases.ball import Ball
from cairong.cases.places import OF_ITS_SIDE, PLACES, Place
from cairong.kernel.actor import Actor, Role
from cairong.kernel.acts import ACTS


def waits_for(actor: Actor, ball: Ball) -> bool:
    """Whether a ball that an actor may see waits for it: 等我做.

    What is proposed waits for a second person alone, who is not its first. Nothing waits for an
    account that was renewed lately: its colleagues act.
    """
    if actor.rests:
        return False
    if ball.proposal is not None:
        return ball.proposal.mine
    holder = ball.state.holder
    if holder is None:
        return False
    own = ball.organisation_id == actor.organisation_id
    return own and actor.role in may_begin(holder, ball.act)


def may_begin(holder: Role, act: str) -> set[Role]:
    """List the roles that may begin an act, its holder among them.

    A county's clerk prepares what the procurement desk decides, and nothing of the treasury's. What
    lies with one of several sides is begun by that side alone.
    """
    if act in OF_ITS_SIDE:
        return {holder}
    return {holder, *(ACTS[act].roles if act in ACTS else ())}


@cache
def places_of(role: Role) -> tuple[Place, ...]:
    """List the places where it is a role's turn."""
    return tuple(
        place
        for place in PLACES.values()
        if place.acts
        and place.state.holder
        and role in may_begin(place.state.holder, place.acts[0])
    )
