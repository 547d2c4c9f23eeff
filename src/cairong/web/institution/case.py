"""One application with everything an officer has to see before acting on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairong.contracts.models import Contract, ContractSupplier
from cairong.disclosure.reads import public_page
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.kernel.acts import ACTS
from cairong.kernel.calendar import Calendar, day_of
from cairong.lending.awaited import state_of, state_of_application
from cairong.lending.models import Application, Loan, Offer, Verification
from cairong.lending.reads import application_for, loans_of, offers_of
from cairong.lending.states import (
    APPLICATION,
    CHOSEN_OFFERS,
    LIVE_OFFERS,
    OFFER,
)
from cairong.lending.steps.contact import PURSUED, Masked, asked_at, masked_contact
from cairong.lending.steps.verification import obliged_to_province
from cairong.parties.models import Proposal
from cairong.policy.lending import REASONS
from cairong.policy.parameters import Parameter
from cairong.policy.size import SIZE_WORDS
from cairong.rulebook.reads import calendar_of, parameters_of
from cairong.treasury.reads import reads_account
from cairong.treasury.states import LOCK
from cairong.web.cases.telling import laid_before
from cairong.web.desk.reads import acts_as
from cairong.web.duties import deadline_of, open_duties_of
from cairong.web.loan_states import loan_state
from cairong.web.parts import Ball, Deadline, Step
from cairong.web.public import items
from cairong.web.public.items import Line
from cairong.web.unlocked import unlocked_of

STEPS = ("收到意向", "材料齐全", "审批报价", "供应商接受", "锁定账户", "落实条件", "放款")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An application with its contract, checks, offers, loans, proposals; the numbers in force."""

    application: Application
    contract: Contract | None
    share: ContractSupplier | None
    contact: Masked
    asked_at: datetime | None
    verifications: list[Verification]
    offers: list[Offer]
    loans: list[Loan]
    proposals: list[Proposal]
    obliged: bool
    numbers: Mapping[str, Parameter]

    @property
    def chosen(self) -> Offer | None:
        """The offer the supplier has accepted."""
        return next((one for one in self.offers if one.state in CHOSEN_OFFERS), None)

    @property
    def live(self) -> Offer | None:
        """The offer that stands or is being carried out."""
        return next((one for one in self.offers if one.state in LIVE_OFFERS), self.chosen)

    @property
    def waiting(self) -> list[Proposal]:
        """What waits for the second person."""
        return [one for one in self.proposals if one.state == "waiting"]


def standing_of(actor: Actor, application_id: UUID, *, now: datetime) -> Standing:
    """Gather an application. Raises NotFound."""
    found = application_for(actor, application_id)
    today, intent = day_of(now), found.intent
    contract = intent.contract
    share = contract.suppliers.filter(supplier=intent.supplier_id).first() if contract else None
    offers = list(offers_of(actor).filter(application=found).select_related("lock__payee_version"))
    return Standing(
        application=found,
        contract=contract,
        share=share,
        contact=masked_contact(found, on=today),
        asked_at=asked_at(found),
        verifications=list(found.verifications.select_related("person").order_by("-at")),
        offers=offers,
        loans=list(loans_of(actor).filter(offer__in=offers).order_by("drawn_on", "pk")),
        proposals=_proposals(actor, found),
        obliged=obliged_to_province(found.institution_id),
        numbers={one.code: one for one in parameters_of(actor.city, on=today)},
    )


def _proposals(actor: Actor, found: Application) -> list[Proposal]:
    rows = Proposal.objects.filter(
        city_id=actor.city, organisation=actor.organisation_id, about__contains=[found.pk]
    )
    return list(rows.select_related("prepared_by").order_by("-prepared_at", "-pk"))


