"""How far something has come on its way, by the steps that its reader may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cairong.cases.records import Records
from cairong.contracts.states import ON_FILE, PUBLIC_STATES
from cairong.kernel.actor import PURCHASER, Actor
from cairong.lending.states import CHOSEN_OFFERS

BETWEEN_OTHERS = frozenset({"融资意向", "审批报价", "放款"})  # not for the purchaser to read
LOCKED, PAID_OFF = "锁定账户", "付清"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a way: behind, where one is, ahead, or where it came to a stop."""

    word: str
    place: Literal["done", "now", "next", "stop"] = "next"


def way(reached: Iterable[tuple[str, bool]], *, stopped: bool = False) -> list[Step]:
    """Lay out a way of which each step is reached or not: one is at the first that is not."""
    listed = list(reached)
    here = next((at for at, (_, done) in enumerate(listed) if not done), len(listed))
    return [
        Step(word=word, place=_place(done=done, here=at == here, stopped=stopped))
        for at, (word, done) in enumerate(listed)
    ]


def _place(*, done: bool, here: bool, stopped: bool) -> Literal["done", "now", "next", "stop"]:
    if done:
        return "done"
    if here:
        return "stop" if stopped else "now"
    return "next"


def way_of_case(actor: Actor, records: Records) -> list[Step]:
    """Say how far a contract has come, by the steps the actor may know."""
    contract, receivables, loans = records.contract, records.receivables, records.loans
    paid = any(receivable.paid_fen for receivable in receivables) or any(
        loan.principal_paid_fen for loan in loans
    )
    paid_off = all(receivable.paid_fen >= receivable.amount_fen for receivable in receivables)
    repaid = all(loan.state == "settled" for loan in loans)
    steps = [
        ("中标", True),
        ("签订公告", contract.state in PUBLIC_STATES),
        ("备案", contract.state in ON_FILE),
        ("融资意向", bool(records.intents)),
        ("审批报价", any(offer.state in CHOSEN_OFFERS for offer in records.offers)),
        (LOCKED, any(lock.state in ("active", "released") for lock in records.locks)),
        ("放款", bool(loans)),
        ("支付回款", paid),
        ("结清", paid and paid_off and repaid),
    ]
    if actor.role in PURCHASER:
        steps = _of_purchaser(steps, locked=bool(records.locks))
    return way(steps, stopped=contract.state in ("returned", "cancelled"))


def _of_purchaser(steps: list[tuple[str, bool]], *, locked: bool) -> list[tuple[str, bool]]:
    """Leave out what lies between supplier and institution, and a lock while none is asked."""
    hidden = BETWEEN_OTHERS if locked else BETWEEN_OTHERS | {LOCKED}
    kept = [step for step in steps if step[0] not in hidden]
    return [*kept[:-1], (PAID_OFF, kept[-1][1])]
