"""What is said of a thing and of a value, in the words a clerk reads."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

from cairong.kernel.money import yuan_string


def shown(name: str, value: Any) -> str:
    """Write one value as a story would: yuan with two places, true and false, days."""
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and name.endswith("yuan"):
        return yuan_string(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def described(thing: Model) -> str:
    """Say what a thing is and how it stands now."""
    thing.refresh_from_db()
    number = getattr(thing, "no", "") or getattr(thing, "title", "") or getattr(thing, "name", "")
    state = getattr(thing, "get_state_display", None)
    words = [NAMES.get(thing._meta.label, thing._meta.verbose_name), str(number)]
    return " ".join(str(one) for one in [*words, f"({state()})" if state else ""] if one)


NAMES = {
    "contracts.Award": "中标记录",
    "contracts.AwardInvitation": "注册邀请",
    "contracts.Contract": "合同",
    "contracts.Filing": "备案",
    "parties.Claim": "授权证明",
    "products.Product": "产品",
    "lending.Intent": "融资意向",
    "lending.Application": "融资申请",
    "lending.Offer": "报价",
    "lending.Loan": "贷款",
    "treasury.Lock": "账户锁定",
    "treasury.Acceptance": "验收",
    "treasury.Payment": "支付",
    "treasury.PayeeChange": "账户变更",
    "treasury.PayeeVersion": "收款账户",
    "rulebook.HolidayNotice": "放假通知",
}
