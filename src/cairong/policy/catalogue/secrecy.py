"""What the room of frozen cases refuses, and how its events are told."""

SENTENCES: dict[str, str] = {
    "secrecy.no_case": "没有这个编号的中标(成交)记录或合同;已经冻结的也找不到了。请核对平台编号。",
    "secrecy.frozen": (
        "这一件因涉及国家秘密已冻结:不能查看,也不能办理。请按保密规定在线下办理,"
        "有疑问请当面联系财政局采购科,不要在本系统、电话或网络里谈内容。"
    ),
    "secrecy.begun": "这次冻结已经办完,不能再放进别的内容。",
    "secrecy.untrue": "案件的审计记录与散列不符,不能冻结。请立即停止使用本系统,联系平台运维。",
    "secrecy.document_day": "文书日期应在冻结那天以后、今天以前。",
    "secrecy.unresolved": (
        "清除或解除冻结要由采购科两人按保密行政管理部门的书面文书办理,内容要与送审的一致。"
    ),
    "secrecy.undecided": "冻结没有写明由财政局的谁在什么时候办理,数据库没有接受。",
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "secrecy_freeze_begun": ("Conflict", "secrecy.begun", "二(二)-5"),
    "secrecy_event_untrue": ("Conflict", "secrecy.untrue", "二(二)-5"),
    "secrecy_freeze_undecided": ("PolicyBreach", "secrecy.undecided", "二(二)-5"),
    "secrecy_freeze_unresolved": ("PolicyBreach", "secrecy.unresolved", "二(二)-5"),
    "secrecy_freeze_no_once": ("Conflict", "conflict.busy", ""),
}

# What each event is called, and what the told are to know (events.py).
HAPPENED: dict[str, tuple[str, str]] = {
    "audit.event.sealed": ("(内容已冻结)", "这条记录因涉及国家秘密已冻结,任何人都不能查看。"),
    "secrecy.case.frozen": (
        "冻结一件涉密案件({no})",
        (
            "一件案件因涉及国家秘密已冻结({no}),任何人都不能再查看。请采购科打印报告表,"
            "按保密规定当面向保密行政管理部门报告。"
        ),
    ),
    "secrecy.purge.ordered": (
        "同意清除涉密案件 {no}({authority} {document_no})",
        (
            "采购科两人按 {authority} {document_no} 同意清除 {no}。请平台运维停下服务,"
            "运行 cairong purge,并按它列出的清单销毁以前的备份。"
        ),
    ),
    "secrecy.purge.carried_out": (
        "清除涉密案件 {no}",
        "涉密案件 {no} 已按 {authority} {document_no} 清除。请平台运维销毁清除以前的全部备份。",
    ),
    "secrecy.case.thawed": (
        "解除冻结 {no}({authority} {document_no})",
        "{no} 经 {authority} {document_no} 确认不涉及国家秘密,已解除冻结,恢复办理。",
    ),
}
