"""What two persons of the demo city's bureau stated as it opened."""

from datetime import datetime

from cairong.driving.demo.cast import Cast
from cairong.driving.demo.facts import CITY
from cairong.driving.together import together
from cairong.kernel.actor import Role
from cairong.readiness.actions.state_item import state_item

EVIDENCE = {
    "parameters": "参数核对表,与洛财购〔2021〕4号和省文件逐项一致,采购科存",
    "backup": "试恢复记录:另一台机器恢复后账簿一致;私钥两份,分存机要柜和库房",
}


def state_readiness(cast: Cast, *, now: datetime) -> None:
    """State what only persons know: the numbers compared, the backup's key taken away."""
    people = cast.desks[CITY].people
    officer, approver = people[Role.PROCUREMENT_OFFICER], people[Role.PROCUREMENT_APPROVER]
    for item, evidence in EVIDENCE.items():
        together(state_item, officer, approver, now, item=item, evidence=evidence)
