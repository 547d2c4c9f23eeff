"""The funnel from intent to repayment: its stages, and how it is broken down. 三(三)-3"""

from collections.abc import Mapping
from typing import Any

from cairong.policy.targets import FEWEST

BY_WORDS: Mapping[str, str] = {"level": "级次", "institution": "金融机构", "size": "企业规模"}
STAGES: Mapping[str, str] = {
    "intents": "登记意向", "complete": "材料齐全", "offered": "有报价", "accepted": "接受报价",
    "drawn": "放款", "repaid": "还清",
}  # fmt: skip
STEPS: Mapping[str, str] = {
    "to_complete": "意向到材料齐全", "to_offer": "齐全到报价", "to_accept": "报价到接受",
    "to_draw": "接受到放款", "to_repay": "放款到还清",
}  # fmt: skip
LOST: Mapping[str, str] = {
    "rejected": "机构不予融资", "declined": "供应商谢绝报价", "fallen": "供应商选了他家",
    "withdrawn": "供应商撤回", "lapsed": "到期失效",
}  # fmt: skip
NO_SIZE = "没有申报规模"


def told_stages(counts: Mapping[str, Any]) -> dict[str, int | None]:
    """Say what anybody may read of a year: stages, first borrowers, and the days to each stage.

    What fewer than three did is not told: not how many of them, nor how long they took.
    """
    few = {stage for stage in (*STAGES, "first_time") if 0 < counts[stage] < FEWEST}
    after = dict(zip(STEPS, list(STAGES)[1:], strict=True))
    told = {key: None if key in few else counts[key] for key in (*STAGES, "first_time")}
    days = {key: None if stage in few else counts[key] for key, stage in after.items()}
    return told | days
