"""Sentences about alerts (监管预警)."""

SENTENCES: dict[str, str] = {
    "alerts.raised_once": "同样的预警已经提出过,不再提出。请打开已有的那一份。",
    "alerts.closed_in_words": "办结不完整,没有保存:要选结论(无异常、已核实处理、移送有关部门),并写明核对了什么。请补齐。",
    "alerts.closed_already": "这份预警已经办结,不能再改。请打开查看。",
    "alerts.unsaid": "预警由平台每日自动提出,由金融监管人员办结,数据库没有看到,没有保存。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "alerts_no_once": ("Conflict", "conflict.busy", ""),
    "alerts_key_once": ("Conflict", "alerts.raised_once", "三(一)-3"),
    "alerts_kind_known": ("Conflict", "conflict.busy", ""),
    "alerts_thing_place": ("Conflict", "conflict.busy", ""),
    "alerts_closed_in_words": ("Invalid", "alerts.closed_in_words", "三(一)-3"),
    "alerts_steps": ("WrongState", "alerts.closed_already", "三(一)-3"),
    "alerts_unsaid": ("NotAllowed", "alerts.unsaid", "三(一)-3"),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "alerts.alert.raised": (
        "提出监管预警 {no}:{alert}",
        "平台提出监管预警 {no}:{alert}。预警只请您查看,不作认定;请核对各项事实后办结。",
    ),
    "alerts.alert.closed": ("办结监管预警 {no}:{finding}", ""),
}
