"""The purchaser's lists: awards with the days left to sign, and contracts with their money."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from cairong.clocks.reads import newest_deadlines
from cairong.contracts.reads import awards_of, supplier_names, unclaimed_count, winner_names
from cairong.contracts.states import AWARD, CONTRACT
from cairong.kernel.actor import Actor, Role
from cairong.listing.reading import Row
from cairong.treasury.reads import contracts_with_money
from cairong.web.duties import shown
from cairong.web.lists import List, Tool
from cairong.web.lists.asking import Asking
from cairong.web.parts import Column, Empty

PURCHASER = (Role.PURCHASER_OFFICER, Role.PURCHASER_APPROVER)
OF_AWARD = (
    Column("title", "项目", sort=True, search=True),
    Column("no", "编号", "code", sort=True, search=True),
    Column("suppliers", "中标(成交)供应商", batch=winner_names, search="shares__supplier_name"),
    Column("amount", "金额", "money", of="amount_fen", sort=True),
    Column("notice", "通知书日期", "date", of="notice_on", sort=True),
)


def _around_awards(_request: HttpRequest, actor: Actor, _asked: Asking) -> dict[str, Any]:
    """Count the imported awards of one's own name, which an officer can take over."""
    officer = actor.role is Role.PURCHASER_OFFICER
    return {"unclaimed": unclaimed_count(actor) if officer else 0}


def _place(row: Row) -> str:
    """Lead to a contract's case; while it is a draft, to the award it is written on."""
    if row["state"] == "draft":
        return reverse("award", args=[row["award_id"]])
    return reverse("case", args=[row.id])


AWARDS = List(
    name="purchaser-awards",
    title="中标(成交)记录",
    roles=PURCHASER,
    source=awards_of,
    columns=(
        *OF_AWARD,
        Column("state", "状态", "status", states=AWARD, filter=True),
        Column(
            "deadline", "签订期限", "deadline", batch=newest_deadlines("sign_contract"), show=shown
        ),
    ),
    search=("project_no",),
    default="-notice",
    opens="award",
    tools=(Tool("登记通知书", "award-new", [Role.PURCHASER_OFFICER]),),
    template="purchaser/awards.html",
    around=_around_awards,
    empty=Empty(text="还没有中标(成交)记录。发出通知书后在这里登记,签订合同的期限从第二天起算。"),
)
CONTRACTS = List(
    name="purchaser-contracts",
    title="合同",
    roles=PURCHASER,
    source=contracts_with_money,
    columns=(
        Column("title", "合同", sort=True, search=True),
        Column("no", "平台编号", "code", sort=True, search=True),
        Column("suppliers", "供应商", batch=supplier_names, search="suppliers__name"),
        Column("signed", "签订日期", "date", of="signed_on", sort=True),
        Column("amount", "金额", "money", of="amount_fen", sort=True),
        Column("due", "已验收未申请", "money", of="due_fen", sort=True),
        Column("paid", "已支付", "money", of="paid_fen", sort=True),
        Column("state", "状态", "status", states=CONTRACT, filter=True),
    ),
    search=("purchaser_no",),
    carries=("award_id",),
    default="-no",
    opens=_place,
    empty=Empty(text="还没有合同。打开一条中标(成交)记录,从那里填写合同。"),
)
