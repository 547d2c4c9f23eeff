"""Chinese names of background work, and why it did not go through."""

from datetime import datetime

from cairong.audit.outbox import CONSUMERS
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Finding
from cairong.policy.catalogue import SENTENCES, sentence

DAILY_WORDS: dict[str, str] = {
    "complete_by_silence": "材料齐全(期满默认)",
    "note_overdue": "登记贷款逾期、没有按还款计划归还",
    "lapse_unanswered": "逾期不答复询问的申请终止",
    "lapse_intents": "意向到期失效",
    "lapse_offers": "报价到期失效",
    "lapse_unlocked_offers": "未锁定账户的报价失效",
    "end_limits": "循环额度到期",
    "lapse_locks": "锁定申请到期失效",
    "open_reviews": "开始计算复核金融机构的期限",
    "leave_stranded": "退回暂停合作的机构未放的款",
    "lapse_withholding": "不予公开到期公开",
    "move_complaints": "逾期没有答复的投诉转上级,过期的办结",
    "remind": "提醒期限、报价和锁定",
    "answer_by_offers": "按报价和贷款答复推荐",
    "lapse_recommendations": "推荐到期结束",
    "lapse_agreements": "数据共享协议到期结束",
    "warn_of_agreements": "提醒数据共享协议快要到期",
    "erase_contacts": "到期删除活动报名的联系方式",
    "erase_survey_words": "到期删除问卷所写的文字",
    "ask_newcomers": "请新进入的机构答复推荐",
    "note_lent": "按放款答复名录库企业对接",
    "push_newcomers": "推送名录库企业给新进入的机构",
    "send_digests": "待办摘要(工作日 8:30)",
    "check_all": "核对审计记录和业务数据(2:00 起)",
    "clear_tallies": "清理访问计数",
    "clear_sessions": "清理过期的登录",
    "keep_months": "保存上月融资数据",
    "find_alerts": "提出监管预警",
    "clear_accesses": "清理满六个月的登录记录",
    "put_looks_right": "重新核对单位名称是否相近",
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
    return CONSUMERS[name].word if name in CONSUMERS else AUTOMATIC


def steps_by_themselves(_actor: Actor, _now: datetime) -> dict[str, str]:
    """Name the steps that go on by themselves."""
    return {consumer.name: consumer.word for consumer in CONSUMERS.values()}


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
