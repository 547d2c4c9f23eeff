"""One application with everything an officer has to see before acting on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.cases.applications import chosen_of, dealing_of
from cairong.contracts.models import Contract, ContractSupplier
from cairong.disclosure.reads import public_page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.lending.models import Application, Loan, Offer, Verification
from cairong.lending.reads import application_for, loans_of, offers_of
from cairong.lending.states import APPLICATION, LIVE_OFFERS, OFFER
from cairong.lending.steps.contact import PURSUED, Masked, asked_at, masked_contact
from cairong.lending.steps.verification import obliged_to_province
from cairong.policy.lending import REASONS
from cairong.policy.parameters import Parameter
from cairong.policy.size import SIZE_WORDS
from cairong.rulebook.reads import calendar_of, parameters_of
from cairong.treasury.reads import reads_account
from cairong.treasury.states import LOCK
from cairong.web.cases.telling import ball_shown, steps_shown
from cairong.web.loan_states import loan_state
from cairong.web.public import items
from cairong.web.public.items import Line

FORMS = {
    "confirm_complete": "complete",
    "verify_contract": "verify",
    "ask_consent": "ask",
    "lending.approve_offer": "offer",
    "lending.reject_application": "reject",
    "lending.request_lock": "lock",
    "recall_lock": "lock_recall",
    "meet_conditions": "conditions",
    "lending.disburse": "disburse",
    "lending.step_back": "step_back",
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An application with its contract, checks, offers and loans; the numbers in force."""

    application: Application
    contract: Contract | None
    share: ContractSupplier | None
    contact: Masked
    asked_at: datetime | None
    verifications: list[Verification]
    offers: list[Offer]
    loans: list[Loan]
    obliged: bool
    numbers: Mapping[str, Parameter]

    @property
    def chosen(self) -> Offer | None:
        """The offer the supplier has accepted."""
        return chosen_of(self.offers)

    @property
    def live(self) -> Offer | None:
        """The offer that stands or is being carried out."""
        return next((one for one in self.offers if one.state in LIVE_OFFERS), self.chosen)


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
        obliged=obliged_to_province(found.institution_id),
        numbers={one.code: one for one in parameters_of(actor.city, on=today)},
    )


def shown(actor: Actor, standing: Standing, *, now: datetime) -> dict[str, Any]:
    """Lay an application out for its page."""
    found, chosen, today = standing.application, standing.chosen, day_of(now)
    dealing = dealing_of(actor, found, standing.offers, now=now)
    return {
        "one": standing,
        "can": {FORMS.get(act.act, act.act) for act in dealing.acts},
        "proposals": dealing.proposals,
        "application": found,
        "intent": found.intent,
        "title": _title(standing),
        "state": OFFER.states[chosen.state] if chosen else APPLICATION.states[found.state],
        "subject": _subject(standing),
        "steps": steps_shown(dealing.steps),
        "ball": ball_shown(actor, dealing.ball),
        "deadlines": dealing.deadlines,
        "size": SIZE_WORDS.get(standing.share.size, "") if standing.share else "",
        "offers": [(one, OFFER.states[one.state]) for one in standing.offers],
        "loans": [(one, loan_state(one.state, one.due_on, today)) for one in standing.loans],
        "account_readable": bool(chosen and chosen.lock and reads_account(actor, chosen.lock)),
        "lock_state": LOCK.states[chosen.lock.state] if chosen and chosen.lock else None,
        "reason": REASONS.get(found.reject_code),
        "unlocked": dealing.unlocked,
        "pursued": found.state in PURSUED,
        "calendar": calendar_of(actor.city),
        "left": chosen.amount_fen - chosen.drawn_fen if chosen else 0,
    }


def _title(standing: Standing) -> str:
    subject = standing.contract or standing.application.intent.award
    return subject.title if subject else standing.application.intent.no


def _subject(standing: Standing) -> Line | None:
    """Read what the contract is about as published: the item may be withheld. 二(二)-5"""
    contract = standing.contract
    if contract is None:
        return None
    return items.Contract(public_page(contract.city_id, contract.no).document).subject()
