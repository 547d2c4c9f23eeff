"""What the room of letters and messages refuses."""

SENTENCES: dict[str, str] = {
    "outreach.not_reached": "现在没有启用能到达您的短信或邮件渠道。请在「消息怎么送达」里核对邮箱;渠道由平台运维启用。",
    "outreach.wrong_code": "核验码不对或已过期(15 分钟)。请核对 8 位数字,或重新发送。",
    "outreach.not_yours": "没有找到这封告知函,或者它不是给本单位的。请从「告知函」列表进入。",
    "outreach.no_such_link": "没有找到这封告知函。请核对链接是否完整,或向发给您采购文件的单位索取。",
    "outreach.in_inbox": "这封告知函已发到供应商的收件箱,不用登记送达。",
    "outreach.served_already": "这封告知函已登记在 {on:day} 送达,不用再登记。",
    "outreach.read_already": "这封告知函已在 {at:moment} 确认收到,不用再确认。",
    "outreach.letter_plain": "告知函的内容或送达登记不完整,没有保存。请重新登记。",
    "outreach.bad_gateway": "「{value}」不是可用的网关地址:请写成 https:// 开头的完整网址(本机可用 http://127.0.0.1)。网址里的密钥不要直接写,写成 {place},再填在「网关密钥」里。",
    "outreach.no_secret": "网关地址里有 {place} 的位置:请在「网关密钥」里填写密钥。",
    "outreach.bad_host": "「{value}」不是邮件服务器的名称:请写成 mail.example.gov.cn 这样的域名或 IP 地址。",
    "outreach.bad_port": "端口「{value}」不对:请写 1 到 65535 之间的整数,常用 465 或 587。",
    "outreach.bad_security": "加密方式「{value}」不认识:请从所列的方式中选择。",
    "outreach.plain_secret": "不加密的连接不能带用户名和密码,否则会在网络上被看到:请改选 TLS 或 STARTTLS,或清空用户名和密码。",
    "outreach.bad_mail": "「{value}」不是可用的邮箱地址:请写成 名称@域名。",
    "outreach.no_mail": "选择电子邮件,要填写邮箱地址。",
    "outreach.mail_unproven": "邮箱还没有核验,除核验码外不往那里发消息。请收件人在「核验手机和邮箱」里核验。",
    "outreach.no_channel": "没有「{value}」这种发送渠道:请从所列的渠道中选择。",
    "outreach.not_set": "{channel}还没有设置。请先填写并保存。",
    "outreach.untested": "{channel}还没有试发成功,不能启用。请先设置并发一条测试消息。",
    "outreach.on": "{channel}已经启用。要改,请先停用或重新设置。",
    "outreach.off": "{channel}没有启用,不用停用。",
    "outreach.no_longer": "这项提醒已经发出,不重复提醒。",
}

CONSTRAINTS: dict[str, tuple[str, str, str]] = {
    "outreach_letter_of_one": ("Invalid", "outreach.letter_plain", "附-1"),
    "outreach_letter_served_how": ("Invalid", "outreach.letter_plain", "附-1"),
    "outreach_reminder_once": ("WrongState", "outreach.no_longer", ""),
    "outreach_mail_unproven": ("PolicyBreach", "outreach.mail_unproven", "三(三)-2"),
    "outreach_rung_once": ("WrongState", "outreach.no_longer", ""),
}

UNSENT = {
    "late": "对方没有按时应答",
    "untrusted": "对方的证书不被信任,或加密方式不合",
    "unsupported": "邮件服务器不支持所选的加密或登录方式",
    "unknown": "找不到这个名称的服务器",
    "refused": "对方拒绝连接",
    "unusable": "地址或密钥里有不能用的字符",
    "cut": "连接中断",
    "broken": "平台内部出错,详见运行日志",
    "no_address": "没有可用的地址",
    "unproven": "邮箱没有核验",
    "stale": "已过时,没有再发",
    "left": "收件人已不在这个岗位",
}

DIGEST_TITLE = "今天有 {total} 件待办"
DIGEST = "{day}待办 {total} 件,其中已超期 {overdue} 件,今天到期 {today} 件:"
DIGEST_LINE = "· {word}「{title}」{amount}{until}"
