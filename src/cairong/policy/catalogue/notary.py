"""What the room of signed heads refuses, and what leaves with the digest."""

SENTENCES: dict[str, str] = {
    "notary.over": "这个断点已经处理,不用再签署。请打开「日志」看现在的情况。",
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
            "请先查明原因;确属恢复备份的,由采购科两人签署断点,签发才会继续。"
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
            "请停止支付,打开「审计记录核对」看是哪一行、哪一项,用备份核对,并报告主管部门。"
        ),
    ),
    "notary.break.accepted": (
        "签署日志断点:{reason}",
        "{organisation}两人签署了审计日志的断点:{reason}。签发从现在的记录继续,断点和理由公开在「日志」页。",
    ),
}
