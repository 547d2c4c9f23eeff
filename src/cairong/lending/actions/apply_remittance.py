"""Money has arrived on the receiving account: it repays the loans, the rest is the supplier's."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairong.audit.models import Event
from cairong.audit.recording import Tell, record
from cairong.audit.transaction import consumer
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import WrongState
from cairong.lending.models import Loan, LoanEntry
from cairong.lending.steps.overdue import clear_overdues
from cairong.lending.steps.repaying import (
    CLEARED,
    FREED,
    debt_of,
    free_settled,
    intents_of,
    running_loans,
    write_shares,
)
from cairong.lending.steps.revolving import hold_again
from cairong.lending.steps.tellings import institutions_told
from cairong.policy.repayment import Share, apply_money
from cairong.treasury.models import Lock, Payment, Remittance
from cairong.treasury.steps import exposure
from cairong.treasury.steps.paying import undivided_before
from cairong.treasury.steps.settling import is_clear, settle_contract


@consumer("lending.apply_remittance", word="回款还贷")
def apply_remittance(*, actor: Actor, now: datetime, event: Event) -> Remittance:
    """Apply one remittance: what is due first, then early, the rest to the supplier (D10).

    Interest runs on actual days on the whole outstanding principal, on each loan to the day the
    money arrived, however late we hear of it; a loan drawn after that day takes nothing. Loans
    stand in the order of their registration, remittances in the order of their arrival. Done once
    per remittance. A lock nothing stands under any more is released, a contract with nothing open
    settled, an intent with nothing left to be lent on ends from here. Money that the bank took
    back meanwhile repays nothing, and that is recorded. Raises WrongState while money that arrived
    before is not divided: the delivery is tried again.
    Writes: lending.LoanEntry, treasury.Entry, Lock, contracts.Contract. Source: 二(三)-4, D10, D12.
    """
    remittance = Remittance.objects.select_related("receivable").get(
        city_id=actor.city, pk=UUID(event.subject_id)
    )
    receivable = exposure.locked(remittance.receivable_id)
    if Payment.objects.filter(pk=remittance.payment_id, state="returned").exists():
        return _taken_back(actor, now, remittance)
    if found := undivided_before(remittance):
        raise WrongState(found)
    loans = running_loans(receivable, remittance.arrived_on)
    debts = [debt_of(loan) for loan in loans]
    shares, rest = apply_money(remittance.amount_fen, debts, remittance.arrived_on)
    write_shares(shares, kind=LoanEntry.Kind.REMITTED, now=now, source_id=remittance.pk)
    paid = [share for share in shares if share.paid_fen]
    if paid:
        exposure.repay(
            receivable=receivable,
            principal_fen=sum(each.principal_fen for each in paid),
            interest_fen=sum(each.interest_fen for each in paid),
            fee_fen=sum(each.fee_fen for each in paid),
            ref_id=remittance.pk,
            now=now,
        )
    exposure.release_surplus(receivable=receivable, amount_fen=rest, ref_id=remittance.pk, now=now)
    settled, lock = free_settled(receivable, loans, now=now)
    clear_overdues([UUID(share.key) for share in paid], now=now)
    hold_again(receivable, loans, now=now)
    freed = Freed(
        shares=paid,
        rest_fen=rest,
        loans=loans,
        settled=settled,
        lock=lock,
        clear=is_clear(receivable),
        contract_settled=settle_contract(receivable),
    )
    _record(actor, now, remittance, freed)
    return remittance


def _taken_back(actor: Actor, now: datetime, remittance: Remittance) -> Remittance:
    record(
        actor=actor,
        now=now,
        type="lending.remittance.taken_back",
        subject=remittance,
        about=[remittance.receivable.contract_id],
        visible_to=[remittance.receivable.supplier_id],
        after={"amount_fen": remittance.amount_fen},
        basis=["二(三)-4"],
    )
    return remittance


@dataclass(frozen=True, kw_only=True)
class Freed:
    """What became of a remittance: who was repaid what, what is left, what was settled."""

    shares: list[Share]
    rest_fen: int
    loans: list[Loan]
    settled: list[Loan]
    lock: Lock | None
    clear: bool
    contract_settled: bool


def _record(actor: Actor, now: datetime, remittance: Remittance, freed: Freed) -> None:
    supplier_id = remittance.receivable.supplier_id
    institutions = list(dict.fromkeys(loan.institution_id for loan in freed.loans))
    record(
        actor=actor,
        now=now,
        type="lending.remittance.applied",
        subject=remittance,
        about=[
            remittance.receivable.contract_id,
            *(loan.pk for loan in freed.loans),
            *intents_of(freed.loans),
            freed.lock.pk if freed.lock else None,
        ],
        visible_to=[supplier_id, *institutions],
        after={
            "amount_fen": remittance.amount_fen,
            "to_supplier_fen": freed.rest_fen,
            "loans": {
                share.key: {
                    "interest_fen": share.interest_fen,
                    "principal_fen": share.principal_fen,
                }
                for share in freed.shares
            },
            "settled": [each.no for each in freed.settled],
            "lock_released": freed.lock is not None,
            "contract_settled": freed.contract_settled,
        },
        basis=["二(三)-4", "一(一)-1"],
        tell=[
            Tell(organisation_id=supplier_id, role=Role.SUPPLIER),
            *institutions_told(*institutions),
        ],
        also=[*([CLEARED] if freed.clear else []), *([FREED] if freed.lock else [])],
    )
