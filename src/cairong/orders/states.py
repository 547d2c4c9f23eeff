"""What a person's signing key can be, and a payment instruction."""

from cairong.kernel.states import State, StateTable, Step, from_each

CLAUSE = "二(三)-4"

PERSON_KEY = StateTable(
    "orders.PersonKey",
    "签名钥匙",
    {
        "asked": State(word="待签名登记", obligation=CLAUSE),
        "registered": State(word="已登记", shape="done"),
        "ended": State(word="已停用", shape="stop"),
    },
    {
        ("asked", "register"): Step("registered", "登记钥匙"),
        **from_each(("asked", "registered"), "end", Step("ended", "停用钥匙")),
    },
)

INSTRUCTION = StateTable(
    "orders.Instruction",
    "支付指令",
    {
        "queued": State(word="两人已签,待送国库", obligation=CLAUSE),
        "leaving": State(word="正在送国库", shape="work", obligation=CLAUSE),
        "sent": State(word="已送国库,等待回执", shape="work", obligation=CLAUSE),
        "answered": State(word="国库已回执", shape="done"),
        "refused": State(word="国库没有支付", shape="alert"),
        "closed": State(word="已按银行回单办结", shape="done"),
        "dropped": State(word="没有送出", shape="stop"),
    },
    {
        ("queued", "set_out"): Step("leaving", "送出"),
        ("queued", "drop"): Step("dropped", "不再送出"),
        ("leaving", "hold_back"): Step("queued", "退回待送"),
        ("leaving", "send"): Step("sent", "送国库"),
        ("sent", "answer"): Step("answered", "登记回执"),
        ("sent", "refuse"): Step("refused", "登记国库没有支付"),
        **from_each(("leaving", "sent"), "close", Step("closed", "按银行回单办结")),
    },
)
# From when on it may be read by the treasury, until it is known what came of it.
UNDER_WAY = ("leaving", "sent", "answered")
# Nothing was paid by it: the payment may be ordered anew.
UNPAID = ("refused", "dropped")
