"""What an actor can do now on a case, and what it can read: plain values, no addresses.

What waits for the actor comes first, and comes from the balls; the rest is what its role may do
besides. What has been proposed already is not offered again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from cairong.cases.ball import Ball
from cairong.cases.places import PLACES
from cairong.cases.records import Records
from cairong.cases.turns import waits_for
from cairong.contracts.reads import newest_filing
from cairong.kernel.actor import INSTITUTION, Actor, Role
from cairong.kernel.acts import act_words
from cairong.lending.elsewhere import opened_elsewhere
from cairong.lending.states import OUTSIDE
from cairong.treasury.arithmetic import headroom_fen
from cairong.treasury.states import OPEN_CHANGES, OPEN_PAYMENTS, OPENING, PAYEE_CHANGE
from cairong.treasury.steps.locks import payee_bound

DECIDE, READS = "decide", "see_"
ON_CONTRACT = frozenset(act for place in PLACES.values() if place.on_contract for act in place.acts)
TAKE_BACK = "treasury.take_back_payment"
ENTER = "lending.enter_outside"


@dataclass(frozen=True, kw_only=True)
class Possible:
    """One thing an actor can do: an act by its name, on a record; or `see_…`, to read it."""

    act: str
    subject_id: UUID
    word: str


def possible(actor: Actor, balls: Iterable[Ball], records: Records) -> list[Possible]:
    """List what an actor can do now on a case: what waits for it first."""
    listed = list(balls)
    own = [possible_of(each) for each in listed if waits_for(actor, each)]
    further = FURTHER.get(actor.role)
    more = further(actor, _Case(listed, records, own)) if further else ()
    found = dict.fromkeys([*own, *more])
    return [each for each in found if each.act.startswith(READS) or not actor.rests]


def possible_of(ball: Ball) -> Possible:
    """Say what the holder of a ball can do with it."""
    if ball.proposal is not None:
        word = f"去复核:{act_words(ball.proposal.act)}"
        return Possible(act=DECIDE, subject_id=ball.proposal.id, word=word)
    subject = ball.of.contract_id if ball.act in ON_CONTRACT else None
    return Possible(
        act=ball.act,
        subject_id=subject or ball.subject_id,
        word=f"{ball.word} {ball.ref}".rstrip(),
    )


@dataclass(frozen=True)
class _Case:
    """A case as the second half of what is possible reads it; `own` waits for the actor."""

    balls: list[Ball]
    records: Records
    own: list[Possible]

    @property
    def proposed(self) -> set[UUID]:
        """Name what waits before a second person of the actor's organisation."""
        return {ball.subject_id for ball in self.balls if ball.proposal is not None}

    def proposed_by(self, act: str) -> set[UUID]:
        """Name what an act is about that waits before a second person."""
        found = (ball.proposal for ball in self.balls if ball.proposal is not None)
        return {pk for each in found if each.act == act for pk in each.about}

    def offers(self, act: str) -> bool:
        """Whether an act is among those that wait for the actor."""
        return any(each.act == act for each in self.own)


def _of_procurement(_: Actor, case: _Case) -> Iterator[Possible]:
    if not case.offers("filing.decide_filing"):
        yield Possible(act="see_filing", subject_id=case.records.contract.pk, word="看备案内容")


def _of_openings(case: _Case) -> Iterator[Possible]:
    """Offer to read what was said of what was paid before."""
    waits = {each.subject_id for each in case.own}
    for opening in case.records.openings:
        if opening.pk not in waits:
            word = f"看期初余额({OPENING.states[opening.state].word})"
            yield Possible(act="see_opening", subject_id=opening.pk, word=word)


def _of_outsides(case: _Case) -> Iterator[Possible]:
    """Offer to read the loans that were lent outside the platform."""
    waits = {each.subject_id for each in case.own}
    for outside in case.records.outsides:
        if outside.pk not in waits:
            word = f"看平台外贷款({OUTSIDE.states[outside.state].word})"
            yield Possible(act="see_outside", subject_id=outside.pk, word=word)


def _of_treasury(_: Actor, case: _Case) -> Iterator[Possible]:
    yield from _of_openings(case)
    yield from _of_outsides(case)
    for receivable in case.records.receivables:
        yield Possible(act="see_book", subject_id=receivable.pk, word="看账簿")


def _of_treasury_approver(actor: Actor, case: _Case) -> Iterator[Possible]:
    for lock in case.records.locks:
        if lock.state == "purchaser_acknowledged":
            yield Possible(act="see_lock", subject_id=lock.pk, word="看账户锁定")
    for payment in case.records.payments:
        if payment.state in OPEN_PAYMENTS:
            word = f"看支付 {payment.voucher_no}"
            yield Possible(act="see_payment", subject_id=payment.pk, word=word)
    for change in case.records.changes:
        if change.state == "agreed":
            yield Possible(act="see_change", subject_id=change.pk, word="看账户变更")
    yield from _of_treasury(actor, case)


