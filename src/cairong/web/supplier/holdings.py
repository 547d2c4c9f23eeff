"""What a supplier holds: contracts and awards, what each can still be financed for, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from cairong.contracts.models import Award
from cairong.contracts.reads import awards_of
from cairong.kernel.actor import Actor
from cairong.parties.reads import own_organisation
from cairong.policy.lending import financeable_fen
from cairong.treasury.arithmetic import arithmetic, headroom_fen
from cairong.treasury.models import Receivable
from cairong.treasury.reads import receivables_for
from cairong.web.parts import Sum, Why

RULE = "可融资额度 = 财政尚待支付的合同款 × 融资比例上限 − 未偿本金 − 其他报价占用"
MENDER = "合同款支付后基数变小;贷款归还、报价谢绝或到期后,占用的额度立即恢复。"


@dataclass(frozen=True, kw_only=True)
class Reach:
    """How much can be borrowed on one thing, under which cap, and the arithmetic of it."""

    fen: int
    cap_percent: int
    why: Why


def receivables_of(actor: Actor) -> QuerySet[Receivable]:
    """List a supplier's receivables with their contracts, the newest first."""
    return receivables_for(actor).select_related("contract", "supplier", "current")


def open_awards(actor: Actor) -> QuerySet[Award]:
    """List the awards of a supplier whose contract is not signed yet, the newest first."""
    return awards_of(actor).filter(state="noticed").prefetch_related("shares")


def shares_in(actor: Actor, awards: Iterable[Award]) -> list[tuple[Award, int | None]]:
    """Say of each award what a supplier's own share is; None where it is not shared out yet."""
    own, found = own_organisation(actor), []
    for one in awards:
        shares = list(one.shares.all())
        mine = next(share for share in shares if share.supplier_id == own)
        whole = one.amount_fen if len(shares) == 1 else None
        found.append((one, mine.share_fen or whole))
    return found


def financeable(receivable: Receivable, cap_percent: int | None = None) -> int:
    """Say what can still be financed on a receivable; never below nothing."""
    return max(headroom_fen(receivable, cap_percent), 0)


def total_financeable(receivables: Iterable[Receivable]) -> int:
    """Sum what can still be financed on all of them."""
    return sum(financeable(one) for one in receivables)


def reach_of_receivable(receivable: Receivable, cap_percent: int) -> Reach:
    """Explain what can be borrowed on a receivable, line by line."""
    lines = arithmetic(receivable, cap_percent)
    sums = [Sum(word=f"{one.sign} {one.word}".strip(), fen=one.fen) for one in lines]
    fen = financeable(receivable, cap_percent)
    return Reach(fen=fen, cap_percent=cap_percent, why=_why(sums))


def reach_of_award(share_fen: int, cap_percent: int) -> Reach:
    """Explain what can be borrowed on an award before its contract."""
    fen = financeable_fen(base_fen=share_fen, cap_percent=cap_percent)
    sums = [
        Sum(word="中标(成交)金额", fen=share_fen),
        Sum(word=f"× 融资比例上限 {cap_percent}%,舍去分以下", fen=fen),
        Sum(word="= 可以登记的意向金额", fen=fen),
    ]
    return Reach(fen=fen, cap_percent=cap_percent, why=_why(sums))


def narrowed(rows: QuerySet[Receivable], words: str) -> QuerySet[Receivable]:
    """Narrow receivables to those whose contract's number, title or purchaser has these words."""
    if not words:
        return rows
    return rows.filter(
        Q(contract__no__icontains=words)
        | Q(contract__title__icontains=words)
        | Q(contract__purchaser_no__icontains=words)
        | Q(contract__purchaser_name__icontains=words)
    )


def _why(sums: Sequence[Sum]) -> Why:
    return Why(rule=RULE, obligation="一(一)-1", sums=sums, mender=MENDER)


def cells_of(receivable: Receivable) -> dict[str, Any]:
    """Write the cells of a contract in the supplier's list."""
    contract = receivable.contract
    return {
        "title": contract.title,
        "no": contract.no,
        "purchaser": contract.purchaser_name,
        "amount": receivable.amount_fen,
        "paid": receivable.paid_fen,
        "headroom": financeable(receivable),
    }
