"""Everything of one case that an actor may see, as plain values. 一(一)-2"""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from uuid import UUID

from cairong.cases.ball import Ball
from cairong.cases.balls import BUREAU_NAME, balls_in, with_proposals
from cairong.cases.lines import Contract, Financing, LockLine, Money, Owed, PaperLine, PaymentLine
from cairong.cases.possible import Possible, possible
from cairong.cases.proposals import waiting_about
from cairong.cases.records import Records, records_of
from cairong.cases.timeline import Moment, timeline_of
from cairong.cases.ways import Step, way_of_case
from cairong.clocks.holders import county_holding, holder_name
from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN, deadline_of
from cairong.contracts.states import CONTRACT
from cairong.disclosure.reads import public_versions
from cairong.kernel.actor import INSTITUTION, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.plain import plain
from cairong.kernel.states import State
from cairong.lending.models import Loan, Overdue
from cairong.lending.papers import case_papers
from cairong.lending.states import APPLICATION, LOAN, OFFER
from cairong.papers.states import PAPER
from cairong.parties.deciding import Decider, deciders
from cairong.policy.papers import WORDS
from cairong.rulebook.reads import calendar_of
from cairong.treasury.expected import Outlook, outlook_of
from cairong.treasury.reads import reads_account
from cairong.treasury.states import LOCK, PAYMENT


@dataclass(frozen=True, kw_only=True)
class Case:
    """One contract with all that moves on it, as one actor sees it at one moment."""

    contract: Contract
    steps: list[Step]
    balls: list[Ball]
    acts: list[Possible]
    duties: list[Owed]
    money: list[Money]
    applications: list[Financing]
    offers: list[Financing]
    loans: list[Financing]
    locks: list[LockLine]
    payments: list[PaymentLine]
    moments: list[Moment]
    deciders: list[Decider]
    outlooks: list[Outlook]
    papers: list[PaperLine]


def case_for(actor: Actor, contract_id: UUID, *, now: datetime) -> Case:
    """Gather a case. Raises NotFound for a contract the actor may not see."""
    records = records_of(actor, contract_id)
    found, today = records.contract, day_of(now)
    seen = balls_in(actor, found.pk, now=now, seen=records.waiting)
    balls = with_proposals(actor, seen, waiting_about(actor, [found.pk, found.award_id]))
    duties = _duties(records, today)
    return Case(
        contract=Contract(
            id=found.pk,
            no=found.no,
            title=found.title,
            purchaser=found.purchaser_name,
            amount_fen=found.amount_fen,
            state=CONTRACT.states[found.state],
            public=public_versions(actor.city, found.no).exists(),
        ),
        steps=way_of_case(actor, records),
        deciders=deciders(actor.city, found.region, today),
        balls=balls,
        acts=possible(actor, balls, records),
        duties=_owed(actor, duties, today),
        money=[
            plain(Money, receivable, supplier=receivable.supplier.name)
            for receivable in records.receivables
        ],
        moments=timeline_of(actor, found, duties),
        outlooks=_outlooks(actor, records, today),
        applications=_applications(records),
        offers=_offers(records),
        loans=_loans(records, today),
        locks=_locks(actor, records),
        payments=[
            plain(PaymentLine, payment, state=PAYMENT.states[payment.state])
            for payment in records.payments
        ],
        papers=_papers(actor, found.pk),
    )


def _outlooks(actor: Actor, records: Records, today: date) -> list[Outlook]:
    """Say to supplier and institution when what is not paid yet will probably be paid."""
    if actor.role not in {Role.SUPPLIER, *INSTITUTION}:
        return []
    return [outlook_of(each, today) for each in records.receivables if each.state != "paid"]


def _papers(actor: Actor, contract_id: UUID) -> list[PaperLine]:
    rows = case_papers(actor).filter(contract=contract_id).exclude(state="withdrawn")
    return [
        PaperLine(
            id=paper.pk, word=WORDS[paper.purpose], name=paper.name,
            organisation=paper.organisation.name, state=PAPER.states[paper.state],
        )
        for paper in rows
    ]  # fmt: skip


def loan_state(loan: Loan, today: date, overdue: Overdue | None) -> State:
    """Say how a loan stands on a day: as its state says, or by how many days it is overdue."""
    state = LOAN.states[loan.state]
    if overdue is None:
        return state
    days = (today - overdue.last_on).days
    return State(word=f"已逾期 {days} 天", shape="alert", obligation=state.obligation)


def _duties(records: Records, today: date) -> list[Duty]:
    """List the duties on the contract itself, and on each thing of the case the actor may see."""
    seen = chain(records.acceptances, records.payments, records.locks,
                 records.applications, records.offers)  # fmt: skip
    subjects = [records.contract.pk, records.contract.award_id, *(each.pk for each in seen)]
    rows = Duty.objects.filter(subject_id__in=subjects)
    rows = rows.annotate(county=county_holding(today, "name"))
    return list(rows.select_related("holder_organisation").order_by("due_on", "pk"))


def _owed(actor: Actor, duties: list[Duty], today: date) -> list[Owed]:
    """Show every duty of a case, those that run first."""
    calendar = calendar_of(actor.city)
    ordered = sorted(duties, key=lambda duty: (duty.state not in OPEN, duty.due_on))
    return [
        Owed(
            holder=holder_name(each) or BUREAU_NAME,
            deadline=deadline_of(each, today=today, calendar=calendar),
        )
        for each in ordered
    ]


def _applications(records: Records) -> list[Financing]:
    return [
        Financing(
            institution=application.institution.name,
            amount_fen=application.intent.amount_fen,
            words=application.reject_words,
            state=APPLICATION.states[application.state],
        )
        for application in records.applications
    ]


def _offers(records: Records) -> list[Financing]:
    return [
        Financing(
            institution=offer.institution.name,
            amount_fen=offer.amount_fen,
            days=offer.days,
            irr_percent=offer.irr_percent,
            state=OFFER.states[offer.state],
        )
        for offer in records.offers
    ]


def _loans(records: Records, today: date) -> list[Financing]:
    late = {each.loan_id: each for each in records.overdues}
    return [
        Financing(
            institution=loan.institution.name,
            amount_fen=loan.principal_fen,
            no=loan.no,
            outstanding_fen=loan.outstanding_fen,
            state=loan_state(loan, today, late.get(loan.pk)),
        )
        for loan in records.loans
    ]


def _locks(actor: Actor, records: Records) -> list[LockLine]:
    lines = []
    for lock in records.locks:
        payee, readable = lock.payee_version, reads_account(actor, lock)
        line = LockLine(
            institution=lock.institution.name,
            payee=payee.payee,
            bank=payee.bank if readable else "",
            account_end=payee.account_no[-4:] if readable else "",
            reason=lock.reason,
            state=LOCK.states[lock.state],
        )
        lines.append(line)
    return lines
