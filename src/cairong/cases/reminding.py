"""Daily: remind whoever has the next step of what ends soon, and of what is over."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from typing import Any

from cairong.audit.recording import Tell
from cairong.cases.ball import Ball
from cairong.cases.balls import balls_on
from cairong.cases.places import PLACES
from cairong.cases.possible import possible_of
from cairong.cases.seats import Concerned, Seat, turn_of, turns_now
from cairong.cases.unanswered import unanswered
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.lending.reads import unlocked_until
from cairong.outreach.actions.remind import remind_of
from cairong.outreach.steps.falling import falling
from cairong.outreach.steps.lapsing import lapsing
from cairong.outreach.steps.reminding import Occasion, occasions
from cairong.oversight.ladder import climbed

CLAUSE = "二(三)-3"
UNLOCKED, BEHIND = "outreach.reminded.unlocked", "outreach.reminded.unlocked_behind"
SAYINGS = {
    ("offer", "accepted"): UNLOCKED,
    ("offer", "move_account"): "outreach.reminded.unlocked_to_move",
}


def remind(*, actor: Actor, now: datetime) -> int:
    """Give every reminder that is due today; count them. Run again it gives none twice."""
    count = 0
    others = (partial(_unlocked, now=now), unanswered, climbed, falling, lapsing)
    for occasion in list(occasions(actor, day_of(now), *others)):
        with suppress(WrongState):
            remind_of(actor=actor, now=now, occasion=occasion)
            count += 1
    return count


def _unlocked(actor: Actor, today: date, ends: date, *, now: datetime) -> Iterator[Occasion]:
    """List accepted offers that soon lapse because their account is under no lock (D11)."""
    for offer, last in unlocked_until(actor):
        if today <= last <= ends:
            yield _of_offer(actor, offer, last, now)


def _of_offer(actor: Actor, offer: Any, last: date, now: datetime) -> Occasion:
    """Remind whoever has the next step; where nobody has, the two parties of the offer.

    Only these are told its amount.
    """
    (ball,) = balls_on(actor, ("offer",), [offer.pk], now=now)
    held = list(_next(actor, ball, now))
    parties = [
        Tell(organisation_id=offer.institution_id, role=Role.INSTITUTION_OFFICER),
        Tell(organisation_id=offer.intent.supplier_id, role=Role.SUPPLIER),
    ]
    tell = [_tell(seat, each) for seat, each in held] or parties
    own = {told.organisation_id for told in tell} <= {each.organisation_id for each in parties}
    return Occasion(
        type=UNLOCKED,
        mark=ball.place,
        subject=offer,
        until=last,
        about=[offer.application_id, offer.intent_id, ball.of.contract_id],
        facts={
            "title": ball.of.title,
            "word": "、".join(dict.fromkeys(turn_of(each).what for _, each in held)),
            **({"amount_fen": offer.amount_fen} if own else {}),
        },
        tell=tell,
        basis=CLAUSE,
    )


def _next(actor: Actor, offer: Ball, now: datetime) -> Iterator[tuple[Seat, Ball]]:
    """List who has to do what next for an offer: of itself, or of what it waits behind.

    Another institution's lock is nothing to be urged: what it binds is lost to this offer.
    """
    behind = PLACES[offer.thing, offer.place].behind
    contract = offer.of.contract_id
    assert contract is not None
    case = Concerned(about=(contract, offer.subject_id), contracts=(contract,), proposed=True)
    for seat, turns in turns_now(actor, case, now=now).items():
        for ball in turns.values():
            of_it = ball.thing in behind and ball.of.supplier == offer.of.supplier
            of_it = of_it and not (
                ball.thing == "lock" and ball.of.institution != offer.of.institution
            )
            if of_it or ball.subject_id == offer.subject_id:
                yield seat, ball


def _tell(seat: Seat, ball: Ball) -> Tell:
    return Tell(
        organisation_id=seat.organisation_id,
        role=seat.role,
        region=seat.region,
        saying=SAYINGS.get((ball.thing, ball.place), BEHIND),
        subject_id=possible_of(ball).subject_id,
    )
