"""A case as its parts: the steps, the balls, the timeline, the flow of money."""

from dataclasses import replace
from typing import Literal

from django.urls import reverse

from cairong.audit.models import Event
from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN
from cairong.contracts.states import ON_FILE, PUBLIC_STATES
from cairong.kernel.actor import BUREAU, PURCHASER, ROLE_NAMES, Actor, Role
from cairong.kernel.acts import act_words
from cairong.lending.ball import Held
from cairong.outreach.sentences import happening_of
from cairong.parties.models import Proposal
from cairong.policy.duties import DUTIES
from cairong.web.cases.reads import Case, watches
from cairong.web.desk.reads import acts_as
from cairong.web.duties import deadline_of
from cairong.web.parts import Ball, Deadline, Moment, Paper, Step
from cairong.web.parts.words import long_moment
from cairong.web.proposals.reads import may_decide

STEPS = ("中标", "签订公告", "备案", "融资意向", "审批报价", "锁定账户", "放款", "支付回款", "结清")
BETWEEN_OTHERS = frozenset({"融资意向", "审批报价", "放款"})  # not for the purchaser to read
PAID_OFF = "付清"
Place = Literal["done", "now", "next", "stop"]
CHOSEN = {"accepted", "locking", "conditions_met", "drawn"}


def steps_of(case: Case, actor: Actor) -> list[Step]:
    """Say how far a case has come, by the steps the actor may know."""
    contract, receivables = case.contract, case.receivables
    paid = bool(receivables) and all(one.paid_fen >= one.amount_fen for one in receivables)
    done = [
        True,
        contract.state in PUBLIC_STATES,
        contract.state in ON_FILE,
        bool(case.intents),
        any(one.state in CHOSEN for one in case.offers),
        any(one.state in ("active", "released") for one in case.locks),
        bool(case.loans),
        any(one.paid_fen for one in receivables),
        paid and all(one.state == "settled" for one in case.loans),
    ]
    steps = list(zip(STEPS, done, strict=True))
    if actor.role in PURCHASER:
        steps = _of_purchaser(steps, locked=bool(case.locks))
    first = next((at for at, (_, reached) in enumerate(steps) if not reached), len(steps))
    stopped = contract.state in ("returned", "cancelled")
    return [
        Step(word=word, place=_place(reached=reached, here=at == first, stopped=stopped))
        for at, (word, reached) in enumerate(steps)
    ]


def _of_purchaser(steps: list[tuple[str, bool]], *, locked: bool) -> list[tuple[str, bool]]:
    """Leave out what lies between supplier and institution, and a lock while none is asked."""
    hidden = BETWEEN_OTHERS if locked else BETWEEN_OTHERS | {"锁定账户"}
    kept = [one for one in steps if one[0] not in hidden]
    return [*kept[:-1], (PAID_OFF, kept[-1][1])]


def _place(*, reached: bool, here: bool, stopped: bool) -> Place:
    if reached:
        return "done"
    if here:
        return "stop" if stopped else "now"
    return "next"


def balls_shown(case: Case, actor: Actor) -> list[Ball]:
    """Show who holds the ball, until when, by which clause; the one that blocks first."""
    return [_ball(case, actor, held) for held in case.balls]


def _ball(case: Case, actor: Actor, held: Held) -> Ball:
    state, role = held.state, held.state.holder
    if role in BUREAU:
        name, own = "财政部门", actor.role in BUREAU
    else:
        name = held.holder.name if held.holder else ""
        own = held.holder is not None and held.holder.pk == actor.organisation_id
    ball = Ball(
        holder=name,
        role=ROLE_NAMES[role] if role else "",
        awaits=state.awaits or state.word,
        mine=own and acts_as(actor, role),
        deadline=_deadline(case, held),
    )
    return laid_before(ball, actor, held.proposal) if held.proposal else ball


def laid_before(ball: Ball, actor: Actor, proposal: Proposal) -> Ball:
    """Say what waits before the second person, who laid it there and when, and lead there."""
    mine = may_decide(actor, proposal)
    return replace(
        ball,
        role=ROLE_NAMES[Role(proposal.approves)],
        doing="复核",
        awaits=act_words(proposal.act),
        mine=mine,
        note=f"{proposal.prepared_by.name} 于 {long_moment(proposal.prepared_at)} 送审",
        paper=Paper(
            word="去复核" if mine else "看送审事项", href=reverse("proposal", args=[proposal.pk])
        ),
    )


def _deadline(case: Case, held: Held) -> Deadline | None:
    """Show the deadline of what a ball awaits, else the one its holder has to keep first."""
    running = [
        duty
        for duty in case.duties
        if held.subject_id in duty.about and duty.state in OPEN and _matches(duty, held)
    ]
    own = [one for one in running if DUTIES[one.kind].obligation == held.state.obligation]
    found = next(iter(own or running), None)
    return deadline_of(found, today=case.today, calendar=case.calendar) if found else None


def _matches(duty: Duty, held: Held) -> bool:
    return held.state.holder is None or duty.holder_role == held.state.holder


def duties_shown(case: Case) -> list[tuple[Duty, Deadline]]:
    """Show every duty of a case, those that run first."""
    ordered = sorted(case.duties, key=lambda one: (one.state not in OPEN, one.due_on))
    return [(one, deadline_of(one, today=case.today, calendar=case.calendar)) for one in ordered]


def timeline_of(case: Case, actor: Actor) -> list[Moment]:
    """Tell what happened, newest last, then what is awaited and by when."""
    named = watches(actor, case.contract)
    past = [_moment(event, actor, named=named) for event in reversed(case.events)]
    ahead = [
        Moment(
            what=DUTIES[duty.kind].word,
            organisation=duty.holder_organisation.name if duty.holder_organisation else "",
            role=ROLE_NAMES[Role(duty.holder_role)],
            expected=duty.due_on,
            now=place == 0,
        )
        for place, duty in enumerate(one for one in case.duties if one.state in OPEN)
    ]
    return past + ahead


def _moment(event: Event, actor: Actor, *, named: bool) -> Moment:
    own = named or event.organisation_id == actor.organisation_id
    return Moment(
        what=happening_of(event),
        organisation=event.organisation_name,
        role=ROLE_NAMES[Role(event.role)],
        person=event.person_name if own else "",
        at=event.at,
        note=" ".join(event.basis),
    )
