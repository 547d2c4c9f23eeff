"""A supplier's financings: each intent with its applications, offers and loans, as one thing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairong.cases.ball import Ball, Subject
from cairong.cases.balls import balls_on
from cairong.cases.ways import Step, way
from cairong.kernel.actor import Actor
from cairong.lending.models import Application, Intent, Loan, Offer
from cairong.lending.reads import applications_of, intent_for, intents_of, loans_of, offers_of
from cairong.lending.states import CHOSEN_OFFERS, DRAWABLE, INTENT, OPEN_INTENTS

LIVE = ("open", "offered", "chosen", "financed")
STOPPED = ("closed", "withdrawn", "lapsed")
ANSWERS = ("answer_defects", "answer_lender")
MOST = 12
OF_APPLICATION = (
    "state", "institution__name", "intent__no", "intent__state", "intent__amount_fen",
    "intent__award__title", "intent__contract__title",
)  # fmt: skip
NEWEST = ("-intent__registered_at", "-intent__no", "submitted_at", "pk")
OF_OFFER = ("intent", "state", "amount_fen", "institution__name", "lock__state", "receivable")
OF_LOAN = ("state", "outstanding_fen", "offer")


@dataclass(frozen=True, kw_only=True)
class Financing:
    """A financing: what it stands on, with whom, how far, and who holds the ball."""

    intent_id: UUID
    title: str
    institution: str
    amount_fen: int
    outstanding_fen: int
    steps: list[Step]
    ball: Ball


@dataclass
class Records:
    """The records of one intent."""

    intent: Intent
    applications: list[Application]
    offers: list[Offer]
    loans: list[Loan]

    @property
    def chosen(self) -> Offer | None:
        """The offer that the supplier has accepted."""
        return next((offer for offer in self.offers if offer.state in CHOSEN_OFFERS), None)


def under_way(actor: Actor, *, now: datetime) -> list[Financing]:
    """List an actor's financings that are not over, the newest first."""
    live = intents_of(actor).filter(state__in=LIVE).values("pk")[: MOST * 2]
    found = financings(actor, _rows(actor, live), now=now)
    return [each for each in found if each.steps[-1].place != "done"][:MOST]


def financing_of(actor: Actor, intent_id: UUID, *, now: datetime) -> Financing:
    """Say how one intent stands. Raises NotFound."""
    (found,) = financings(actor, _rows(actor, [intent_for(actor, intent_id).pk]), now=now)
    return found


def title_of(intent: Intent) -> str:
    """Name what an intent stands on."""
    subject = intent.contract or intent.award
    return subject.title if subject else intent.no


def financings(actor: Actor, rows: Sequence[Records], *, now: datetime) -> list[Financing]:
    """Work out several financings in one statement; none where there are none."""
    records = [pk for row in rows for pk in _ids(row)]
    things = ("application", "offer", "loan")
    balls = balls_on(actor, things, records, now=now, seen=records) if records else []
    return [
        _financing(row, [ball for ball in balls if ball.subject_id in _ids(row)]) for row in rows
    ]


def _rows(actor: Actor, intents: Any) -> list[Records]:
    """Read intents with what is under them, the newest first; each was put to an institution."""
    asked = (
        applications_of(actor)
        .select_related(None)
        .select_related("institution", "intent__contract", "intent__award")
    )
    rows = dict[UUID, Records]()
    for each in asked.filter(intent__in=intents).order_by(*NEWEST).only(*OF_APPLICATION):
        of = rows.setdefault(each.intent_id, Records(each.intent, [], [], []))
        of.applications.append(each)
    if not rows:
        return []
    made = offers_of(actor).select_related(None).select_related("institution", "lock")
    offers = list(made.filter(intent__in=rows).only(*OF_OFFER))
    for offer in offers:
        rows[offer.intent_id].offers.append(offer)
    of_offer = {each.pk: each.intent_id for each in offers}
    drawn = loans_of(actor).select_related(None).only(*OF_LOAN)
    for loan in drawn.filter(offer__in=of_offer) if of_offer else ():
        assert loan.offer_id is not None
        rows[of_offer[loan.offer_id]].loans.append(loan)
    return list(rows.values())


def _ids(of: Records) -> list[UUID]:
    return [row.pk for rows in (of.applications, of.offers, of.loans) for row in rows]


def _financing(of: Records, balls: Iterable[Ball]) -> Financing:
    intent, chosen = of.intent, of.chosen
    return Financing(
        intent_id=intent.pk,
        title=title_of(intent),
        institution=chosen.institution.name if chosen else f"{len(of.applications)} 家金融机构",
        amount_fen=chosen.amount_fen if chosen else intent.amount_fen,
        outstanding_fen=sum(loan.outstanding_fen for loan in of.loans),
        steps=_steps(of),
        ball=ball_of(intent, list(balls)),
    )


def ball_of(intent: Intent, balls: Sequence[Ball]) -> Ball:
    """Choose among the balls of an intent's records the one it goes on by.

    Before an offer is chosen all institutions asked hold it together, then the supplier; what one
    of them asked the supplier comes first.
    """
    wanted = {"open": "application", "offered": "offer", "chosen": "offer", "financed": "loan"}
    found = [each for each in balls if each.thing == wanted.get(intent.state)]
    if not found:
        state = replace(INTENT.states[intent.state], holder=None, awaits="")
        return Ball(
            thing="intent", place=intent.state, subject_id=intent.pk, of=Subject(), state=state
        )
    if intent.state == "financed" and not all(each.place == "own_money" for each in found):
        return next(each for each in found if each.place != "own_money")
    if intent.state not in OPEN_INTENTS:
        return found[0]
    first = min(found, key=lambda each: each.until or date.max)
    if asked := next((each for each in found if each.act in ANSWERS), None):
        return asked
    ball = replace(first, state=INTENT.states[intent.state])
    if intent.state == "open" and len(found) > 1:
        return replace(ball, organisation=f"{len(found)} 家金融机构")
    return ball


def _steps(of: Records) -> list[Step]:
    """Say how far a financing has come."""
    intent, chosen = of.intent, of.chosen
    drawn = intent.state == "financed"
    locked = chosen is not None and chosen.lock is not None and chosen.lock.state == "active"
    steps = [
        ("征询", intent.state == "offered" or chosen is not None),
        ("选报价", chosen is not None),
        ("锁账户", drawn or locked or (chosen is not None and chosen.state in DRAWABLE)),
        ("放款", drawn),
        ("还清", drawn and bool(of.loans) and all(loan.state == "settled" for loan in of.loans)),
    ]
    return way(steps, stopped=intent.state in STOPPED)