def _of_clerk(actor: Actor, case: _Case) -> Iterator[Possible]:
    yield from _of_procurement(actor, case)
    yield from _of_treasury(actor, case)


def _of_purchaser(actor: Actor, case: _Case) -> Iterator[Possible]:
    for change in case.records.changes:
        if change.state == "agreed":
            word = "撤回对账户变更的同意"
            yield Possible(act="withdraw_payee_change", subject_id=change.pk, word=word)
    yield from _of_acceptances(case)
    back = case.proposed_by(TAKE_BACK)
    for payment in case.records.payments:
        if payment.state == "requested" and payment.pk not in back:
            word = f"撤回支付申请 {payment.voucher_no}"
            yield Possible(act=TAKE_BACK, subject_id=payment.pk, word=word)
    yield from _of_purchaser_approver(actor, case)


def _of_acceptances(case: _Case) -> Iterator[Possible]:
    """Offer to record an acceptance while something is left to accept, else to take one back."""
    contract, receivables = case.records.contract, case.records.receivables
    left = contract.state != "returned" and any(
        receivable.committed_fen and receivable.opening_fen is not None
        for receivable in receivables
    )
    unasked = any(
        receivable.due_fen and receivable.pk not in case.proposed for receivable in receivables
    )
    if left:
        yield Possible(act="record_acceptance", subject_id=contract.pk, word="登记验收")
    elif unasked:
        yield Possible(act="treasury.recall_acceptance", subject_id=contract.pk, word="撤回验收")


def _of_purchaser_approver(_: Actor, case: _Case) -> Iterator[Possible]:
    yield from _of_openings(case)
    yield from _of_outsides(case)
    contract = case.records.contract
    if contract.state == "announced" and not newest_filing(contract).opened_at:
        yield Possible(act="recall_filing", subject_id=contract.pk, word="收回备案")


def _of_supplier(_: Actor, case: _Case) -> Iterator[Possible]:
    records = case.records
    for intent in records.intents:
        yield Possible(act="see_intent", subject_id=intent.pk, word=f"看意向 {intent.no}")
    if any(headroom_fen(receivable) > 0 for receivable in records.receivables):
        yield Possible(act="register_intent", subject_id=records.contract.pk, word="我要融资")
    for loan in records.loans:
        yield Possible(act="see_loan", subject_id=loan.pk, word=f"看贷款 {loan.no}")
    for change in records.changes:
        word = f"看账户变更({PAYEE_CHANGE.states[change.state].word})"
        yield Possible(act="see_change", subject_id=change.pk, word=word)
    yield from _of_openings(case)
    yield from _of_outsides(case)
    changing = any(each.state in OPEN_CHANGES for each in records.changes)
    payable = [receivable for receivable in records.receivables if receivable.state == "payable"]
    if not changing and any(payee_bound(each) is None for each in payable):
        word = "申请变更回款账户"
        yield Possible(act="ask_payee_change", subject_id=records.contract.pk, word=word)


def _of_institution(actor: Actor, case: _Case) -> Iterator[Possible]:
    known = {each.subject_id for each in case.own}
    for application in case.records.applications:
        if application.pk not in known:
            word = f"看申请 {application.intent.no}"
            yield Possible(act="see_application", subject_id=application.pk, word=word)
    for loan in case.records.loans:
        yield Possible(act="see_loan", subject_id=loan.pk, word=f"看贷款 {loan.no}")
    yield from _of_outsides(case)
    if actor.role is Role.INSTITUTION_OFFICER and opened_elsewhere(case.records.contract.pk):
        word = "登记平台外贷款"
        yield Possible(act=ENTER, subject_id=case.records.contract.pk, word=word)


FURTHER: Mapping[Role, Callable[[Actor, _Case], Iterator[Possible]]] = {
    Role.PURCHASER_OFFICER: _of_purchaser,
    Role.PURCHASER_APPROVER: _of_purchaser_approver,
    Role.SUPPLIER: _of_supplier,
    **dict.fromkeys(INSTITUTION, _of_institution),
    Role.PROCUREMENT_OFFICER: _of_procurement,
    Role.PROCUREMENT_APPROVER: _of_procurement,
    Role.TREASURY_OFFICER: _of_treasury,
    Role.TREASURY_APPROVER: _of_treasury_approver,
    Role.COUNTY_CLERK: _of_clerk,
}
