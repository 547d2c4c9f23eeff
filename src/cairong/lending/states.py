"""What an intent, an application, an offer and a loan can be; who holds the ball in each."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step, from_each

BORROWER = (Role.SUPPLIER,)
OFFICER = (Role.INSTITUTION_OFFICER,)
DECIDERS = (Role.PROCUREMENT_OFFICER,)
ASKERS = (*OFFICER, Role.INSTITUTION_MANAGER)

OPEN_INTENTS = ("open", "offered")
UNDECIDED = ("submitted", "complete")
OPEN_APPLICATIONS = (*UNDECIDED, "approved")
AWAITING_LOCK = ("accepted", "locking")
DRAWABLE = ("conditions_met", "part_drawn")
STANDING_OFFERS = (*AWAITING_LOCK, *DRAWABLE)
LIVE_OFFERS = ("offered", *STANDING_OFFERS)
CHOSEN_OFFERS = (*STANDING_OFFERS, "drawn")

INTENT = StateTable(
    "lending.Intent",
    "融资意向",
    {
        "open": State(
            word="征询中",
            holder=Role.INSTITUTION_OFFICER,
            awaits="金融机构联系并审批",
            obligation="二(一)-3",
        ),
        "offered": State(
            word="有报价",
            shape="work",
            holder=Role.SUPPLIER,
            awaits="选择报价",
            obligation="二(一)-5",
        ),
        "chosen": State(
            word="已选定报价",
            holder=Role.INSTITUTION_OFFICER,
            awaits="锁定账户、落实条件并放款",
            obligation="二(四)-4",
        ),
        "financed": State(word="已放款", shape="done"),
        "closed": State(word="无机构承接", shape="stop"),
        "withdrawn": State(word="已撤回", shape="stop"),
        "lapsed": State(word="已失效", shape="stop"),
    },
    {
        **from_each(OPEN_INTENTS, "offer", Step("offered", "收到报价")),
        ("offered", "reopen"): Step("open", "重新征询"),
        ("offered", "accept"): Step("chosen", "选定报价", BORROWER),
        ("chosen", "finance"): Step("financed", "放款"),
        **from_each((*OPEN_INTENTS, "chosen"), "close", Step("closed", "关闭")),
        **from_each(OPEN_INTENTS, "withdraw", Step("withdrawn", "撤回意向", BORROWER)),
        **from_each(OPEN_INTENTS, "lapse", Step("lapsed", "到期失效")),
    },
)

READS_PAPERS = ("submitted", "complete", "approved", "accepted")  # states of an application
APPLICATION = StateTable(
    "lending.Application",
    "融资申请",
    {
        "submitted": State(
            word="待确认材料",
            shape="work",
            holder=Role.INSTITUTION_OFFICER,
            awaits="确认材料齐全",
            obligation="二(四)-2",
        ),
        "complete": State(
            word="审批中",
            shape="work",
            holder=Role.INSTITUTION_OFFICER,
            awaits="核验合同并作出决定",
            obligation="二(四)-3",
        ),
        "approved": State(
            word="已报价",
            holder=Role.SUPPLIER,
            awaits="接受或谢绝报价",
            obligation="二(一)-5",
        ),
        "accepted": State(word="报价已接受", shape="done", obligation="二(四)-4"),
        "rejected": State(word="未通过", shape="stop", obligation="二(四)-3"),
        "declined": State(word="供应商谢绝", shape="stop"),
        "fallen": State(word="供应商已选他家", shape="stop"),
        "withdrawn": State(word="已撤回", shape="stop"),
        "lapsed": State(word="已失效", shape="stop"),
    },
    {
        ("submitted", "list_defects"): Step("submitted", "一次列明补正事项", OFFICER),
        ("submitted", "complete"): Step("complete", "确认材料齐全", OFFICER),
        ("complete", "dispute_start"): Step("complete", "对审批起算日提出异议", BORROWER),
        ("complete", "ask_supplier"): Step("complete", "向供应商提问", ASKERS),
        ("complete", "lapse_unanswered"): Step("lapsed", "提问没有答复而失效"),
        ("complete", "approve"): Step("approved", "批准并报价", OFFICER),
        **from_each(UNDECIDED, "reject", Step("rejected", "不予融资", OFFICER)),
        ("approved", "accept"): Step("accepted", "接受报价", BORROWER),
        **from_each(("approved", "accepted"), "decline", Step("declined", "谢绝报价", BORROWER)),
        ("accepted", "lapse_unlocked"): Step("lapsed", "因未锁定账户而失效"),
        ("accepted", "step_back"): Step("withdrawn", "退出已接受的报价", OFFICER),
        ("accepted", "lose_ground"): Step("lapsed", "因依据不再存在而失效"),
        **from_each(
            (*OPEN_APPLICATIONS, "accepted"), "lose_lender", Step("lapsed", "因机构暂停合作而退回")
        ),
        **from_each(OPEN_APPLICATIONS, "fall", Step("fallen", "因选他家而失效")),
        **from_each(OPEN_APPLICATIONS, "withdraw", Step("withdrawn", "撤回意向", BORROWER)),
        **from_each(OPEN_APPLICATIONS, "lapse", Step("lapsed", "到期失效")),
    },
)

INQUIRY = StateTable(
    "lending.Inquiry",
    "补正和提问",
    {
        "open": State(
            word="待供应商答复",
            shape="wait",
            holder=Role.SUPPLIER,
            awaits="答复金融机构",
            obligation="二(四)-3",
        ),
        "answered": State(word="已答复", shape="done"),
        "held": State(word="平台已有,不用答复", shape="done"),
        "dropped": State(word="不用再答复", shape="stop"),
        "lapsed": State(word="没有答复", shape="stop"),
    },
    {
        ("open", "answer"): Step("answered", "供应商答复", BORROWER),
        ("open", "hold"): Step("held", "平台已有,自动答复"),
        ("open", "drop"): Step("dropped", "申请已有结果,不用再答复"),
        ("open", "lapse"): Step("lapsed", "过期没有答复"),
    },
)

LOOKUP = StateTable(
    "lending.Lookup",
    "外部数据查询",
    {
        "asked": State(word="等待数据源答复", shape="work"),
        "answered": State(word="已查到", shape="done"),
        "given_up": State(word="数据源没有答复,没有查到", shape="stop"),
        "dropped": State(word="同意已终止,没有查询", shape="stop"),
    },
    {
        ("asked", "answer"): Step("answered", "数据源答复"),
        ("asked", "give_up"): Step("given_up", "多次没有答复"),
        ("asked", "drop"): Step("dropped", "同意终止,不再查询"),
    },
)

START = StateTable(
    "lending.StartDispute",
    "起算日异议",
    {
        "open": State(
            word="待金融机构答复",
            shape="wait",
            holder=Role.INSTITUTION_OFFICER,
            awaits="答复起算日异议",
            obligation="二(四)-3",
        ),
        "objected": State(
            word="待财政部门认定",
            shape="work",
            holder=Role.PROCUREMENT_OFFICER,
            awaits="认定起算日",
            obligation="二(四)-3",
        ),
        "agreed": State(word="机构同意", shape="done"),
        "upheld": State(word="异议成立", shape="done"),
        "refused": State(word="异议不成立", shape="stop"),
    },
    {
        ("open", "agree"): Step("agreed", "同意提前起算", OFFICER),
        ("open", "object"): Step("objected", "不同意提前起算", OFFICER),
        **from_each(("open", "objected"), "uphold", Step("upheld", "认定异议成立", DECIDERS)),
        **from_each(("open", "objected"), "refuse", Step("refused", "认定异议不成立", DECIDERS)),
    },
)

OFFER = StateTable(
    "lending.Offer",
    "报价",
    {
        "offered": State(
            word="待供应商选择",
            holder=Role.SUPPLIER,
            awaits="接受或谢绝报价",
            obligation="二(一)-5",
        ),
        "accepted": State(
            word="已接受",
            shape="work",
            holder=Role.INSTITUTION_OFFICER,
            awaits="申请锁定回款账户",
            obligation="二(三)-3",
        ),
        "locking": State(
            word="锁定办理中",
            holder=Role.INSTITUTION_OFFICER,
            awaits="账户锁定后落实放款条件",
            obligation="二(四)-4",
        ),
        "conditions_met": State(
            word="条件已齐、待放款",
            shape="work",
            holder=Role.INSTITUTION_OFFICER,
            awaits="放款",
            obligation="二(四)-4",
        ),
        "part_drawn": State(
            word="已放一部分",
            holder=Role.SUPPLIER,
            awaits="提出以后的提款,或放弃余额",
            obligation="二(四)-5",
        ),
        "drawn": State(word="已放款", shape="done", obligation="二(四)-4"),
        "declined": State(word="已谢绝", shape="stop"),
        "fallen": State(word="已选他家", shape="stop"),
        "lapsed": State(word="已失效", shape="stop"),
        "withdrawn": State(word="已撤回", shape="stop"),
    },
    {
        ("offered", "accept"): Step("accepted", "接受", BORROWER),
        ("offered", "decline"): Step("declined", "谢绝", BORROWER),
        ("offered", "fall"): Step("fallen", "因选他家而失效"),
        ("offered", "lapse"): Step("lapsed", "到期失效"),
        ("offered", "withdraw"): Step("withdrawn", "撤回意向", BORROWER),
        **from_each(AWAITING_LOCK, "request_lock", Step("locking", "申请锁定账户", OFFICER)),
        **from_each(STANDING_OFFERS, "decline", Step("declined", "谢绝", BORROWER)),
        **from_each(AWAITING_LOCK, "lapse_unlocked", Step("lapsed", "因未锁定账户而失效")),
        **from_each(STANDING_OFFERS, "step_back", Step("withdrawn", "退出", OFFICER)),
        **from_each(STANDING_OFFERS, "lose_ground", Step("lapsed", "因依据不再存在而失效")),
        **from_each(
            ("offered", *STANDING_OFFERS), "lose_lender", Step("lapsed", "因机构暂停合作而退回")
        ),
        **from_each(
            AWAITING_LOCK, "meet_conditions", Step("conditions_met", "确认放款条件具备", OFFICER)
        ),
        **{(each, "ask_draw"): Step(each, "提出提款", BORROWER) for each in AWAITING_LOCK},
        ("part_drawn", "ask_draw"): Step("conditions_met", "提出提款", BORROWER),
        ("conditions_met", "waive_cooling"): Step("conditions_met", "放弃冷静期", BORROWER),
        **from_each(DRAWABLE, "waive_rest", Step("drawn", "不再提取余额")),
        ("conditions_met", "disburse"): Step("conditions_met", "放款", OFFICER),
        ("conditions_met", "disburse_asked"): Step("part_drawn", "放款", OFFICER),
        ("conditions_met", "disburse_whole"): Step("drawn", "放款", OFFICER),
    },
)

LOAN = StateTable(
    "lending.Loan",
    "贷款",
    {
        "repaying": State(
            word="还款中",
            holder=Role.PURCHASER_OFFICER,
            awaits="合同款支付到锁定账户后自动还款",
            obligation="二(三)-4",
        ),
        "settled": State(word="已结清", shape="done"),
    },
    {
        ("repaying", "repay"): Step("repaying", "登记还款", OFFICER),
        ("repaying", "settle"): Step("settled", "结清"),
        ("settled", "reverse"): Step("repaying", "因退汇恢复未结清"),
    },
)

LIVE_OVERDUE = ("open", "contacted", "planned", "written_off")
UNPLANNED = ("open", "contacted")
FORGIVABLE = (*UNPLANNED, "written_off")
OVERDUE = StateTable(
    "lending.Overdue",
    "逾期",
    {
        "open": State(
            word="待联系供应商",
            shape="alert",
            holder=Role.INSTITUTION_OFFICER,
            awaits="联系供应商并登记",
            obligation="二(四)-5",
        ),
        "contacted": State(
            word="已联系供应商",
            shape="alert",
            holder=Role.INSTITUTION_OFFICER,
            awaits="提出还款计划或收回欠款",
            obligation="二(四)-5",
        ),
        "planned": State(word="按还款计划归还", shape="work", obligation="二(四)-5"),
        "written_off": State(word="已核销,继续追偿", shape="stop", obligation="二(四)-5"),
        "cleared": State(word="欠款已还清", shape="done"),
    },
    {
        **from_each(UNPLANNED, "contact", Step("contacted", "登记联系情况", OFFICER)),
        ("planned", "contact"): Step("planned", "登记联系情况", OFFICER),
        ("written_off", "contact"): Step("written_off", "登记联系情况", OFFICER),
        **from_each(UNPLANNED, "agree", Step("planned", "同意还款计划", BORROWER)),
        ("planned", "miss"): Step("open", "没有按还款计划归还"),
        **from_each(UNPLANNED, "write_off", Step("written_off", "核销贷款", OFFICER)),
        **{(each, "forgive"): Step(each, "减免欠款", OFFICER) for each in FORGIVABLE},
        **from_each(LIVE_OVERDUE, "clear", Step("cleared", "还清欠款")),
    },
)

LIVE_PLANS = ("proposed", "agreed")
PLAN = StateTable(
    "lending.RepaymentPlan",
    "还款计划",
    {
        "proposed": State(
            word="待供应商答复",
            shape="wait",
            holder=Role.SUPPLIER,
            awaits="答复还款计划",
            obligation="二(四)-5",
        ),
        "agreed": State(word="双方同意", shape="work"),
        "declined": State(word="供应商不同意", shape="stop"),
        "dropped": State(word="不再需要", shape="stop"),
        "missed": State(word="没有按期归还", shape="alert"),
        "kept": State(word="已履行", shape="done"),
    },
    {
        ("proposed", "agree"): Step("agreed", "同意还款计划", BORROWER),
        ("proposed", "decline"): Step("declined", "不同意还款计划", BORROWER),
        ("proposed", "drop"): Step("dropped", "欠款还清、核销或另提计划"),
        ("agreed", "miss"): Step("missed", "没有按还款计划归还"),
        ("agreed", "keep"): Step("kept", "按还款计划还清"),
    },
)

OUTSIDE = StateTable(
    "lending.OutsideLoan",
    "平台外贷款",
    {
        "entered": State(
            word="待供应商确认",
            shape="wait",
            holder=Role.SUPPLIER,
            awaits="确认平台外贷款",
            obligation="一(一)-1",
        ),
        "standing": State(word="已入账", shape="done"),
        "declined": State(word="供应商不认", shape="stop"),
        "withdrawn": State(word="已撤回", shape="stop"),
    },
    {
        ("entered", "agree"): Step("standing", "确认平台外贷款", BORROWER),
        ("entered", "decline"): Step("declined", "不认平台外贷款", BORROWER),
        ("entered", "withdraw"): Step("withdrawn", "撤回平台外贷款", OFFICER),
    },
)

FORM = StateTable(
    "lending.PaperForm",
    "纸质申请表",
    {
        "printed": State(word="已打印、未受理"),
        "received": State(word="已受理", shape="done", obligation="二(一)-6"),
        "void": State(word="已作废", shape="stop"),
        "disowned": State(word="供应商否认", shape="alert", obligation="二(一)-6"),
    },
    {
        ("printed", "receive"): Step("received", "登记纸质申请", OFFICER),
        ("printed", "void"): Step("void", "另打印了一份", BORROWER),
        ("received", "disown"): Step("disowned", "否认纸质申请", BORROWER),
    },
)
