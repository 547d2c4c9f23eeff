"""One application as its institution deals with it: how far, whose turn, what can be done."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import prefetch_related_objects

from cairong.cases.accounts import Unlocked, unlocked_of
from cairong.cases.background import Background, background_of
from cairong.cases.ball import Ball, Subject
from cairong.cases.balls import balls_on, with_proposals
from cairong.cases.financings import ANSWERS, title_of
from cairong.cases.inquiries import Asked, Shares, asked_of, shares_of
from cairong.cases.looks import Looks, looks_of
from cairong.cases.possible import Possible, possible_of
from cairong.cases.proposals import Proposed, waiting_about
from cairong.cases.turns import waits_for
from cairong.cases.ways import Step, way
from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN, Deadline, deadline_of
from cairong.contracts.models import Contract, ContractSupplier
from cairong.kernel.actor import Actor
from cairong.kernel.acts import ACTS
from cairong.kernel.calendar import Calendar, day_of
from cairong.kernel.states import State
from cairong.lending.disputes import starts_of
from cairong.lending.models import Application, Loan, Offer, StartDispute, Verification
from cairong.lending.reads import application_for, loans_of, obliged_to_province, offers_of
from cairong.lending.states import (
    APPLICATION,
    CHOSEN_OFFERS,
    DRAWABLE,
    OFFER,
    READS_PAPERS,
    STANDING_OFFERS,
    UNDECIDED,
)
from cairong.lending.steps.contact import PURSUED, Masked, asked_at, masked_contact
from cairong.lending.steps.eligibility import Judged, judged_of
from cairong.lending.steps.verification import may_be_proved
from cairong.lending.steps.wanted import Standing, standings_of
from cairong.policy.parameters import Parameter
from cairong.policy.wanted import Wanted
from cairong.rulebook.reads import calendar_of, parameters_of
from cairong.treasury.expected import Outlook, outlook_of
from cairong.treasury.reads import reads_account

DECISIONS = ("lending.reject_application", "lending.approve_offer")
ENDED = ("rejected", "declined", "fallen", "withdrawn", "lapsed")


@dataclass(frozen=True, kw_only=True)
class Dealing:
    """An application with its contract, checks, offers and loans; whose turn, what can be done.

    `chosen` is the offer that the supplier has accepted, `numbers` are those in force, `pursued`
    says whether its institution may still pursue it, `obliged` whether it has to check in the
    provincial system. `deadlines` run beside that of the ball. `asked` is what its
    supplier was asked, `shares` whose days it has taken so far.
    """

    application: Application
    title: str
    state: State
    contract: Contract | None
    share: ContractSupplier | None
    contact: Masked
    asked_at: datetime | None
    pursued: bool
    obliged: bool
    verifications: list[Verification]
    background: Background | None
    wanted: list[Standing]
    eligibility: list[Judged]
    looks: Looks
    offers: list[Offer]
    chosen: Offer | None
    account_readable: bool
    unlocked: Unlocked | None
    loans: list[Loan]
    steps: list[Step]
    ball: Ball
    deadlines: list[Deadline]
    acts: list[Possible]
    proposals: list[Proposed]
    numbers: Mapping[str, Parameter]
    calendar: Calendar
    outlook: Outlook | None
    dispute: StartDispute | None
    asked: list[Asked]
    shares: Shares
    cooling: bool

    @property
    def missing(self) -> list[Wanted]:
        """The papers that are wanted and neither held nor asked for."""
        return [each.wanted for each in self.wanted if each.state == "missing"]

    @property
    def left_fen(self) -> int:
        """What of the chosen offer is not drawn yet."""
        return self.chosen.left_fen if self.chosen else 0


def dealing_of(actor: Actor, application_id: UUID, *, now: datetime) -> Dealing:
    """Say how an application stands for its institution. Raises NotFound."""
    found = application_for(actor, application_id)
    today, calendar, intent = day_of(now), calendar_of(actor.city), found.intent
    contract, share = intent.contract, None
    if contract is not None:
        prefetch_related_objects([contract], "schedule")
        share = contract.suppliers.filter(supplier=intent.supplier_id).first()
    offers = list(offers_of(actor).filter(application=found).select_related("lock__payee_version"))
    chosen = next((offer for offer in offers if offer.state in CHOSEN_OFFERS), None)
    state = OFFER.states[chosen.state] if chosen else APPLICATION.states[found.state]
    proposals = waiting_about(actor, [found.pk])
    contact, asked = masked_contact(found, on=today), asked_at(found)
    known = bool(asked) or contact.readable
    listed = asked_of([found.pk])
    ball = _ball(actor, found, offers, proposals, state=state, now=now)
    return Dealing(
        application=found,
        title=title_of(intent),
        state=state,
        contract=contract,
        share=share,
        contact=contact,
        asked_at=asked,
        pursued=found.state in PURSUED,
        obliged=obliged_to_province(found.institution_id),
        verifications=list(found.verifications.select_related("person").order_by("-at")),
        background=background_of(found),
        eligibility=judged_of(found),
        looks=looks_of(found, today),
        wanted=standings_of(found, on=today) if found.state in READS_PAPERS else [],
        offers=offers,
        chosen=chosen,
        account_readable=bool(chosen and chosen.lock and reads_account(actor, chosen.lock)),
        unlocked=unlocked_of(actor, chosen, today=today, calendar=calendar) if chosen else None,
        loans=list(loans_of(actor).filter(offer__in=offers).order_by("drawn_on", "pk")),
        steps=_steps(found, offers, chosen),
        ball=ball,
        deadlines=_deadlines(found, offers, ball, now=now, calendar=calendar),
        acts=_own(actor, _acts(actor, found, chosen, ball, proposals, known=known)),
        proposals=proposals,
        numbers={parameter.code: parameter for parameter in parameters_of(actor.city, on=today)},
        calendar=calendar,
        outlook=outlook_of(intent.receivable, today) if intent.receivable else None,
        dispute=starts_of(actor).filter(application=found).first(),
        asked=listed,
        shares=shares_of(found, listed, today=today, calendar=calendar),
        cooling=chosen is not None and chosen.cools_on(today),
    )


def _steps(application: Application, offers: Sequence[Offer], chosen: Offer | None) -> list[Step]:
    locked = chosen is not None and chosen.lock is not None and chosen.lock.state == "active"
    ready = chosen is not None and chosen.state in (*DRAWABLE, "drawn")
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
    state: State,
    now: datetime,
) -> Ball:
    """Find what an application waits for, by its chosen offer once there is one."""
    records = [application.pk, *(offer.pk for offer in offers)]
    found = balls_on(actor, ("application", "offer"), records, now=now, seen=records)
    ended = Ball(
        thing="application",
        place=application.state,
        subject_id=application.pk,
        of=Subject(),
        state=replace(state, holder=None, awaits=""),
    )
    held = with_proposals(actor, found or [ended], proposals)
    return next(each for each in held if each.thing != "proposal")


def _deadlines(
    application: Application,
    offers: Sequence[Offer],
    ball: Ball,
    *,
    now: datetime,
    calendar: Calendar,
) -> list[Deadline]:
    """List what else runs on an application, beside the deadline of its ball."""
    subjects = [application.pk, *(offer.pk for offer in offers)]
    subjects += [offer.lock_id for offer in offers if offer.lock_id]
    duties = Duty.objects.filter(subject_id__in=subjects, state__in=OPEN).order_by("due_on", "pk")
    found = [deadline_of(duty, today=day_of(now), calendar=calendar) for duty in duties]
    return [each for each in found if each != ball.deadline]


def _acts(
    actor: Actor,
    application: Application,
    chosen: Offer | None,
    ball: Ball,
    proposals: Sequence[Proposed],
    *,
    known: bool,
) -> Iterator[Possible]:
    """List what can be done now on an application; never what is sure to be refused.

    `known`: the supplier has been asked for its consent, or has given it.
    """
    state, proposed = application.state, {proposal.act for proposal in proposals}
    if waits_for(actor, ball):
        yield possible_of(ball)
    if proposed.isdisjoint(DECISIONS):
        yield from _askable(application, ball)
    if application.intent.contract_id and may_be_proved(application):
        yield _on(application, "verify_contract", "核验合同真实性")
    if application.state in UNDECIDED:
        yield from _judging(application)
    if state in PURSUED and not known:
        yield _on(application, "ask_consent", "征求同意联系")
    if state in UNDECIDED and proposed.isdisjoint(DECISIONS):
        yield _on(application, "lending.reject_application", "不予通过")
    if chosen is not None:
        yield from _on_chosen(chosen, proposed)


def _own(actor: Actor, acts: Iterable[Possible]) -> list[Possible]:
    """Keep the acts that are for the actor's role."""
    return [each for each in acts if each.act in ACTS and actor.role in ACTS[each.act].roles]


