"""What the room of signed heads refuses, and what leaves with the digest."""

SENTENCES: dict[str, str] = {
    "notary.over": "这个断点已经处理,不用再签署。请打开「日志」看现在的情况。",
}

DIGEST_HEAD = "日志头(请保存,日后可核对记录没有被改):{token}"
DIGEST_ALARM = "日志现在没有签发:{why}。请打开「日志」看处理情况。"
HEAD_TITLE = "审计日志的日志头"
