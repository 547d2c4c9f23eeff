"""The chart of accounts of one receivable, and what each kind of posting may move."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Side(TextChoices):
    """The three ledgers of a receivable; every posting is balanced in each of them."""

    CONTRACT = "contract", "合同款"
    CASH = "cash", "回款"
    EXPOSURE = "exposure", "融资占用"


class Account(TextChoices):
    """One account. `Receivable` keeps its sum in the column `<account>_fen`."""

    CONTRACT = "contract", "合同金额"
    COMMITTED = "committed", "待验收"
    DUE = "due", "应付未申请"
    REQUESTED = "requested", "已申请支付"
    IN_TRANSIT = "in_transit", "国库支付在途"
    PAID = "paid", "已支付"
    TRANSFERRED = "transferred", "国库划出"
    RECEIVED = "received", "回款账户待分配"
    INTEREST_PAID = "interest_paid", "还利息"
    PRINCIPAL_PAID = "principal_paid", "还本金"
    FEE_PAID = "fee_paid", "还费用"
    TO_SUPPLIER = "to_supplier", "归供应商"
    HEADROOM = "headroom", "占用可融资额度"
    RESERVED = "reserved", "报价占用"
    OUTSTANDING = "outstanding", "未偿本金"


class Kind(TextChoices):
    """What a posting stands for."""

    STAND = "stand", "合同成立"
    OPENING = "opening", "期初余额(平台外已付)"
    ACCEPT = "accept", "验收"
    UNACCEPT = "unaccept", "撤回验收"
    REQUEST = "request", "申请支付"
    WITHDRAW = "withdraw", "退回支付申请"
    RELEASE = "release", "国库支付"
    CONFIRM = "confirm", "支付到账"
    BOUNCE = "bounce", "退汇(未到账)"
    RETURN = "return", "退汇(到账后)"
    CALL_OFF = "call_off", "撤销支付"
    RESUME = "resume", "恢复在途"
    REPAY = "repay", "回款还贷"
    UNREPAY = "unrepay", "冲回还贷"
    REPAY_OWN = "repay_own", "自有资金还贷"
    FORGIVE = "forgive", "减免欠款"
    SURPLUS = "surplus", "余款归供应商"
    RESERVE = "reserve", "报价占用额度"
    UNRESERVE = "unreserve", "释放占用"
    DRAW = "draw", "放款"
    OUTSIDE = "outside", "平台外贷款入账"


@dataclass(frozen=True)
class Flow:
    """The accounts a kind of posting takes from (below zero) and gives to (above zero)."""

    takes: tuple[Account, ...]
    gives: tuple[Account, ...]


A = Account
SOURCES = (A.CONTRACT, A.TRANSFERRED, A.HEADROOM)
SIDES: dict[Side, tuple[Account, ...]] = {
    Side.CONTRACT: (A.CONTRACT, A.COMMITTED, A.DUE, A.REQUESTED, A.IN_TRANSIT, A.PAID),
    Side.CASH: (
        A.TRANSFERRED, A.RECEIVED, A.INTEREST_PAID, A.PRINCIPAL_PAID, A.FEE_PAID, A.TO_SUPPLIER,
    ),
    Side.EXPOSURE: (A.HEADROOM, A.RESERVED, A.OUTSTANDING),
}  # fmt: skip
FLOWS: dict[Kind, Flow] = {
    Kind.STAND: Flow((A.CONTRACT,), (A.COMMITTED,)),
    Kind.OPENING: Flow((A.COMMITTED,), (A.PAID,)),
    Kind.ACCEPT: Flow((A.COMMITTED,), (A.DUE,)),
    Kind.UNACCEPT: Flow((A.DUE,), (A.COMMITTED,)),
    Kind.REQUEST: Flow((A.DUE,), (A.REQUESTED,)),
    Kind.WITHDRAW: Flow((A.REQUESTED,), (A.DUE,)),
    Kind.RELEASE: Flow((A.REQUESTED,), (A.IN_TRANSIT,)),
    Kind.CONFIRM: Flow((A.IN_TRANSIT, A.TRANSFERRED), (A.PAID, A.RECEIVED)),
    Kind.BOUNCE: Flow((A.IN_TRANSIT,), (A.DUE,)),
    Kind.RETURN: Flow((A.PAID, A.RECEIVED, A.TO_SUPPLIER), (A.DUE, A.TRANSFERRED)),
    Kind.CALL_OFF: Flow((A.IN_TRANSIT,), (A.DUE,)),
    Kind.RESUME: Flow((A.DUE,), (A.IN_TRANSIT,)),
    Kind.REPAY: Flow(
        (A.RECEIVED, A.OUTSTANDING), (A.INTEREST_PAID, A.PRINCIPAL_PAID, A.FEE_PAID, A.HEADROOM)
    ),
    Kind.UNREPAY: Flow(
        (A.INTEREST_PAID, A.PRINCIPAL_PAID, A.FEE_PAID, A.HEADROOM), (A.RECEIVED, A.OUTSTANDING)
    ),
    Kind.REPAY_OWN: Flow((A.OUTSTANDING,), (A.HEADROOM,)),
    Kind.FORGIVE: Flow((A.OUTSTANDING,), (A.HEADROOM,)),
    Kind.SURPLUS: Flow((A.RECEIVED,), (A.TO_SUPPLIER,)),
    Kind.RESERVE: Flow((A.HEADROOM,), (A.RESERVED,)),
    Kind.UNRESERVE: Flow((A.RESERVED,), (A.HEADROOM,)),
    Kind.DRAW: Flow((A.RESERVED,), (A.OUTSTANDING,)),
    Kind.OUTSIDE: Flow((A.HEADROOM,), (A.OUTSTANDING,)),
}
ONCE = (
    Kind.STAND, Kind.ACCEPT, Kind.UNACCEPT, Kind.REQUEST, Kind.WITHDRAW, Kind.RELEASE,
    Kind.CONFIRM, Kind.BOUNCE, Kind.RETURN, Kind.CALL_OFF, Kind.RESUME,
    Kind.SURPLUS, Kind.OPENING, Kind.OUTSIDE, Kind.UNREPAY, Kind.FORGIVE,
)  # fmt: skip
UNDER_NO_LOCK = (Kind.OUTSIDE, Kind.UNREPAY)
"""What lends where no lock may stand: what was lent outside, what a return lends again."""
OF_PAYMENT: dict[Kind, str] = {
    Kind.REQUEST: "requested", Kind.WITHDRAW: "withdrawn", Kind.RELEASE: "released",
    Kind.CONFIRM: "confirmed", Kind.BOUNCE: "returned", Kind.RETURN: "returned",
    Kind.CALL_OFF: "unpaid", Kind.RESUME: "released",
}  # fmt: skip
"""The state that a payment is in when a posting of this kind is made for it."""