def shown(actor: Actor, standing: Standing, *, now: datetime) -> dict[str, Any]:
    """Lay an application out for its page."""
    found, chosen = standing.application, standing.chosen
    today = day_of(now)
    calendar = calendar_of(actor.city)
    unlocked = unlocked_of(chosen, today=today, calendar=calendar) if chosen else None
    deadlines = _deadlines(standing, today, calendar)
    if unlocked and unlocked.deadline:
        deadlines.append(unlocked.deadline)
    ball = _ball(actor, standing, deadlines)
    return {
        "one": standing,
        "application": found,
        "intent": found.intent,
        "title": _title(standing),
        "state": OFFER.states[chosen.state] if chosen else APPLICATION.states[found.state],
        "subject": _subject(standing),
        "steps": steps_of(standing),
        "ball": ball,
        "deadlines": [one for one in deadlines if one is not ball.deadline],
        "size": SIZE_WORDS.get(standing.share.size, "") if standing.share else "",
        "offers": [(one, OFFER.states[one.state]) for one in standing.offers],
        "loans": [(one, loan_state(one.state, one.due_on, today)) for one in standing.loans],
        "account_readable": bool(chosen and chosen.lock and reads_account(actor, chosen.lock)),
        "lock_state": LOCK.states[chosen.lock.state] if chosen and chosen.lock else None,
        "reason": REASONS.get(found.reject_code),
        "unlocked": unlocked,
        "pursued": found.state in PURSUED,
        "calendar": calendar,
        "left": chosen.amount_fen - chosen.drawn_fen if chosen else 0,
    }


def steps_of(standing: Standing) -> list[Step]:
    """Say how far an application has come."""
    found, chosen = standing.application, standing.chosen
    locked = chosen is not None and chosen.lock is not None and chosen.lock.state == "active"
    ready = chosen is not None and chosen.state in ("conditions_met", "drawn")
    done = (
        True,
        found.complete_on is not None,
        bool(standing.offers),
        chosen is not None,
        locked or ready,
        ready,
        chosen is not None and chosen.state == "drawn",
    )
    first = done.index(False) if False in done else len(done)
    stopped = found.state in ("rejected", "declined", "fallen", "withdrawn", "lapsed")
    return [
        Step(
            word=word,
            place="done"
            if reached
            else ("stop" if stopped else "now")
            if place == first
            else "next",
        )
        for place, (word, reached) in enumerate(zip(STEPS, done, strict=True))
    ]


def _title(standing: Standing) -> str:
    subject = standing.contract or standing.application.intent.award
    return subject.title if subject else standing.application.intent.no


def _subject(standing: Standing) -> Line | None:
    """Read what the contract is about as published: the item may be withheld. 二(二)-5"""
    contract = standing.contract
    if contract is None:
        return None
    return items.Contract(public_page(contract.city_id, contract.no).document).subject()


def _deadlines(standing: Standing, today: date, calendar: Calendar) -> list[Deadline]:
    subjects = [standing.application.pk, *(one.pk for one in standing.offers)]
    subjects += [one.lock_id for one in standing.offers if one.lock_id]
    return [deadline_of(one, today=today, calendar=calendar) for one in open_duties_of(subjects)]


def _ball(actor: Actor, standing: Standing, deadlines: list[Deadline]) -> Ball:
    """Say who holds the ball, beside the deadline of what it awaits, else the one due first."""
    found, chosen = standing.application, standing.chosen
    state = state_of(chosen) if chosen else state_of_application(found)
    others = {
        Role.SUPPLIER: found.intent.supplier.name,
        Role.PURCHASER_OFFICER: _purchaser(standing),
        **dict.fromkeys(BUREAU, "财政部门"),
    }
    holder = (others.get(state.holder) if state.holder else "") or actor.organisation_name
    own = next((one for one in deadlines if one.obligation == state.obligation), None)
    deadline = own or next(iter(deadlines), None)
    mine = holder == actor.organisation_name and acts_as(actor, state.holder)
    ball = Ball.of(state, holder, mine=mine, deadline=deadline)
    laid = next((one for one in standing.waiting if ACTS[one.act].moves), None)
    return laid_before(ball, actor, laid) if laid else ball


def _purchaser(standing: Standing) -> str:
    contract, award = standing.contract, standing.application.intent.award
    return contract.purchaser_name if contract else award.purchaser_name if award else ""
