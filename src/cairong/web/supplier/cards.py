"""One financing under way on one small card: how far, who holds the ball, how long still."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from cairong.kernel.actor import BUREAU, ROLE_NAMES, Actor, Role
from cairong.lending.awaited import OWN_MONEY, on_own_money
from cairong.lending.models import Application, Intent, Loan, Offer
from cairong.lending.reads import (
    CaseView,
    applications_of,
    ball_of,
    intents_of,
    loans_of,
    offers_of,
)
from cairong.lending.states import CHOSEN_OFFERS
from cairong.rulebook.reads import calendar_of
from cairong.web.duties import open_deadlines
from cairong.web.parts import Ball, Deadline, Step

STEPS = ("征询", "选报价", "锁账户", "放款", "还清")
LIVE = ("open", "offered", "chosen", "financed")
STOPPED = ("closed", "withdrawn", "lapsed")
MOST = 12
OF_INTENT = (
    "no", "state", "amount_fen", "supplier", "award__title",
    "contract__title", "contract__purchaser", "contract__purchaser_name",
)  # fmt: skip
OF_APPLICATION = ("intent", "state", "institution__name")
OF_OFFER = ("intent", "state", "amount_fen", "institution__name", "lock__state", "receivable")
OF_LOAN = ("state", "outstanding_fen", "offer", "receivable__state")


@dataclass(frozen=True, kw_only=True)
class Card:
    """A financing under way."""

    intent: Intent
    title: str
    institution: str
    amount_fen: int
    outstanding_fen: int
    steps: list[Step]
    ball: Ball


def cards_under_way(actor: Actor, *, today: date) -> list[Card]:
    """Make the cards of every financing that is not over, the newest first."""
    intents = intents_of(actor).select_related(None).select_related("contract", "award")
    live = intents.filter(state__in=LIVE).only(*OF_INTENT)
    cases = _cases(actor, list(live[: MOST * 2]))
    deadlines = _deadlines(actor, cases, today)
    cards = [_card(actor, one, deadlines) for one in cases]
    return [one for one in cards if one.steps[-1].place != "done"][:MOST]


def card_of(actor: Actor, case: CaseView, *, today: date) -> Card:
    """Make the card of one financing."""
    return _card(actor, case, _deadlines(actor, [case], today))


def _cases(actor: Actor, intents: Sequence[Intent]) -> list[CaseView]:
    """Gather the financings of several intents in three statements; none where there are none."""
    if not intents:
        return []
    applications: dict[UUID, list[Application]] = {one.pk: [] for one in intents}
    offers: dict[UUID, list[Offer]] = {one.pk: [] for one in intents}
    loans: dict[UUID, list[Loan]] = {one.pk: [] for one in intents}
    asked = (
        applications_of(actor)
        .select_related(None)
        .select_related("institution")
        .only(*OF_APPLICATION)
    )
    for application in asked.filter(intent__in=intents):
        applications[application.intent_id].append(application)
    made = (
        offers_of(actor).select_related(None).select_related("institution", "lock").only(*OF_OFFER)
    )
    for offer in made.filter(intent__in=intents):
        offers[offer.intent_id].append(offer)
    of_offer = {one.pk: one.intent_id for rows in offers.values() for one in rows}
    drawn = loans_of(actor).select_related(None).select_related("receivable").only(*OF_LOAN)
    for loan in drawn.filter(offer__in=of_offer) if of_offer else ():
        loans[of_offer[loan.offer_id]].append(loan)
    return [
        CaseView(
            intent=one,
            applications=applications[one.pk],
            offers=offers[one.pk],
            loans=loans[one.pk],
            duties=[],
            ball=ball_of(one, offers[one.pk]),
        )
        for one in intents
    ]


def _deadlines(actor: Actor, cases: Iterable[CaseView], today: date) -> dict[UUID, Deadline]:
    subjects: list[UUID] = []
    for case in cases:
        subjects += [row.pk for row in (*case.applications, *case.offers)]
        subjects += [one.lock_id for one in case.offers if one.lock_id]
    return open_deadlines(subjects, today=today, calendar=calendar_of(actor.city))


def _card(actor: Actor, case: CaseView, deadlines: Mapping[UUID, Deadline]) -> Card:
    intent, chosen = case.intent, _chosen(case)
    return Card(
        intent=intent,
        title=title_of(intent),
        institution=chosen.institution.name if chosen else f"{len(case.applications)} 家金融机构",
        amount_fen=chosen.amount_fen if chosen else intent.amount_fen,
        outstanding_fen=sum(one.outstanding_fen for one in case.loans),
        steps=_steps(case, chosen),
        ball=_ball(actor, case, chosen, deadlines),
    )


def title_of(intent: Intent) -> str:
    """Name what an intent stands on."""
    subject = intent.contract or intent.award
    return subject.title if subject else intent.no


def _chosen(case: CaseView) -> Offer | None:
    return next((one for one in case.offers if one.state in CHOSEN_OFFERS), None)


def _steps(case: CaseView, chosen: Offer | None) -> list[Step]:
    at = _reached(case, chosen)
    here: Literal["stop", "now"] = "stop" if case.intent.state in STOPPED else "now"
    return [
        Step(word=word, place="done" if place < at else here if place == at else "next")
        for place, word in enumerate(STEPS)
    ]


def _reached(case: CaseView, chosen: Offer | None) -> int:
    if case.intent.state == "financed":
        settled = bool(case.loans) and all(one.state == "settled" for one in case.loans)
        return len(STEPS) if settled else 4
    if chosen is None:
        return 1 if case.intent.state == "offered" else 0
    locked = chosen.lock is not None and chosen.lock.state == "active"
    return 3 if chosen.state == "conditions_met" or locked else 2


def _ball(
    actor: Actor, case: CaseView, chosen: Offer | None, deadlines: Mapping[UUID, Deadline]
) -> Ball:
    held = case.ball
    if held.holder is None:
        return _ball_of_loans(actor, case) or Ball(awaits=held.awaits or "已办结")
    keys = [chosen.lock_id, chosen.pk] if chosen else [one.pk for one in case.applications]
    mine = held.holder is Role.SUPPLIER
    return Ball(
        holder=actor.organisation_name if mine else _holder(case, chosen),
        role="" if mine else ROLE_NAMES[held.holder],
        awaits=held.awaits,
        mine=mine,
        deadline=next((deadlines[key] for key in keys if key and key in deadlines), None),
    )


def _ball_of_loans(actor: Actor, case: CaseView) -> Ball | None:
    contract, loans = case.intent.contract, [one for one in case.loans if one.state == "repaying"]
    if not loans or contract is None:
        return None
    if all(map(on_own_money, loans)):
        return Ball.of(OWN_MONEY, actor.organisation_name, mine=True)
    return Ball(holder=contract.purchaser_name, awaits="支付合同款,到账后自动还款")


def _holder(case: CaseView, chosen: Offer | None) -> str:
    held, contract = case.ball, case.intent.contract
    if held.holder in BUREAU:
        return "财政部门"
    if held.holder is Role.PURCHASER_OFFICER and contract is not None:
        return contract.purchaser_name
    asked = [chosen] if chosen else case.applications
    return asked[0].institution.name if len(asked) == 1 else f"{len(asked)} 家金融机构"
