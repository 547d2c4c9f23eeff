"""What a task, its partner and its change, minutes, a document and an agreement can be."""

from cairong.kernel.actor import Role
from cairong.kernel.states import State, StateTable, Step
from cairong.policy.board import AUTHORITY, CHECKERS, CLAUSE

BOARD = tuple(AUTHORITY)
CHECKING = tuple(CHECKERS)
PARTIES = (*BOARD, Role.INSTITUTION_OFFICER)

TASK = StateTable(
    "board.Task",
    "联席任务",
    {
        "proposed": State(word="待承担", shape="wait", obligation=CLAUSE),
        "open": State(word="办理中", shape="work", obligation=CLAUSE),
        "finished": State(word="已办,待确认", shape="wait", obligation=CLAUSE),
        "confirmed": State(word="已办结", shape="done"),
        "declined": State(word="没有承担", shape="stop"),
        "withdrawn": State(word="已撤回", shape="stop"),
        "called_off": State(word="已终止", shape="stop"),
    },
    {
        ("proposed", "accept"): Step("open", "承担", BOARD),
        ("proposed", "decline"): Step("declined", "不承担", BOARD),
        ("proposed", "withdraw"): Step("withdrawn", "撤回", BOARD),
        ("open", "work"): Step("open", "记录进展", BOARD),
        ("open", "ask"): Step("open", "申请调整", BOARD),
        ("open", "move"): Step("open", "同意改期", BOARD),
        ("open", "call_off"): Step("called_off", "同意终止", BOARD),
        ("open", "finish"): Step("finished", "报办结", BOARD),
        ("finished", "confirm"): Step("confirmed", "确认办结", BOARD),
        ("finished", "send_back"): Step("open", "退回", BOARD),
    },
)
PARTNER = StateTable(
    "board.Partner",
    "协办",
    {
        "asked": State(word="待答复", shape="wait", obligation=CLAUSE),
        "joined": State(word="协办", shape="work"),
        "declined": State(word="不协办", shape="stop"),
        "ended": State(word="已结束", shape="stop"),
    },
    {
        ("asked", "accept"): Step("joined", "协办", BOARD),
        ("asked", "decline"): Step("declined", "不协办", BOARD),
        ("asked", "end"): Step("ended", "随任务结束"),
    },
)
CHANGE = StateTable(
    "board.Change",
    "任务调整",
    {
        "asked": State(word="待对方同意", shape="wait", obligation=CLAUSE),
        "agreed": State(word="已同意", shape="done"),
        "declined": State(word="不同意", shape="stop"),
        "withdrawn": State(word="已收回", shape="stop"),
    },
    {
        ("asked", "agree"): Step("agreed", "同意调整", BOARD),
        ("asked", "decline"): Step("declined", "不同意调整", BOARD),
        ("asked", "withdraw"): Step("withdrawn", "收回", BOARD),
    },
)
MINUTES = StateTable(
    "board.Minutes",
    "会议纪要",
    {
        "draft": State(word="草稿", shape="wait", obligation=CLAUSE),
        "circulated": State(word="待各方确认", shape="work", obligation=CLAUSE),
        "confirmed": State(word="已确认", shape="done"),
        "dropped": State(word="已作废", shape="stop"),
    },
    {
        ("draft", "change"): Step("draft", "修改纪要", BOARD),
        ("draft", "circulate"): Step("circulated", "送各方确认", BOARD),
        ("draft", "drop"): Step("dropped", "作废草稿", BOARD),
        ("circulated", "confirm"): Step("confirmed", "确认纪要", BOARD),
        ("circulated", "return"): Step("draft", "退回纪要", BOARD),
    },
)
DOCUMENT = StateTable(
    "board.Document",
    "政策文件",
    {
        "entered": State(word="待核对", shape="wait", obligation=CLAUSE),
        "listed": State(word="已公布", shape="done"),
        "returned": State(word="已退回", shape="stop"),
        "corrected": State(word="已更正", shape="stop"),
    },
    {
        ("entered", "list"): Step("listed", "核对并公布", CHECKING),
        ("entered", "return"): Step("returned", "退回", CHECKING),
        ("listed", "correct"): Step("corrected", "由更正的一条代替"),
    },
)
AGREEMENT = StateTable(
    "board.Agreement",
    "数据共享协议",
    {
        "proposed": State(word="待各方同意", shape="wait", obligation=CLAUSE),
        "agreed": State(word="已同意", shape="done"),
        "declined": State(word="没有达成", shape="stop"),
        "withdrawn": State(word="已撤回", shape="stop"),
        "ended": State(word="提前终止", shape="stop"),
        "lapsed": State(word="到期", shape="stop"),
    },
    {
        ("proposed", "agree"): Step("agreed", "同意", PARTIES),
        ("proposed", "decline"): Step("declined", "不同意", PARTIES),
        ("proposed", "withdraw"): Step("withdrawn", "撤回", BOARD),
        ("agreed", "end"): Step("ended", "提前终止", PARTIES),
        ("agreed", "warn"): Step("agreed", "到期提醒"),
        ("agreed", "lapse"): Step("lapsed", "到期"),
    },
)
