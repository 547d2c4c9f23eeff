"""Who holds the ball of a thing now, in the words of `by`; read as the pages read it."""

from django.db.models import Model

from cairong.cases.ball import Ball
from cairong.cases.balls import balls_of, balls_on
from cairong.cases.financings import financing_of
from cairong.contracts.models import Award, Contract
from cairong.driving.situation import Absent
from cairong.driving.stories.people import words_for
from cairong.driving.stories.stage import Stage
from cairong.kernel.actor import BUREAU
from cairong.lending.models import (
    Application,
    Intent,
    Loan,
    Offer,
    OutsideLoan,
    Overdue,
    StartDispute,
)
from cairong.treasury.models import Lock, Opening, PayeeChange, Payment

NOBODY = "nobody"
THINGS: dict[type[Model], str] = {
    Award: "award",
    Application: "application",
    Offer: "offer",
    Loan: "loan",
    OutsideLoan: "outside",
    StartDispute: "start",
    Overdue: "overdue",
    Lock: "lock",
    Payment: "payment",
    PayeeChange: "change",
    Opening: "opening",
}


def holder(thing: Model, stage: Stage) -> str:
    """Name who has to act next on a thing, `nobody` where nothing is awaited."""
    ball = next((each for each in _balls(thing, stage) if each.state.holder), None)
    if ball is None or ball.state.holder is None:
        return NOBODY
    role = ball.state.holder
    if role in BUREAU:
        return words_for("bureau", role)
    for name, party in stage.parties.items():
        if party.pk == ball.organisation_id:
            return words_for(name, role)
    return words_for("?", role)


def _balls(thing: Model, stage: Stage) -> list[Ball]:
    if isinstance(thing, Contract):
        return balls_of(stage.system, thing.pk, now=stage.now)
    if isinstance(thing, Intent):
        ball = financing_of(stage.system, thing.pk, now=stage.now).ball
        return [ball] if ball.thing != "loan" else []  # an intent is over once it is drawn
    if type(thing) not in THINGS:
        raise Absent(f"{type(thing).__name__} 没有轮到谁办的说法")
    return balls_on(stage.system, [THINGS[type(thing)]], [thing.pk], now=stage.now)
