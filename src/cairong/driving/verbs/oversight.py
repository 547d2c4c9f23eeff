"""Which bureau decides for a county; official tables."""

from cairong.driving.verb import plain
from cairong.oversight.actions.issue_statistic import issue_statistic
from cairong.parties.actions.open_desk import open_procurement_desk, open_treasury_desk

OPENING = "opened_on: 2025-10-09"
plain(
    open_procurement_desk,
    "县区财政局两人声明:从今天以后的某一天起,本县区的合同备案由自己审核。",
    example=OPENING,
)
plain(
    open_treasury_desk,
    "县区财政局两人声明:从今天以后的某一天起,本县区的账户和支付由自己审批。",
    example=OPENING,
)
plain(
    issue_statistic,
    """出具一张编号的统计表,截止到已经过完的一天;数字没有变的,不再编新号。

    kind:按 docs/decisions/statistics.md 的表式。""",
    example="kind: targets, year: 2025, cut_off: 2025-11-30",
)
