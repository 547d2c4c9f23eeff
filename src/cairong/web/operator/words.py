"""Chinese names of background work."""

CONSUMER_WORDS: dict[str, str] = {
    "tell": "站内消息",
    "outreach.send_letter": "发告知函",
    "treasury.gateway": "国库支付确认",
    "lending.apply_remittance": "回款还贷",
    "disclosure.publish_samples": "公示样本",
    "clocks.recount": "重算暂定期限",
}
DAILY_WORDS: dict[str, str] = {
    "complete_by_silence": "材料齐全(期满默认)",
    "lapse_intents": "意向到期失效",
    "lapse_offers": "报价到期失效",
    "lapse_unlocked_offers": "未锁定账户的报价失效",
    "lapse_locks": "锁定申请到期失效",
    "lapse_withholding": "不予公开到期公开",
    "clear_tallies": "清理访问计数",
}
