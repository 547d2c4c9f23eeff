"""What the room of frozen cases refuses, and how its events are told."""

SENTENCES: dict[str, str] = {
    "secrecy.no_case": "没有这个编号的中标(成交)记录或合同;已经冻结的也找不到了。请核对平台编号。",
    "secrecy.frozen": (
        "这一件因涉及国家秘密已冻结:不能查看,也不能办理。请按保密规定在线下办理,"
        "有疑问请当面联系财政局采购科,不要在本系统、电话或网络里谈内容。"
    ),
    "secrecy.begun": "这次冻结已经办完,不能再放进别的内容。",
    "secrecy.untrue": "案件的审计记录与散列不符,不能冻结。请立即停止使用本系统,联系平台运维。",
    "secrecy.undecided": "冻结没有写明由财政局的谁在什么时候办理,数据库没有接受。",
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "secrecy_freeze_begun": ("Conflict", "secrecy.begun", "二(二)-5"),
    "secrecy_event_untrue": ("Conflict", "secrecy.untrue", "二(二)-5"),
    "secrecy_freeze_undecided": ("PolicyBreach", "secrecy.undecided", "二(二)-5"),
    "secrecy_freeze_no_once": ("Conflict", "conflict.busy", ""),
}

# What each event is called, and what the told are to know (events.py).
HAPPENED: dict[str, tuple[str, str]] = {
    "audit.event.sealed": ("(内容已冻结)", "(内容已冻结)"),
    "secrecy.case.frozen": (
        "冻结一件涉密案件({no})",
        (
            "一件案件因涉及国家秘密已冻结({no}),任何人都不能再查看。请采购科打印报告表,"
            "按保密规定当面向保密行政管理部门报告。"
        ),
    ),
}
