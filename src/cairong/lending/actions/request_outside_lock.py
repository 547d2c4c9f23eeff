"""The institution asks for the lock of the account for a loan lent elsewhere: two persons."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import WrongState
from cairong.lending.elsewhere import outside_for
from cairong.lending.states import LOAN, OUTSIDE
from cairong.parties.four_eyes import DATED, two_person
from cairong.treasury.models import Lock, LockOperation
from cairong.treasury.states import LIVE, LOCK
from cairong.treasury.steps.locks import ask_lock
from cairong.treasury.steps.tellings import about, supplier

CLAUSE = "二(三)-3"


@two_person(
    Role.INSTITUTION_OFFICER, word="为平台外贷款申请锁定回款账户", of=OUTSIDE,
    free={"lapses_on": DATED}, moves=False,
)  # fmt: skip
def request_outside_lock(*, actor: Actor, now: datetime, outside_id: UUID) -> Lock:
    """Ask for the lock of the account; with the institution's own lock live, join it (D11).

    Supplier, purchaser and treasury desk then answer as for any lock. Raises NotFound; WrongState
    before the supplier said it is so, once it is repaid, before the filing, or while a request for
    it is under way; Conflict where another institution's lock is active; PolicyBreach where the
    account is not at the institution. Writes: treasury.Lock, LockOperation. Source: 二(三)-3, D11.
    """
    outside = outside_for(actor, outside_id, lock=True)
    receivable = outside.receivable
    if outside.state != "standing":
        raise WrongState("lending.outside_not_standing", CLAUSE, state=_word(outside.state))
    outside.loan.refresh_from_db()  # as it stands now that the receivable is locked
    LOAN.after(outside.loan.state, "repay")
    held = LockOperation.objects.filter(offer_id=outside.pk, state="open", lock__state__in=LIVE)
    for operation in held.select_related("lock"):
        word = LOCK.states[operation.lock.state].word
        raise WrongState("lending.outside_lock_pending", CLAUSE, state=word)
    lock = ask_lock(
        receivable=receivable, institution=outside.institution, offer_id=outside.pk, now=now
    )
    known = {
        "supplier": receivable.supplier.name,
        "contract": f"{receivable.contract.no} {receivable.contract.title}",
        "no": outside.loan.no,
        "amount_fen": outside.loan.outstanding_fen,
        "payee": lock.payee_version.payee,
        "payee_version": lock.payee_version.version,
    }
    record(
        actor=actor,
        now=now,
        type="lending.lock.requested",
        subject=lock,
        about=about(receivable, outside.pk, outside.loan.pk),
        visible_to=[receivable.supplier_id, receivable.contract.purchaser_id],
        before=known,
        after={**known, "lock": lock.state, "lapses_on": lock.lapses_on},
        basis=[CLAUSE],
        tell=[supplier(receivable)],
        inside=("no", "amount_fen"),
    )
    return lock


def _word(state: str) -> str:
    return OUTSIDE.states[state].word
