"""Everything of one case that an actor may see. 一(一)-2"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain
from uuid import UUID

from django.db.models import Q

from cairong.audit.models import Event
from cairong.clocks.models import Duty
from cairong.contracts import reads as contracts
from cairong.contracts.models import Contract
from cairong.kernel.actor import BUREAU, OVERSEERS, Actor
from cairong.kernel.calendar import Calendar, day_of
from cairong.lending import reads as lending
from cairong.lending.ball import Held, balls_of
from cairong.lending.models import Application, Intent, Loan, Offer
from cairong.rulebook.reads import calendar_of
from cairong.treasury import reads as treasury
from cairong.treasury.models import Acceptance, Lock, Payment, Receivable

WATCHERS = BUREAU | OVERSEERS
MOST_EVENTS = 200


@dataclass(frozen=True, kw_only=True)
class Case:
    """One contract with all that moves on it, as one actor sees it on one day."""

    contract: Contract
    today: date
    calendar: Calendar
    receivables: list[Receivable]
    acceptances: list[Acceptance]
    payments: list[Payment]
    locks: list[Lock]
    intents: list[Intent]
    applications: list[Application]
    offers: list[Offer]
    loans: list[Loan]
    balls: list[Held]
    events: list[Event]
    duties: list[Duty] = field(default_factory=list)

    @property
    def laid(self) -> set[UUID]:
        """Name what has been laid before a second person of the actor's organisation."""
        return {one.subject_id for one in self.balls if one.proposal is not None}

    def laid_by(self, act: str) -> set[UUID]:
        """Name what an act is about that waits before the second person."""
        laid = (one.proposal for one in self.balls if one.proposal is not None)
        return {pk for one in laid if one.act == act for pk in one.about}


def case_for(actor: Actor, contract_id: UUID, *, now: datetime) -> Case:
    """Gather a case. Raises NotFound for a contract the actor may not see."""
    contract = contracts.contract_for(actor, contract_id)
    receivables = list(treasury.receivables_for(actor).filter(contract=contract).order_by("seq"))
    acceptances = Acceptance.objects.filter(receivable__in=receivables).order_by("recorded_at")
    case = Case(
        contract=contract,
        today=day_of(now),
        calendar=calendar_of(actor.city),
        receivables=receivables,
        acceptances=list(acceptances),
        payments=list(treasury.payments_for(actor).filter(receivable__contract=contract)),
        locks=list(treasury.locks_for(actor).filter(receivable__contract=contract)),
        intents=list(lending.intents_of(actor).filter(contract=contract).distinct()),
        applications=list(lending.applications_of(actor).filter(intent__contract=contract)),
        offers=list(lending.offers_of(actor).filter(intent__contract=contract)),
        loans=list(lending.loans_of(actor).filter(contract=contract)),
        balls=balls_of(actor, contract),
        events=_events(actor, contract),
    )
    return replace(case, duties=_duties(case))


def watches(actor: Actor, contract: Contract) -> bool:
    """Whether an actor oversees a contract: a desk or authority of its region, or of the city.

    To all others of its kind it is what it is to the public. Source: 三(一)-1.
    """
    return actor.role in WATCHERS and (actor.whole_city or actor.region == contract.region)


def _duties(case: Case) -> list[Duty]:
    """List the duties on the contract itself, and on each thing of the case the actor may see."""
    contract = case.contract
    seen = [one.pk for one in chain(case.acceptances, case.payments, case.locks,
                                    case.applications, case.offers)]  # fmt: skip
    rows = Duty.objects.filter(subject_id__in=[contract.pk, contract.award_id, *seen])
    return list(rows.select_related("holder_organisation").order_by("due_on", "pk"))


def _events(actor: Actor, contract: Contract) -> list[Event]:
    rows = Event.objects.filter(
        city=actor.city, about__overlap=[contract.pk, contract.award_id]
    ).exclude(Q(type__startswith="parties.proposal") | Q(type__startswith="outreach.message"))
    if not watches(actor, contract):
        rows = rows.filter(visible_to__contains=[actor.organisation_id])
    return list(rows.order_by("-seq")[:MOST_EVENTS])
