"""Applications on paper: printed, entered, disowned."""

from datetime import date
from typing import Any

from cairong.contracts.models import Contract
from cairong.driving.situation import Situation
from cairong.driving.verb import plain, verb
from cairong.kernel.actor import Actor
from cairong.lending.actions import print_form as printing
from cairong.lending.actions import register_on_paper as entering
from cairong.lending.actions.disown_on_paper import disown_on_paper
from cairong.lending.models import PaperForm

plain(printing.print_form, "供应商打印一份合同的纸质申请表;以前打印、没有交的作废。")
plain(
    disown_on_paper,
    "供应商否认交过纸质申请,申请终止,财政部门收到消息。",
    example="reasons: 没有去过这家机构",
)


@verb(entering.register_on_paper, example="amount_yuan: 300000, days: 180, received_on: 2025-10-09")
def register_on_paper(
    _: Situation,
    __: Actor,
    *,
    contract: Contract,
    amount_fen: int,
    days: int,
    received_on: date,
) -> dict[str, Any]:
    """金融机构经办照供应商打印的申请表登记;期限从收件日算起。"""
    form = PaperForm.objects.filter(contract=contract).order_by("-printed_at").first()
    return {
        "code": form.code if form else "0" * 12, "amount_fen": amount_fen, "days": days,
        "received_on": received_on,
    }  # fmt: skip
