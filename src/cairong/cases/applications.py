"""One application as its institution deals with it: how far, whose turn, what can be done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cairong.cases.accounts import Unlocked, unlocked_of
from cairong.cases.ball import Ball, Subject
from cairong.cases.balls import balls_on, with_proposals
from cairong.cases.possible import Possible, possible_of
from cairong.cases.proposals import Proposed, waiting_about
from cairong.cases.steps import Step, way
from cairong.cases.turns import waits_for
from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN, Deadline, deadline_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.models import Application, Offer
from cairong.lending.states import APPLICATION, CHOSEN_OFFERS, OFFER, STANDING_OFFERS
from cairong.lending.steps.contact import PURSUED, asked_at, consent_of
from cairong.lending.steps.verification import may_be_proved
from cairong.rulebook.reads import calendar_of

DECISIONS = ("lending.reject_application", "lending.approve_offer")
ENDED = ("rejected", "declined", "fallen", "withdrawn", "lapsed")


@dataclass(frozen=True, kw_only=True)
class Dealing:
    """How far an application has come, who holds it until when, what the reader can do now."""

    steps: list[Step]
    ball: Ball
    deadlines: list[Deadline]
    acts: list[Possible]
    proposals: list[Proposed]
    unlocked: Unlocked | None


def dealing_of(
    actor: Actor, application: Application, offers: Sequence[Offer], *, now: datetime
) -> Dealing:
    """Say how an application (with its offers, their locks joined) stands for its institution."""
    chosen = chosen_of(offers)
    proposals = waiting_about(actor, [application.pk])
    ball = _ball(actor, application, offers, proposals, now=now)
    unlocked = None
    if chosen is not None:
        calendar = calendar_of(actor.city)
        unlocked = unlocked_of(actor, chosen, today=day_of(now), calendar=calendar)
    return Dealing(
        steps=_steps(application, offers, chosen),
        ball=ball,
        deadlines=_deadlines(actor, application, offers, ball, now=now),
        acts=list(_acts(actor, application, chosen, ball, proposals, now=now)),
        proposals=proposals,
        unlocked=unlocked,
    )


def chosen_of(offers: Sequence[Offer]) -> Offer | None:
    """Find the offer that the supplier has accepted."""
    return next((one for one in offers if one.state in CHOSEN_OFFERS), None)


def _steps(application: Application, offers: Sequence[Offer], chosen: Offer | None) -> list[Step]:
    locked = chosen is not None and chosen.lock is not None and chosen.lock.state == "active"
    ready = chosen is not None and chosen.state in ("conditions_met", "drawn")
    steps = [
        ("收到意向", True),
        ("材料齐全", application.complete_on is not None),
        ("审批报价", bool(offers)),
        ("供应商接受", chosen is not None),
        ("锁定账户", locked or ready),
        ("落实条件", ready),
        ("放款", chosen is not None and chosen.state == "drawn"),
    ]
    return way(steps, stopped=application.state in ENDED)


def _ball(
    actor: Actor,
    application: Application,
    offers: Sequence[Offer],
    proposals: Sequence[Proposed],
    *,
    now: datetime,
) -> Ball:
    """Find what an application waits for, by its chosen offer once there is one."""
    chosen = chosen_of(offers)
    records = [application.pk, *(one.pk for one in offers)]
    found = balls_on(actor, ("application", "offer"), records, now=now, seen=records)
    state = OFFER.states[chosen.state] if chosen else APPLICATION.states[application.state]
    ended = Ball(
        thing="application",
        place=application.state,
        subject_id=application.pk,
        of=Subject(),
        state=replace(state, holder=None, awaits=""),
    )
    held = with_proposals(actor, found or [ended], proposals)
    return next(one for one in held if one.thing != "proposal")


def _deadlines(
    actor: Actor, application: Application, offers: Sequence[Offer], ball: Ball, *, now: datetime
) -> list[Deadline]:
    """List what else runs on an application, beside the deadline of its ball."""
    subjects = [application.pk, *(one.pk for one in offers)]
    subjects += [one.lock_id for one in offers if one.lock_id]
    calendar, today = calendar_of(actor.city), day_of(now)
    duties = Duty.objects.filter(subject_id__in=subjects, state__in=OPEN).order_by("due_on", "pk")
    found = [deadline_of(one, today=today, calendar=calendar) for one in duties]
    return [one for one in found if one != ball.deadline]


def _acts(
    actor: Actor,
    application: Application,
    chosen: Offer | None,
    ball: Ball,
    proposals: Sequence[Proposed],
    *,
    now: datetime,
) -> Iterator[Possible]:
    """List what the officer can do now on an application; never what is sure to be refused."""
    if actor.role is not Role.INSTITUTION_OFFICER:
        return
    state, proposed = application.state, {one.act for one in proposals}
    if waits_for(actor, ball):
        yield possible_of(ball)
    if application.intent.contract_id and may_be_proved(application):
        yield _on(application, "verify_contract", "核验合同真实性")
    consented = consent_of(application, on=day_of(now)) is not None
    if state in PURSUED and not consented and not asked_at(application):
        yield _on(application, "ask_consent", "征求同意联系")
    if state in ("submitted", "complete") and proposed.isdisjoint(DECISIONS):
        yield _on(application, "lending.reject_application", "不予通过")
    if chosen is not None:
        yield from _on_chosen(chosen, proposed)


def _on_chosen(chosen: Offer, proposed: set[str]) -> Iterator[Possible]:
    """List what the officer can do besides on an offer that is accepted."""
    lock = chosen.lock
    if lock is not None and lock.state == "requested" and lock.opened_at is None:
        yield _on(chosen, "recall_lock", "收回锁定申请")
    if chosen.state in STANDING_OFFERS and "lending.step_back" not in proposed:
        yield _on(chosen, "lending.step_back", "退出已接受的报价")


def _on(record: Application | Offer, act: str, word: str) -> Possible:
    return Possible(act=act, subject_id=record.pk, word=word)
