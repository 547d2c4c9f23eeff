"""The auditor at a desk and on a phone: looks into an alarm, checks everything, reads all."""

import pytest

from cairong.notary.actions.check_rows import tell_differing
from contracts.ground import Ground
from support.journey_house import House
from support.journey_people import DESK, PHONE, Crowd, Person
from support.visitors import WORD, account_in

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

FOUND = [
    {"row": "收款账户", "key": "0199b0c2-0000-7000-8000-000000000001", "field": "account_no",
     "seq": 12},
    {"row": "支付", "key": "0199b0c2-0000-7000-8000-000000000002", "field": "整行", "seq": 0},
]  # fmt: skip


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_an_alarm_is_looked_into_and_everything_is_checked(
    crowd: Crowd, house: House, ground: Ground, width: int
):
    town = ground.town
    tell_differing(actor=town.system, now=house.now, upto=30, found=FOUND, count=2)
    audits = Person(
        crowd, account_in(town, "auditor", username=f"audits-{width}").username, WORD, width=width
    )
    audits.opens("/desk/")
    audits.sees("查明审计告警", "业务数据与审计记录不符", "最近一次全部核对")
    audits.follows("去办理")
    audits.sees("有人可能绕过平台改了数据库", "收款账户", "没有记录说到它")
    audits.presses("写下并签收")
    audits.sees("没有填写「查到什么」")
    audits.types(finding="与备份核对,是机房换盘时误改,已改回;已告诉采购科李四。")
    audits.presses("写下并签收")
    audits.sees("审计员已查明", "误改")
    audits.opens("/desk/")
    audits.sees("待办0")

    audits.opens("/auditor/checks/")
    audits.presses("申请全部核对")
    audits.sees("已申请")
    audits.waits_for("核对到第", at="/auditor/checks/")
    for listed in ("alarms", "events", "accesses"):
        audits.opens(f"/auditor/{listed}/")
    audits.opens("/finance/freezes/")
    audits.sees("涉密案件冻结")
    audits.opens("/log/")
    audits.leaves()
    crowd.is_content()
