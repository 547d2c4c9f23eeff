"""Who holds the ball of a case: read from the states of everything on one contract.

What an organisation's officer has laid before its second person is known to that organisation
alone; to all others the ball lies with the organisation, as the state says.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from cairong.contracts.models import Contract
from cairong.contracts.states import CONTRACT, ON_FILE
from cairong.kernel.actor import Actor, Role
from cairong.kernel.acts import ACTS
from cairong.kernel.states import State
from cairong.lending import reads
from cairong.lending.awaited import BESIDE, OWN_MONEY, state_of
from cairong.lending.states import APPLICATION, OPEN_APPLICATIONS
from cairong.parties.four_eyes import proposals_for
from cairong.parties.models import Organisation, Proposal
from cairong.parties.states import PROPOSAL
from cairong.treasury import reads as treasury
from cairong.treasury.models import Receivable
from cairong.treasury.states import LIVE, LOCK, OPEN_CHANGES, OPEN_PAYMENTS, PAYEE_CHANGE, PAYMENT

PURSUED = ("accepted", "locking", "conditions_met", "offered")


@dataclass(frozen=True, kw_only=True)
class Held:
    """One ball: what moves, the state it is in, and the organisation that has to act.

    Without an organisation it lies with the bureau's desk that the state names, or with nobody.
    `proposal` is the act by which the actor's own organisation moves it, waiting for its second
    person.
    """

    subject_id: UUID
    state: State
    holder: Organisation | None
    proposal: Proposal | None = None


def balls_of(actor: Actor, contract: Contract) -> list[Held]:
    """List every ball of a contract that an actor may see, the one that blocks the rest first."""
    balls = list(_balls(actor, contract))
    waiting = proposals_for(actor).filter(
        state="waiting", about__overlap=[contract.pk, contract.award_id]
    )
    for one in waiting.select_related("organisation", "prepared_by").order_by("prepared_at", "pk"):
        place = next((at for at, held in enumerate(balls) if _moves(one, held)), None)
        if place is None:
            balls.insert(0, _alone(one))
        else:
            balls[place] = replace(balls[place], proposal=one)
    return balls


def _moves(proposal: Proposal, held: Held) -> bool:
    """Whether a proposal takes a thing on from where it is held, and none did before."""
    return (
        held.proposal is None
        and ACTS[proposal.act].moves
        and held.subject_id in proposal.about
        and held.state.holder in ACTS[proposal.act].roles
    )


def _alone(proposal: Proposal) -> Held:
    """Make a ball of a proposal that takes on none of those held."""
    state = replace(PROPOSAL.states[proposal.state], holder=Role(proposal.approves))
    return Held(
        subject_id=proposal.pk, state=state, holder=proposal.organisation, proposal=proposal
    )


def _balls(actor: Actor, contract: Contract) -> Iterator[Held]:
    ahead = list(_ahead(actor, contract))
    yield from ahead
    yield from _lending(actor, contract, [one.state for one in ahead])
    if contract.state == "filed":
        yield from _paying(actor, contract)


def _ahead(actor: Actor, contract: Contract) -> Iterator[Held]:
    """List what stands before the lending: filing, payments, locks and changes of account."""
    if contract.state not in ON_FILE:
        yield _held(contract.pk, CONTRACT.states[contract.state], purchaser=contract.purchaser)
    for payment in treasury.payments_for(actor).filter(
        receivable__contract=contract, state__in=OPEN_PAYMENTS
    ):
        yield _held(payment.pk, PAYMENT.states[payment.state], purchaser=contract.purchaser)
    for lock in treasury.locks_for(actor).filter(receivable__contract=contract, state__in=LIVE):
        if lock.state != "active":
            yield _held(
                lock.pk,
                LOCK.states[lock.state],
                purchaser=contract.purchaser,
                supplier=lock.receivable.supplier,
                institution=lock.institution,
            )
    for change in treasury.changes_for(actor).filter(
        receivable__contract=contract, state__in=OPEN_CHANGES
    ):
        yield _held(change.pk, PAYEE_CHANGE.states[change.state], purchaser=contract.purchaser)


def _lending(actor: Actor, contract: Contract, ahead: Collection[State]) -> Iterator[Held]:
    """List what offers, applications and loans wait for; not again what stands `ahead` of them."""
    offers = reads.offers_of(actor).filter(intent__contract=contract, state__in=PURSUED)
    offers = offers.select_related(*BESIDE)
    for offer in sorted(offers, key=lambda one: PURSUED.index(one.state)):
        state = state_of(offer)
        if state in ahead:
            continue
        yield _held(
            offer.pk,
            state,
            purchaser=contract.purchaser,
            supplier=offer.intent.supplier,
            institution=offer.institution,
        )
    for application in reads.applications_of(actor).filter(
        intent__contract=contract, state__in=OPEN_APPLICATIONS - {"approved"}
    ):
        yield _held(
            application.pk,
            APPLICATION.states[application.state],
            purchaser=contract.purchaser,
            supplier=application.intent.supplier,
            institution=application.institution,
        )
    loans = reads.loans_of(actor).filter(contract=contract, state="repaying")
    for loan in loans.filter(receivable__state="paid"):
        yield _held(loan.pk, OWN_MONEY, purchaser=contract.purchaser, supplier=loan.supplier)


def _paying(actor: Actor, contract: Contract) -> Iterator[Held]:
    for receivable in treasury.receivables_for(actor).filter(contract=contract):
        state = _payable(receivable)
        if state is not None:
            yield _held(receivable.pk, state, purchaser=contract.purchaser)


def _payable(receivable: Receivable) -> State | None:
    if receivable.due_fen:
        return State(
            word="已验收、待申请支付",
            holder=Role.PURCHASER_OFFICER,
            awaits="申请支付",
            obligation="二(三)-4",
        )
    if receivable.committed_fen:
        return State(
            word="履约中",
            shape="work",
            holder=Role.PURCHASER_OFFICER,
            awaits="履约验收",
            obligation="二(三)-4",
        )
    return None


def _held(
    subject_id: UUID,
    state: State,
    *,
    purchaser: Organisation | None,
    supplier: Organisation | None = None,
    institution: Organisation | None = None,
) -> Held:
    holders = {
        Role.PURCHASER_OFFICER: purchaser,
        Role.SUPPLIER: supplier,
        Role.INSTITUTION_OFFICER: institution,
    }
    holder = holders.get(state.holder) if state.holder else None
    return Held(subject_id=subject_id, state=state, holder=holder)
