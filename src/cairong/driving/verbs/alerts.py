"""What the regulator does with what the platform found by itself."""

from typing import Annotated, Any

from cairong.alerts.actions import close_alert as closing
from cairong.alerts.models import Alert
from cairong.driving.situation import Absent, Situation
from cairong.driving.stories.reading import one_of
from cairong.driving.verb import verb
from cairong.kernel.actor import Actor
from cairong.policy.alerts import FINDINGS, KINDS


@verb(
    closing.close_alert,
    example="kind: evidence, finding: handled, words: 已与机构核对;编号抄写有误;合同真实",
)
def close_alert(
    _: Situation,
    __: Actor,
    *,
    kind: Annotated[str, one_of(*KINDS)],
    finding: Annotated[str, one_of(*FINDINGS)],
    words: str,
) -> dict[str, Any]:
    """金融监管办结最早的一份这种预警;finding:none 无异常、handled 已核实处理、passed 移送。"""
    found = Alert.objects.filter(kind=kind).order_by("-state", "raised_at").first()
    if found is None:
        raise Absent(f"没有「{KINDS[kind].word}」的预警")
    return {"alert_id": found.pk, "finding": finding, "words": words}
