"""The products of the demo city, each published by two persons of its institution."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cairong.driving.demo.cast import Cast, Party
from cairong.driving.demo.facts import products
from cairong.driving.together import together
from cairong.kernel.actor import Role
from cairong.kernel.money import WAN
from cairong.products.actions.name_liaison import name_liaison
from cairong.products.actions.publish_product import publish_product
from cairong.products.actions.publish_rules import publish_rules
from cairong.products.actions.retire_product import retire_product, suspend_product
from cairong.products.models import Product

OFFICER_AND_APPROVER = (Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER)
SECOND_AFTER = timedelta(minutes=9)
RULES = """一、受理:凭已在平台备案的政府采购合同申请,平台已有的材料不再索取。
二、审批:材料齐全后 10 个工作日内答复,不予融资的写明原因。
三、放款:具备条件后 7 个工作日内放款,回款账户须已锁定。
四、收费:不收取合同约定以外的费用;要求抵押或担保的产品写明例外理由。
五、投诉:{name}营业部政采贷专员,工作日 8:30–17:30。"""
WANTED = """中标(成交)通知书:核对项目和金额
合同文本:核对付款节点和违约条款
营业执照:核对经营主体
财务报表、流水:判断还款能力
验收材料:核对履约进度"""
FATES = {
    "suspend": (suspend_product, "额度调整,暂停受理新申请"),
    "retire": (retire_product, "由新版产品替代"),
}


@dataclass(frozen=True, kw_only=True)
class Shelved:
    """A product on the shelf with the bounds its offers have to keep."""

    product: Product
    spread_bp: int
    cap_percent: int
    max_days: int
    most_fen: int
    fee_fen: int
    methods: tuple[str, ...]


def fill_shelf(cast: Cast, *, now: datetime) -> dict[str, list[Shelved]]:
    """Publish every product; list those offers can be made of by their institution's name."""
    shelf: dict[str, list[Shelved]] = {party.organisation.name: [] for party in cast.institutions}
    for party in cast.institutions:
        _both(party, publish_rules, now, rules_text=RULES.format(name=party.organisation.name))
        _liaisons(party, now)
    for row in products():
        party = cast.institutions[row["institution"]]
        product = _publish(party, row, now)
        if fate := row.get("fate"):
            act, reason = FATES[fate]
            _both(party, act, now, product_id=product.pk, reason=reason)
            continue
        shelf[party.organisation.name].append(
            Shelved(
                product=product,
                spread_bp=row["spread_bp"],
                cap_percent=row["cap_percent"],
                max_days=row["max_days"],
                most_fen=row["max_wan"] * WAN,
                fee_fen=row["fee_yuan"] * 100,
                methods=tuple(row["methods"]),
            )
        )
    return shelf


def _liaisons(party: Party, now: datetime) -> None:
    """Name the officer for all regions that an institution serves, but the last of several."""
    regions = list(party.regions)
    person_id = party.people[Role.INSTITUTION_OFFICER].person_id
    assert person_id is not None
    name_liaison(
        actor=party.people[Role.INSTITUTION_MANAGER], now=now, person_id=person_id,
        phone=party.organisation.contact_phone, regions=regions[:-1] or regions,
    )  # fmt: skip


def _publish(party: Party, row: Mapping[str, Any], now: datetime) -> Product:
    made: Product = _both(
        party,
        publish_product,
        now,
        name=row["name"],
        lpr=row["lpr"],
        spread_bp=row["spread_bp"],
        cap_percent=row["cap_percent"],
        day_count=row.get("day_count", 360),
        methods=row["methods"],
        fee_fen=row["fee_yuan"] * 100,
        max_days=row["max_days"],
        min_fen=5 * WAN,
        max_fen=row["max_wan"] * WAN,
        collateral=row.get("collateral", "none"),
        collateral_ground=row.get("ground", ""),
        preferences=[{"grade": "A", "less_bp": 10, "more_days": 30, "more_percent": 5}],
        wanted=WANTED,
        source=row["source"],
    )
    return made


def _both(party: Party, act: Any, now: datetime, **arguments: Any) -> Any:
    officer, approver = (party.people[role] for role in OFFICER_AND_APPROVER)
    return together(act, officer, approver, now, after=SECOND_AFTER, **arguments)
