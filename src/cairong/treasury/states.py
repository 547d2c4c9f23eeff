"""What a receivable, a lock, an operation under it, a payment and a change of payee can be."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable

RECEIVABLE = StateTable(
    "treasury.Receivable",
    "应收账款",
    {
        "standing": State(
            word="待备案通过", shape="wait", holder=Role.PROCUREMENT_OFFICER, awaits="审核备案",
            obligation="二(二)-7",
        ),
        "payable": State(
            word="履约付款中", shape="work", holder=Role.PURCHASER_OFFICER, awaits="验收和申请支付",
            obligation="二(三)-4",
        ),
        "paid": State(word="已付清", shape="done"),
    },
    {
        ("standing", "stand_payee"): "payable",
        ("payable", "confirm_payment"): "paid",
        ("paid", "return_payment"): "payable",
    },
)  # fmt: skip

LOCK = StateTable(
    "treasury.Lock",
    "账户锁定",
    {
        "requested": State(
            word="已申请", shape="wait", holder=Role.SUPPLIER, awaits="供应商同意",
            obligation="二(三)-3",
        ),
        "supplier_consented": State(
            word="供应商已同意", shape="wait", holder=Role.PURCHASER_OFFICER, awaits="采购人确认",
            obligation="二(三)-3",
        ),
        "purchaser_acknowledged": State(
            word="采购人已确认", shape="wait", holder=Role.TREASURY_OFFICER, awaits="国库科确认",
            obligation="二(三)-3",
        ),
        "active": State(word="已锁定", shape="done"),
        "released": State(word="已解除", shape="done"),
        "recalled": State(word="已收回", shape="stop"),
        "refused": State(word="未同意", shape="stop"),
        "lapsed": State(word="已失效", shape="stop"),
    },
    {
        ("requested", "consent"): "supplier_consented",
        ("supplier_consented", "acknowledge"): "purchaser_acknowledged",
        ("purchaser_acknowledged", "confirm"): "active",
        ("active", "release"): "released",
        ("requested", "recall"): "recalled",
        ("requested", "refuse"): "refused",
        ("supplier_consented", "decline_acknowledgement"): "refused",
        ("purchaser_acknowledged", "decline_confirmation"): "refused",
        ("requested", "lapse"): "lapsed",
        ("supplier_consented", "lapse"): "lapsed",
        ("purchaser_acknowledged", "lapse"): "lapsed",
    },
)  # fmt: skip
PENDING = ("requested", "supplier_consented", "purchaser_acknowledged")
LIVE = (*PENDING, "active")

OPERATION = StateTable(
    "treasury.LockOperation",
    "锁定下的融资",
    {
        "open": State(word="存续", shape="work"),
        "settled": State(word="已结清", shape="done"),
        "cancelled": State(word="已取消", shape="stop"),
    },
    {("open", "settle"): "settled", ("open", "cancel"): "cancelled"},
)

PAYMENT = StateTable(
    "treasury.Payment",
    "支付",
    {
        "requested": State(
            word="已申请", shape="wait", holder=Role.TREASURY_OFFICER, awaits="国库科支付",
            obligation="二(三)-4",
        ),
        "released": State(
            word="支付在途", shape="work", holder=Role.TREASURY_OFFICER, awaits="银行回单,登记到账",
            obligation="二(三)-4",
        ),
        "confirmed": State(word="已到账", shape="done"),
        "returned": State(
            word="已退汇", shape="alert", holder=Role.PURCHASER_OFFICER, awaits="重新申请支付",
            obligation="二(三)-4",
        ),
        "withdrawn": State(word="已退回申请", shape="stop"),
    },
    {
        ("requested", "pay"): "released",
        ("requested", "withdraw"): "withdrawn",
        ("released", "confirm"): "confirmed",
        ("released", "return"): "returned",
        ("confirmed", "return"): "returned",
    },
)  # fmt: skip

OPEN_PAYMENTS = ("requested", "released")
ENDED_PAYMENTS = ("returned", "withdrawn")

PAYEE_CHANGE = StateTable(
    "treasury.PayeeChange",
    "收款账户变更",
    {
        "asked": State(
            word="待采购人同意", shape="wait", holder=Role.PURCHASER_OFFICER,
            awaits="采购人同意变更账户", obligation="二(三)-3",
        ),
        "agreed": State(
            word="双方已同意", shape="wait", holder=Role.TREASURY_OFFICER, awaits="国库科审批",
            obligation="二(三)-3",
        ),
        "changed": State(word="已变更", shape="done"),
        "withdrawn": State(word="已撤回", shape="stop"),
    },
    {
        ("asked", "agree"): "agreed",
        ("agreed", "change"): "changed",
        ("asked", "withdraw"): "withdrawn",
        ("agreed", "withdraw"): "withdrawn",
    },
)  # fmt: skip
OPEN_CHANGES = ("asked", "agreed")