def _judging(application: Application) -> Iterator[Possible]:
    """List what an institution writes down of a borrower and its trade before it decides."""
    if application.verifications.exists():
        yield _on(application, "check_background", "确认贸易背景核查清单")
    yield _on(application, "judge_eligibility", "判断准入条件")
    yield _on(application, "look_up", "查询外部数据")


def _askable(application: Application, ball: Ball) -> Iterator[Possible]:
    """List what can be asked of the supplier, or done without its answer."""
    waits, there = ball.act in ANSWERS, application.intent.contract_id is not None
    if application.state == "submitted":
        if waits and there:
            yield _on(application, "confirm_complete", "确认材料齐全")
        elif not waits:
            yield _on(application, "list_defects", "一次列明补正事项")
    elif application.state == "complete":
        if waits:
            yield _on(application, "lending.approve_offer", "审批融资")
        else:
            yield _on(application, "ask_supplier", "向供应商提问")


def _on_chosen(chosen: Offer, proposed: set[str]) -> Iterator[Possible]:
    """List what can be done besides on an offer that is accepted."""
    lock = chosen.lock
    if lock is not None and lock.state == "requested" and lock.opened_at is None:
        yield _on(chosen, "recall_lock", "收回锁定申请")
    if chosen.state in STANDING_OFFERS and "lending.step_back" not in proposed:
        yield _on(chosen, "lending.step_back", "退出已接受的报价")


def _on(record: Application | Offer, act: str, word: str) -> Possible:
    return Possible(act=act, subject_id=record.pk, word=word)
