"""An order in words, for the page of the gateway: from its own text alone, line by line."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cairong.kernel.money import capitals, format_yuan
from cairong.kernel.orders import digest_of
from cairong.orders.models import Order

KINDS: Mapping[str, str] = dict(Order.Kind.choices)
FEN, ENDS = "amount_fen", "ends"
LABELS: Mapping[str, str] = {
    "demo": "演示",
    "number": "签名单编号",
    "instead_of": "代替没有支付的",
    "voucher_no": "支付凭证号",
    "contract_no": "合同编号",
    FEN: "金额",
    "payee": "收款人",
    "account_no": "账号",
    "bank": "开户行",
    "cnaps": "联行号",
    "payee_version": "账户版本",
    "supplier": "供应商",
    "whose": "收款人是",
    "why": "账户来由",
    "name": "谁的钥匙",
    "fingerprint": "钥匙指纹",
    "site": "钥匙所在网址",
    ENDS: "登记时停用",
}


def lines_of(order: Order) -> Iterator[tuple[str, str]]:
    """Write each fact of an order that people read, in a fixed order."""
    said: dict[str, Any] = json.loads(order.text)
    for name, label in LABELS.items():
        if name in said:
            yield label, _value(name, said[name])


def said_of(orders: Iterable[Order]) -> list[tuple[Order, str, list[tuple[str, str]]]]:
    """Write orders for a list: each with what it is of, and its facts."""
    return [(order, title_of(order), list(lines_of(order))) for order in orders]


def title_of(order: Order) -> str:
    """Name what an order is of."""
    return KINDS[order.kind]


def amount_of(order: Order) -> int:
    """Read the amount that an order of a payment says, in fen."""
    return int(json.loads(order.text)[FEN])


def digest_shown(order: Order) -> str:
    """Digest the text that is shown, which is what is asked to be signed. Raises ValueError.

    A row whose text is not that of its digest is shown to nobody.
    """
    digest = digest_of(order.text)
    if digest != order.digest:
        raise ValueError(f"order {order.number} is not the text of its digest")
    return digest


def _value(name: str, value: Any) -> str:
    if name == FEN:
        return f"{format_yuan(value)}({capitals(value)})"
    if name == "demo":
        return "演示城市的数据,不是真实的款项"
    if name == ENDS:
        return ";".join(f"{key['name']}的钥匙 {key['fingerprint']}" for key in value) or "没有"
    return f"第 {value} 版" if name == "payee_version" else str(value)
