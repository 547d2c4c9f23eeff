"""What is owed and what can still be financed, line by line; where the money went."""

from dataclasses import dataclass
from typing import Literal

from django.db.models import BigIntegerField, Case, Expression, ExpressionWrapper, F, Value, When
from django.db.models.functions import Greatest

from cairong.policy.lending import WHOLE, financeable_fen, within_headroom
from cairong.policy.opening import opening_first
from cairong.policy.rule import Answer
from cairong.treasury.chart import Account
from cairong.treasury.models import Receivable

Sign = Literal["", "−", "=", "×"]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of an account: its sign, its words, its sum, and the clause it rests on."""

    sign: Sign
    word: str
    fen: int
    obligation: str = ""


@dataclass(frozen=True, kw_only=True)
class Stream:
    """Money that went from one account to another, for the picture of a receivable's flow."""

    source: str
    target: str
    fen: int


def base_fen(receivable: Receivable) -> int:
    """Work out what the treasury will still pay: contract − paid − in transit − retention (D9)."""
    return (
        receivable.amount_fen
        - receivable.paid_fen
        - receivable.in_transit_fen
        - receivable.retention_fen
    )


def carried_fen(receivable: Receivable, cap_percent: int | None = None) -> int:
    """Work out how much financing the base carries under the contract's cap and a product's.

    Nothing while it is not known what was paid before the contract came here.
    """
    if receivable.opening_fen is None:
        return 0
    cap = _cap(receivable, cap_percent)
    return financeable_fen(base_fen=base_fen(receivable), cap_percent=cap)


def taken_fen(receivable: Receivable) -> int:
    """Work out what is already taken of headroom: outstanding principal and reserved."""
    return receivable.outstanding_fen + receivable.reserved_fen


def headroom_fen(
    receivable: Receivable, cap_percent: int | None = None, *, own_fen: int = 0
) -> int:
    """Work out what can still be financed under the contract's cap and a product's (D9).

    `own_fen` is what is reserved for the same financing already: it does not stand in its own
    way. Below zero where the base has fallen under what is taken.
    """
    return carried_fen(receivable, cap_percent) - taken_fen(receivable) + own_fen


def room() -> Expression:
    """Work out in the database what `headroom_fen` does, and nothing where it is below (D9)."""
    base = F("amount_fen") - F("paid_fen") - F("in_transit_fen") - F("retention_fen")
    carried = Greatest(base, Value(0), output_field=BigIntegerField()) * F("cap_percent") / WHOLE
    left = ExpressionWrapper(
        carried - F("outstanding_fen") - F("reserved_fen"), output_field=BigIntegerField()
    )
    return Case(
        When(opening_fen__isnull=False, then=Greatest(left, Value(0))),
        default=Value(0),
        output_field=BigIntegerField(),
    )


def fits_headroom(
    receivable: Receivable, amount_fen: int, *, cap_percent: int, own_fen: int
) -> Answer:
    """Bar an amount above what can still be financed, with what is reserved for it already.

    Any, while it is not known what was paid before the contract came here.
    """
    return opening_first(opening_known=receivable.opening_fen is not None) or within_headroom(
        amount_fen=amount_fen,
        headroom_fen=headroom_fen(receivable, cap_percent, own_fen=own_fen),
        cap_percent=_cap(receivable, cap_percent),
    )


def arithmetic(
    receivable: Receivable, cap_percent: int | None = None, *, own_fen: int | None = None
) -> list[Line]:
    """Explain base and headroom line by line, under the contract's cap and a product's (D9).

    With `own_fen` as one financing sees it, for which so much is reserved already.
    """
    cap, own = _cap(receivable, cap_percent), own_fen or 0
    reserved = "报价占用" if own_fen is None else "其他意向的报价占用"
    carried = carried_fen(receivable, cap)
    return [
        Line(sign="", word="合同金额", fen=receivable.amount_fen),
        Line(sign="−", word="已支付", fen=receivable.paid_fen),
        Line(sign="−", word="国库支付在途", fen=receivable.in_transit_fen),
        Line(sign="−", word="质保金", fen=receivable.retention_fen),
        Line(
            sign="=", word="财政尚待支付(基数)", fen=base_fen(receivable), obligation="一(一)-1"
        ),
        Line(sign="×", word=f"融资比例上限 {cap}%,舍去分以下", fen=carried, obligation="一(一)-1"),
        Line(sign="−", word="未偿本金", fen=receivable.outstanding_fen),
        Line(sign="−", word=reserved, fen=receivable.reserved_fen - own),
        Line(
            sign="=", word="可融资额度", fen=headroom_fen(receivable, cap, own_fen=own),
            obligation="一(一)-1",
        ),
    ]  # fmt: skip


def owed_lines(receivable: Receivable) -> list[Line]:
    """Explain what is owed and not yet asked for, line by line (二(三)-4)."""
    return [
        Line(sign="", word="合同金额", fen=receivable.amount_fen),
        Line(sign="−", word="尚未验收", fen=receivable.committed_fen),
        Line(sign="−", word="已支付", fen=receivable.paid_fen),
        Line(sign="−", word="国库支付在途", fen=receivable.in_transit_fen),
        Line(sign="−", word="已申请,待国库支付", fen=receivable.requested_fen),
        Line(sign="=", word="应付未申请", fen=receivable.due_fen, obligation="二(三)-4"),
    ]


def streams(receivable: Receivable) -> list[Stream]:
    """List where a receivable's money stands and went: contract → paid → loans and supplier."""
    contract = (Account.COMMITTED, Account.DUE, Account.REQUESTED, Account.IN_TRANSIT, Account.PAID)
    cash = (
        Account.PRINCIPAL_PAID, Account.INTEREST_PAID, Account.FEE_PAID, Account.TO_SUPPLIER,
        Account.RECEIVED,
    )  # fmt: skip
    return [
        Stream(source=source.label, target=target.label, fen=sum_of(receivable, target))
        for source, targets in ((Account.CONTRACT, contract), (Account.PAID, cash))
        for target in targets
        if sum_of(receivable, target)
    ]


def sum_of(receivable: Receivable, account: Account) -> int:
    """Read the sum of one account from the receivable's column."""
    fen: int = getattr(receivable, f"{account}_fen")
    return fen


def _cap(receivable: Receivable, cap_percent: int | None) -> int:
    return min(receivable.cap_percent, cap_percent or receivable.cap_percent)
