"""What two persons state of a city that opens."""

from cairong.driving.verb import plain
from cairong.readiness.actions.state_item import state_item

plain(
    state_item,
    """采购科两人登记只有人知道的开城事项。

    item:parameters 参数已核对、gateway 怎样确认到账、backup 备份。""",
    example="item: backup, evidence: 2025年11月2日试恢复记录;机房档案3号",
)
