"""What the log of access refuses, and what is told when many tries failed."""

SENTENCES: dict[str, str] = {
    "parties.access_kept": "登录记录要保存六个月,不能更改或提前删除。",
    "parties.access_told": "这个告警今天已经告知过。",
}
CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "parties_access_kept": ("Conflict", "parties.access_kept", ""),
    "parties_access_alarm_once": ("Conflict", "parties.access_told", ""),
}

# What each event is called, and what the told are to know (events.py).
HAPPENED: dict[str, tuple[str, str]] = {
    "parties.access.many_account": (
        "账号 {username} 今天登录失败 {tries} 次",
        (
            "{who}的账号 {username} 今天登录失败已有 {tries} 次。请本人看「登录记录」:"
            "不是自己试的,请修改密码并启用动态码或通行密钥;拿不准的,请管理员先停用此人的授权。"
        ),
    ),
    "parties.access.many_address": (
        "一个地址今天试了 {tries} 个账号都没有登录成功",
        (
            "有一个地址今天用 {tries} 个账号或用户名登录,都没有成功。请平台运维看「登录尝试」里的地址:"
            "不是某个单位共用的出口,请在防火墙上拦住它。"
        ),
    ),
    "parties.access.many_all": (
        "今天登录失败 {tries} 次",
        (
            "今天全市登录失败已有 {tries} 次,可能有人在猜密码。办理不受影响,次数由平台限制。"
            "请平台运维看「登录尝试」和「运行情况」。"
        ),
    ),
}
