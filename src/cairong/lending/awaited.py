"""What the next act on an offer or a loan is, and whose: by its state, its lock and its money."""

from cairong.contracts.states import CONTRACT
from cairong.kernel.actor import Role
from cairong.kernel.states import State
from cairong.lending.models import Application, Loan, Offer
from cairong.lending.states import APPLICATION, AWAITING_LOCK, LOAN, OFFER
from cairong.treasury.reads import open_change
from cairong.treasury.states import LIVE, LOCK, PAYEE_CHANGE, PENDING
from cairong.treasury.steps.locks import account_in_the_way, locked_by_other

ACCEPTED = OFFER.states["accepted"]
NO_CONTRACT = State(
    word="待签订合同",
    shape="wait",
    holder=Role.PURCHASER_OFFICER,
    awaits="签订并公告合同",
    obligation="二(二)-1",
)
MOVE_ACCOUNT = State(
    word=ACCEPTED.word,
    shape="wait",
    holder=Role.SUPPLIER,
    awaits="申请变更回款账户",
    obligation="二(三)-3",
)
OTHER_LOCK = State(
    word=ACCEPTED.word,
    shape="wait",
    awaits="其他机构对回款账户的锁定解除",
    obligation="二(三)-3",
)
OWN_MONEY = State(
    word=LOAN.states["repaying"].word,
    shape="work",
    holder=Role.SUPPLIER,
    awaits="合同款已付清,用其他资金归还余下本息",
    obligation=LOAN.states["repaying"].obligation,
)
BESIDE = ("lock", "institution", "intent__supplier", "receivable__current", "receivable__contract")


def state_of(offer: Offer) -> State:
    """Say where an offer stands: what its lock waits for, what one waits for, or its own state."""
    if offer.state not in AWAITING_LOCK:
        return OFFER.states[offer.state]
    lock = offer.lock
    if lock is not None and lock.state in LIVE:
        return LOCK.states[lock.state] if lock.state in PENDING else OFFER.states["locking"]
    return before_lock(offer) or ACCEPTED


def before_lock(offer: Offer) -> State | None:
    """Name what has to happen before a lock can be asked for; None where it can be. 二(三)-3, D11.

    These are the refusals of `ask_lock`, each with who can clear it away.
    """
    receivable = offer.receivable
    if locked_by_other(receivable, offer.institution_id):
        return OTHER_LOCK
    if receivable.current is None:
        return CONTRACT.states[receivable.contract.state]
    if account_in_the_way(receivable, offer.institution) is None:
        return None
    change = open_change(receivable)
    return PAYEE_CHANGE.states[change.state] if change else MOVE_ACCOUNT


def state_of_application(application: Application) -> State:
    """Say what an application waits for: on an award's intent, first of all for a contract."""
    if application.state == "submitted" and application.intent.contract_id is None:
        return NO_CONTRACT
    return APPLICATION.states[application.state]


def on_own_money(loan: Loan) -> bool:
    """Whether only other money can still repay a loan: its contract is paid in full."""
    return loan.state == "repaying" and loan.receivable.state == "paid"
