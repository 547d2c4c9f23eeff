"""Chinese names of background work, and why it did not go through."""

from cairong.kernel.errors import Finding
from cairong.policy.catalogue import SENTENCES, sentence

CONSUMER_WORDS: dict[str, str] = {
    "tell": "站内消息",
    "outreach.send_letter": "发告知函",
    "treasury.gateway": "国库支付确认",
    "treasury.tell_release": "告知账户解除锁定",
    "lending.apply_remittance": "回款还贷",
    "disclosure.publish_account": "公开回款账户变更",
    "disclosure.publish_samples": "公示样本",
    "clocks.recount": "重算暂定期限",
    "lending.prolong": "顺延有效期",
    "lending.reach": "意向送到新上架产品的机构",
    "lending.end_groundless": "结束没有依据的意向",
    "lending.await_conditions": "起算落实放款条件的期限",
}
DAILY_WORDS: dict[str, str] = {
    "complete_by_silence": "材料齐全(期满默认)",
    "lapse_intents": "意向到期失效",
    "lapse_offers": "报价到期失效",
    "lapse_unlocked_offers": "未锁定账户的报价失效",
    "lapse_locks": "锁定申请到期失效",
    "lapse_withholding": "不予公开到期公开",
    "clear_tallies": "清理访问计数",
    "clear_sessions": "清理过期的登录",
}
TROUBLES: dict[str, str] = {
    "TimeoutError": "对方没有按时应答",
    "ConnectionError": "连不上对方",
    "ConnectionRefusedError": "连不上对方",
    "OperationalError": "数据库暂时没有应答",
    "InterfaceError": "数据库暂时没有应答",
    "OSError": "磁盘或网络暂时不可用",
}
FAULT = "程序出了故障,已记入日志"
AUTOMATIC = "自动办理"
LONGEST = 200


def consumer_word(name: str) -> str:
    """Name a step that goes on by itself."""
    return CONSUMER_WORDS.get(name, AUTOMATIC)


def daily_word(name: str) -> str:
    """Name a work of every day."""
    return DAILY_WORDS.get(name, AUTOMATIC)


def trouble_words(kept: str) -> str:
    """Say why a step did not go through, from what its outbox row keeps: `Kind: text`."""
    if not kept:
        return "还没有轮到"
    kind, _, text = kept.partition(": ")
    if text in SENTENCES:
        return sentence(Finding(code=text))
    return f"{TROUBLES.get(kind, FAULT)}({(text or kind)[:LONGEST]})"
