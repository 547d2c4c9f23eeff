"""Products on the shelf, as lines of a story."""

from typing import Annotated

from cairong.driving.stories import reading
from cairong.driving.stories.reading import Text, TextList, Whole, Yuan
from cairong.driving.stories.stage import Stage
from cairong.driving.stories.together import together
from cairong.driving.stories.vocabulary import act
from cairong.kernel.actor import Actor
from cairong.products.actions.publish_product import publish_product as publish_product_now
from cairong.products.models import Product

Tenor = Annotated[str, reading.one_of("1Y", "5Y")]


@act(
    persons=2,
    gives="product",
    example="by: [甲银行/officer, 甲银行/approver], name: 甲贷, lpr: 1Y, spread_bp: 45, "
    "cap_percent: 70, day_count: 360, methods: [bullet], fee_yuan: 0, max_days: 360, "
    "collateral: none",
)
def publish_product(
    stage: Stage,
    officer: Actor,
    approver: Actor,
    *,
    lpr: Tenor = "1Y",
    spread_bp: Whole = 50,
    cap_percent: Whole = 70,
    day_count: Whole = 360,
    methods: TextList | None = None,
    fee_yuan: Yuan = 0,
    max_days: Whole = 360,
    collateral: Text = "none",
    collateral_ground: Text = "",
    regions: TextList | None = None,
    sizes: TextList | None = None,
) -> Product:
    """金融机构把产品摆上网上超市;name 就是产品的名字。

    regions 是服务的县区代码,sizes 是服务的企业规模(large、medium、small、micro);
    不写就是机构服务的全部区域、全部中小微企业。
    要担保或抵押的(collateral 不是 none),要写明例外理由 collateral_ground。
    """
    return together(
        stage,
        officer,
        approver,
        publish_product_now,
        name=stage.naming or f"产品{stage.acts}",
        lpr=lpr,
        spread_bp=spread_bp,
        cap_percent=cap_percent,
        day_count=day_count,
        methods=methods or ["bullet"],
        fee_fen=fee_yuan,
        max_days=max_days,
        collateral=collateral,
        collateral_ground=collateral_ground,
        regions=regions,
        sizes=sizes,
    )
