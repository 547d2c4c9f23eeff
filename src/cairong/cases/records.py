"""All records of one contract as an actor may see them, for the reads of this room alone."""

from dataclasses import dataclass
from uuid import UUID

from cairong.contracts import reads as contracts
from cairong.contracts.models import Contract
from cairong.kernel.actor import Actor
from cairong.lending import disputes, elsewhere
from cairong.lending import reads as lending
from cairong.lending.models import (
    Application,
    Intent,
    Loan,
    Offer,
    OutsideLoan,
    Overdue,
    StartDispute,
)
from cairong.lending.overdues import live_of
from cairong.treasury import reads as treasury
from cairong.treasury.models import Acceptance, Lock, Opening, PayeeChange, Payment, Receivable


@dataclass(frozen=True, kw_only=True)
class Records:
    """A contract with all that stands on it."""

    contract: Contract
    receivables: list[Receivable]
    acceptances: list[Acceptance]
    payments: list[Payment]
    locks: list[Lock]
    changes: list[PayeeChange]
    openings: list[Opening]
    intents: list[Intent]
    applications: list[Application]
    offers: list[Offer]
    loans: list[Loan]
    overdues: list[Overdue]
    starts: list[StartDispute]
    outsides: list[OutsideLoan]

    @property
    def waiting(self) -> set[UUID]:
        """Name the records that can wait for somebody."""
        listed = (
            self.receivables, self.payments, self.locks, self.changes, self.openings,
            self.applications, self.offers, self.loans, self.overdues, self.starts,
            self.outsides,
        )  # fmt: skip
        return {row.pk for rows in listed for row in rows}


def records_of(actor: Actor, contract_id: UUID) -> Records:
    """Gather a contract's records. Raises NotFound for one the actor may not see."""
    contract = contracts.contract_for(actor, contract_id)
    receivables = list(treasury.receivables_for(actor).filter(contract=contract).order_by("seq"))
    acceptances = Acceptance.objects.filter(receivable__in=receivables).order_by("recorded_at")
    applications = list(lending.applications_of(actor).filter(intent__contract=contract))
    loans = list(lending.loans_of(actor).filter(contract=contract))
    changes = treasury.changes_for(actor).filter(receivable__contract=contract)
    return Records(
        contract=contract,
        receivables=receivables,
        acceptances=list(acceptances),
        payments=list(treasury.payments_for(actor).filter(receivable__contract=contract)),
        locks=list(treasury.locks_for(actor).filter(receivable__contract=contract)),
        changes=list(changes.order_by("asked_at")),
        openings=_openings(actor, receivables),
        intents=list(lending.intents_of(actor).filter(contract=contract).distinct()),
        applications=applications,
        offers=list(lending.offers_of(actor).filter(intent__contract=contract)),
        loans=loans,
        overdues=list(live_of([loan.pk for loan in loans]).values()),
        starts=_starts(actor, applications),
        outsides=list(elsewhere.outsides_of(actor).filter(receivable__contract=contract)),
    )


def _starts(actor: Actor, applications: list[Application]) -> list[StartDispute]:
    """List the disputes about when deciding began, of applications that had begun."""
    begun = [each.pk for each in applications if each.complete_on is not None]
    return list(disputes.starts_of(actor).filter(application__in=begun)) if begun else []


def _openings(actor: Actor, receivables: list[Receivable]) -> list[Opening]:
    """List what was said of what was paid before, where anything can have been."""
    ran = [each.pk for each in receivables if each.opening_fen != 0]
    return list(treasury.openings_for(actor).filter(receivable__in=ran)) if ran else []
