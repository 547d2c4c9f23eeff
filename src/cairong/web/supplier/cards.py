"""One financing under way on one small card: how far, who holds the ball, how long still."""

from collections.abc import Iterable
from dataclasses import dataclass

from cairong.cases.financings import Financing
from cairong.kernel.actor import Actor
from cairong.web.cases.telling import ball_shown, steps_shown
from cairong.web.parts import Ball, Step


@dataclass(frozen=True, kw_only=True)
class Card:
    """A financing as its card shows it."""

    of: Financing
    steps: list[Step]
    ball: Ball


def cards_shown(actor: Actor, found: Iterable[Financing]) -> list[Card]:
    """Show financings on their cards."""
    return [
        Card(of=one, steps=steps_shown(one.steps), ball=ball_shown(actor, one.ball))
        for one in found
    ]
