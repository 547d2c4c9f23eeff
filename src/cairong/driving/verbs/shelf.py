"""Products on the shelf."""

from typing import Any
from uuid import UUID

from cairong.driving.situation import Absent, Situation
from cairong.driving.verb import plain, verb
from cairong.kernel.actor import Actor
from cairong.parties.models import Mandate
from cairong.products.actions import name_liaison as naming
from cairong.products.actions.publish_product import publish_product
from cairong.products.actions.publish_rules import publish_rules
from cairong.products.actions.retire_product import retire_product, suspend_product


def _name(situation: Situation, _: object) -> str:
    return situation.naming or f"产品{situation.now:%m%d%H%M%S}"


plain(
    publish_product,
    """金融机构把产品摆上网上超市;不写 product_name 的,name 就是产品的名字。

regions 是服务的县区代码,sizes 是服务的企业规模(large、medium、small、micro);
不写就是机构服务的全部区域、全部中小微企业。
要担保或抵押的(collateral 不是 none),要写明例外理由 collateral_ground。
wanted 是材料清单,每行「材料:为什么需要」。""",
    example="lpr: 1Y, spread_bp: 45, cap_percent: 70, day_count: 360, methods: [bullet], "
    "fee_yuan: 0, max_days: 360, collateral: none",
    says={"name": "product_name"},
    product_name=_name,
    lpr="1Y",
    spread_bp=50,
    cap_percent=70,
    day_count=360,
    methods=["bullet"],
    fee_fen=0,
    max_days=360,
)
plain(
    publish_rules,
    "金融机构公布自己的业务规范,或它的新版本;两人办理。",
    example="rules_text: 凭已备案的合同办理,材料齐全后十个工作日内答复。",
)
plain(suspend_product, "金融机构暂停产品,不再受理新申请,写明理由。", example="reasons: 额度调整")
plain(retire_product, "金融机构下架产品,写明理由。", example="reasons: 由新版产品替代")


def _who(situation: Situation, actor: Actor, role: str) -> UUID:
    """Find who sits in a role of the actor's institution."""
    seats = Mandate.objects.running(situation.today).filter(
        organisation=actor.organisation_id, role=f"institution-{role}"
    )
    seat = seats.order_by("pk").first()
    if seat is None:
        raise Absent(f"本机构还没有人担任 {role}")
    return seat.person_id


@verb(naming.name_liaison, example="who: officer, phone: 0379-60000001, regions: ['410303']")
def name_liaison(
    situation: Situation, manager: Actor, *, who: str, phone: str, regions: list[str]
) -> dict[str, Any]:
    """金融机构主管指定绿色通道专人;who 是 officer、approver 或 manager,regions 是区域代码。"""
    return {"person_id": _who(situation, manager, who), "phone": phone, "regions": regions}
