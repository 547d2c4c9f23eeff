"""Facts of events and proposals in words: `amount_fen: 30000000` as 金额 ¥300,000.00."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cairong.kernel.money import format_yuan
from cairong.web.parts import Change
from cairong.web.parts.words import long_day

WORDS: dict[str, str] = {
    "act": "事项",
    "account": "回款账户",
    "account_no": "回款账号",
    "amount_fen": "金额",
    "bank": "开户行",
    "cap_percent": "融资比例上限(%)",
    "city": "城市",
    "cnaps": "联行号",
    "code": "代码",
    "collateral": "抵押担保",
    "contract_no": "合同平台编号",
    "day_count": "计息基准天数",
    "days": "期限(天)",
    "days_off": "休息日",
    "days_worked": "补班日",
    "due_on": "到期日",
    "fee_fen": "费用",
    "five_year_bp": "五年期以上(基点)",
    "from": "生效日",
    "instalments": "期数",
    "interest_fen": "利息",
    "irr_percent": "年化成本(内部收益率,%)",
    "lpr": "贷款市场报价利率",
    "lpr_bp": "贷款市场报价利率(基点)",
    "max_days": "最长期限(天)",
    "method": "还款方式",
    "methods": "还款方式",
    "milestone": "节点",
    "name": "名称",
    "on": "日期",
    "one_year_bp": "一年期(基点)",
    "payee": "收款人",
    "principal_fen": "本金",
    "rate_bp": "利率(基点)",
    "reason": "理由",
    "reasons": "理由",
    "signed_on": "签订日期",
    "simple_percent": "年化成本(单利,%)",
    "source": "来源",
    "spread_bp": "加点(基点)",
    "state": "状态",
    "title": "名称",
    "value": "数值",
    "verdict": "结论",
    "version": "版本",
    "voucher_no": "支付凭证号",
    "word": "参数",
    "year": "年份",
}


ACTS: dict[str, str] = {
    "disclosure.sign_contract": "签订、公告并报备合同",
    "disclosure.decide_filing": "审核合同备案",
    "disclosure.resubmit_filing": "重新报备合同",
    "lending.approve_offer": "批准融资报价",
    "lending.reject_application": "不予融资",
    "lending.request_lock": "申请锁定回款账户",
    "lending.disburse": "放款",
    "products.publish_product": "上架融资产品",
    "rulebook.enter_holidays": "录入放假安排",
    "rulebook.publish_lpr": "录入贷款市场报价利率",
    "rulebook.set_parameter": "调整参数",
    "treasury.acknowledge_lock": "确认回款账户锁定",
    "treasury.confirm_lock": "国库科确认锁定",
    "treasury.request_payment": "申请支付",
    "treasury.pay": "办理支付",
}


def act_word(name: str) -> str:
    """Name a two-person act in Chinese."""
    return ACTS.get(name, name)


def word_of(key: str) -> str:
    """Name a fact in Chinese."""
    return WORDS.get(key, key)


def value_of(key: str, value: Any) -> str:
    """Write a fact's value as people read it: amounts in yuan, days in full, lists joined."""
    if value is None or value == "":
        return ""
    if key.endswith("_fen"):
        return format_yuan(int(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "；".join(f"{word_of(k)} {value_of(k, v)}" for k, v in value.items())
    if isinstance(value, list):
        return "、".join(value_of(key, one) for one in value)
    return _dated(str(value))


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Lay what was beside what would be, fact by fact."""
    keys = [key for key in dict.fromkeys([*before, *after]) if not key.endswith(("_id", "hash"))]
    return [
        Change(
            word=word_of(key),
            before=value_of(key, before.get(key)),
            after=value_of(key, after.get(key, before.get(key))),
        )
        for key in keys
    ]


def _dated(text: str) -> str:
    try:
        return long_day(date.fromisoformat(text))
    except ValueError:
        return text
