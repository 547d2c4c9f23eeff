"""Sentences about the checklist of the trade behind an application."""

CLAUSE = "二(五)-2"
SENTENCES: dict[str, str] = {
    "background.missing": "还没有确认贸易背景核查清单。请先在申请页逐行看过、确认清单,再报价。",
    "background.outdated": "确认贸易背景核查清单以后情况有变:{what}。请看过变化,重新确认清单后再办。",
    "background.unexplained": "贸易背景核查清单有存疑或没有勾选的行({what})。请写明核查意见,不少于{least}个字。",
    "background.unproved": "还没有核验合同真实性,核查清单没有依据。请先核验合同,再确认清单。",
    "background.unseen": "您看清单以后,其中的情况有变,这份清单没有保存。下面是现在的各行,请看过后再确认。",
    "background.judged": "「{value}」不是贸易背景核查清单里要判断的事项。请从清单里勾选。",
    "background.untrue": "贸易背景核查清单与合同、备案、应收账款现在的情况不符,或不是这家机构的经办确认的,数据库没有保存。请刷新后重新确认。",
    "background.unchecked": "这份报价没有现在仍然成立的贸易背景核查清单,数据库没有保存。请先确认清单。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "lending_background_true": ("PolicyBreach", "background.untrue", CLAUSE),
    "lending_background_unsaid": ("NotAllowed", "background.untrue", CLAUSE),
    "lending_background_explained": ("PolicyBreach", "background.untrue", CLAUSE),
    "lending_background_undecided": ("PolicyBreach", "background.unchecked", CLAUSE),
}
HAPPENED: dict[str, tuple[str, str]] = {
    "lending.background.checked": (
        "确认贸易背景核查清单,存疑 {doubts} 行",
        "{organisation}确认了融资意向 {no} 的贸易背景核查清单。",
    ),
}
