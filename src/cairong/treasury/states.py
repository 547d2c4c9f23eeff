"""What a receivable, a lock, a payment, a change of payee and an opening can be."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step, from_each

SUPPLIER = (Role.SUPPLIER,)
PURCHASER = (Role.PURCHASER_OFFICER,)
TREASURY = (Role.TREASURY_OFFICER,)

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
        ("standing", "stand_payee"): Step("payable", "确立收款人"),
        ("payable", "confirm_payment"): Step("paid", "付清"),
        ("paid", "return_payment"): Step("payable", "因退汇恢复履约"),
    },
)  # fmt: skip

PENDING = ("requested", "supplier_consented", "purchaser_acknowledged")
LIVE = (*PENDING, "active")

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
        ("requested", "consent"): Step("supplier_consented", "同意锁定", SUPPLIER),
        ("supplier_consented", "acknowledge"): Step(
            "purchaser_acknowledged", "确认账户锁定", PURCHASER
        ),
        ("purchaser_acknowledged", "confirm"): Step("active", "国库科确认锁定", TREASURY),
        ("active", "release"): Step("released", "解除锁定"),
        ("released", "stand_again"): Step("active", "因退汇恢复锁定"),
        ("requested", "recall"): Step("recalled", "收回锁定申请", (Role.INSTITUTION_OFFICER,)),
        ("requested", "refuse"): Step("refused", "不同意锁定", SUPPLIER),
        ("supplier_consented", "decline_acknowledgement"): Step(
            "refused", "采购人不予确认", PURCHASER
        ),
        ("purchaser_acknowledged", "decline_confirmation"): Step(
            "refused", "国库科不予确认", TREASURY
        ),
        **from_each(PENDING, "lapse", Step("lapsed", "到期失效")),
    },
)  # fmt: skip
OPERATION = StateTable(
    "treasury.LockOperation",
    "锁定下的融资",
    {
        "open": State(word="存续", shape="work"),
        "settled": State(word="已结清", shape="done"),
        "cancelled": State(word="已取消", shape="stop"),
    },
    {("open", "settle"): Step("settled", "结清"), ("open", "cancel"): Step("cancelled", "取消")},
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
        "unpaid": State(
            word="没有付出", shape="alert", holder=Role.PURCHASER_OFFICER, awaits="重新申请支付",
            obligation="二(三)-4",
        ),
        "withdrawn": State(word="已退回申请", shape="stop"),
    },
    {
        ("requested", "pay"): Step("released", "办理支付", TREASURY),
        ("requested", "withdraw"): Step("withdrawn", "撤下支付申请", (*PURCHASER, *TREASURY)),
        ("released", "confirm"): Step("confirmed", "登记到账", TREASURY),
        **from_each(("released", "confirmed"), "return", Step("returned", "登记退汇", TREASURY)),
        ("released", "pay_by_own_means"): Step("released", "改由国库科自行支付", TREASURY),
        ("released", "call_off"): Step("unpaid", "撤销支付", TREASURY),
        ("unpaid", "resume"): Step("released", "恢复在途", TREASURY),
    },
)  # fmt: skip

OPEN_PAYMENTS = ("requested", "released")
ENDED_PAYMENTS = ("returned", "unpaid", "withdrawn")

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
        ("asked", "agree"): Step("agreed", "同意变更账户", PURCHASER),
        ("agreed", "change"): Step("changed", "批准变更账户", TREASURY),
        ("asked", "withdraw"): Step(
            "withdrawn", "终止变更账户", (*SUPPLIER, *PURCHASER)
        ),
        ("agreed", "withdraw"): Step(
            "withdrawn", "终止变更账户", (*SUPPLIER, *PURCHASER, *TREASURY)
        ),
    },
)  # fmt: skip
OPEN_CHANGES = ("asked", "agreed")

OPENING = StateTable(
    "treasury.Opening",
    "期初余额",
    {
        "declared": State(
            word="待供应商核对", shape="wait", holder=Role.SUPPLIER, awaits="核对期初余额",
            obligation="二(三)-4",
        ),
        "agreed": State(
            word="供应商已核对", shape="wait", holder=Role.TREASURY_OFFICER,
            awaits="审批期初余额", obligation="二(三)-4",
        ),
        "objected": State(
            word="供应商有异议", shape="alert", holder=Role.TREASURY_OFFICER,
            awaits="查明已付多少,审批或退回期初余额", obligation="二(三)-4",
        ),
        "standing": State(word="已入账", shape="done"),
        "returned": State(word="已退回", shape="stop"),
    },
    {
        **from_each(("declared", "objected"), "agree", Step("agreed", "核对期初余额", SUPPLIER)),
        ("declared", "object"): Step("objected", "对期初余额提出异议", SUPPLIER),
        **from_each(
            ("declared", "agreed", "objected"), "approve",
            Step("standing", "批准期初余额", TREASURY),
        ),
        **from_each(
            ("declared", "agreed", "objected"), "return",
            Step("returned", "退回期初余额", TREASURY),
        ),
    },
)  # fmt: skip
OPEN_OPENINGS = ("declared", "agreed", "objected")

SHARED = StateTable(
    "treasury.SharedNumber",
    "同一账号、两家供应商",
    {
        "open": State(
            word="待查看", shape="alert", holder=Role.PROCUREMENT_APPROVER,
            awaits="查看两家供应商的同一账号", obligation="二(三)-3",
        ),
        "seen": State(word="已查看", shape="done"),
    },
    {("open", "look"): Step("seen", "写明查到什么", (Role.PROCUREMENT_APPROVER,))},
)  # fmt: skip
