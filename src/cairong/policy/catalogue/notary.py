"""What the room of signed heads refuses, and what leaves with the digest."""

SENTENCES: dict[str, str] = {
    "notary.auditor_unproven": (
        "您由管理员{brought_by}邀请,还没有第二个人证实您是谁,不能签收审计告警。"
        "请本单位另一位管理员在「本单位人员」里证实;没有的,由平台运维登记第二位管理员。"
    ),
    "notary.check_waits": "已经申请过全部核对,还没有核对完。请等它核对完,再申请。",
    "notary.auditor_lately": (
        "您到{seated_until:day}还在另一个岗位,{days} 天以内不能签收审计告警:告警可能与您办过的事有关。"
        "请另一位审计员查明,或到{free_on:day}再签收。"
    ),
    "notary.unseen": "审计告警要由审计员查明并写明查到什么,只写一次。请由审计员打开「审计告警」里的这一件,写下查到什么再签收;已经签收的不能改。",
    "notary.over": "这个断点已经处理,不用再签署。请打开「日志」看现在的情况。",
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "notary_check_at_once": ("Conflict", "notary.check_waits", "二(二)-6"),
    "notary_alarm_unseen": ("PolicyBreach", "notary.unseen", "二(二)-6"),
}

DIGEST_HEAD = "日志头(请保存,日后可核对记录没有被改):{token}"
DIGEST_ALARM = "日志现在没有签发:{why}。请打开「日志」看处理情况。"
HEAD_TITLE = "审计日志的日志头"

# What each event is called, and what the told are to know (events.py).
HAPPENED: dict[str, tuple[str, str]] = {
    "notary.alarm.raised": (
        "审计日志没有签发:{why}",
        (
            "审计日志没有签发:{why}(已签发到第 {signed} 条)。记录可能被改动过,或数据库退回到了以前。"
            "请审计员查明原因;确属恢复备份的,由采购科两人签署断点,签发才会继续。"
            "财政局还没有审计员的,请管理员在「本单位人员」里邀请一位。"
        ),
    ),
    "notary.head.late": (
        "审计日志超过 5 分钟没有签发",
        (
            "审计日志有了新记录,却超过 5 分钟没有签发(已签发到第 {signed} 条)。办理不受影响。"
            "请平台运维查看签发进程(log/notary.log)和磁盘空间。"
        ),
    ),
    "notary.rows.begun": (
        "为已有的 {count} 行业务数据建立摘要",
        "已有的 {count} 行业务数据从现在起逐行核对:此后每件事改了哪一行,都随它的记录签发。",
    ),
    "notary.rows.differ": (
        "业务数据与审计记录不符:{count} 处",
        (
            "业务数据与审计记录有 {count} 处不符,可能有人绕过平台改了数据库。"
            "请停止支付。审计员在「审计核对」里看是哪一行、哪一项,用备份核对,并报告主管部门。"
        ),
    ),
    "notary.sending.stands": (
        "支付指令停住:{what}({why})",
        (
            "支付指令停住:{what}({why})。款项可能还没有付,也可能已经付了:请先向国库查明,"
            "没有查明不要用别的渠道再付。请平台运维查明原因;查明没有付、急需付款的,"
            "国库科两人先在这笔支付的页面办「改由国库科自行支付」,平台就不再送出,"
            "再付到签名网关页面上那份签名单的账户,然后按银行回单登记到账。"
        ),
    ),
    "notary.alarm.acknowledged": (
        "审计员查明审计告警「{why}」:{finding}",
        "审计员{person}查明了审计告警「{why}」:{finding}",
    ),
    "notary.check.asked": ("申请全部核对审计记录", ""),
    "notary.check.answered": (
        "核对完全部审计记录和业务数据(到第 {upto} 条),不符 {count} 处",
        "您申请的全部核对已完成:核对到第 {upto} 条,不符 {count} 处。请打开「审计核对」看结果。",
    ),
    "notary.break.accepted": (
        "签署日志断点:{reason}",
        "{organisation}两人签署了审计日志的断点:{reason}。签发从现在的记录继续,断点和理由公开在「日志」页。",
    ),
}
