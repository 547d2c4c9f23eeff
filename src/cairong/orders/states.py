"""What a person's signing key can be, and a payment instruction."""

from cairong.kernel.states import State, StateTable, Step, from_each

CLAUSE = "二(三)-4"

PERSON_KEY = StateTable(
    "orders.PersonKey",
    "签名钥匙",
    {
        "asked": State(word="待两人签名登记", obligation=CLAUSE),
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
        "sent": State(word="已送国库,等待回执", shape="work", obligation=CLAUSE),
        "answered": State(word="国库已回执", shape="done"),
        "dropped": State(word="没有送出", shape="stop"),
    },
    {
        ("queued", "send"): Step("sent", "送国库"),
        ("queued", "drop"): Step("dropped", "不再送出"),
        ("sent", "answer"): Step("answered", "登记回执"),
    },
)
