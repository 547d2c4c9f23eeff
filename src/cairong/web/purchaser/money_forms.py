"""What a purchaser types about acceptance and payment."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from cairong.cases.money import Owing
from cairong.treasury.facts import PaidPart
from cairong.web.forms import ActForm, DayField, LinesField, YuanField


class OfReceivable(ActForm):
    """A form on one of a contract's receivables; asks which where there are several."""

    def __init__(self, *args: Any, owing: Sequence[Owing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(owing) > 1:
            suppliers = [each.receivable.supplier for each in owing]
            choices = [(str(supplier.pk), supplier.name) for supplier in suppliers]
            own = {"supplier": forms.ChoiceField(label="供应商", choices=choices)}
            self.fields = {**own, **self.fields}

    def arguments(self) -> dict[str, Any]:
        """Give what was typed, and whose receivable was chosen where there are several."""
        typed = super().arguments()
        chosen = typed.pop("supplier", None)
        if "amount" in typed:
            typed["amount_fen"] = typed.pop("amount")
        return typed | {"supplier_id": UUID(chosen) if chosen else None}


class AcceptanceForm(OfReceivable):
    """What was accepted of which milestone, and when."""

    milestone = forms.ChoiceField(label="付款节点")
    amount = YuanField(label="验收金额", help_text="按这一节点实际验收的部分填写,可以分次")
    on = DayField(label="验收日期", help_text="付款期限从这一天的第二天起算")

    def __init__(self, *args: Any, owing: Sequence[Owing], **kwargs: Any) -> None:
        offered = [(part.milestone, part.milestone) for part in owing[0].parts]
        super().__init__(*args, owing=owing, choices={"milestone": offered}, **kwargs)


class PaymentForm(OfReceivable):
    """How much to ask the treasury to pay."""

    amount = YuanField(label="申请支付金额", help_text="不超过应付未申请的金额")


class OpeningForm(OfReceivable):
    """What was paid for each milestone before the contract came here; empty where nothing was."""

    paid_until = DayField(label="已付款统计到", help_text="以后付的款在平台办理")
    evidence = LinesField(
        label="依据", min_length=2, max_length=500,
        help_text="支付凭证号和付款日;没有付过的写「没有付过款」",
    )  # fmt: skip

    def __init__(self, *args: Any, owing: Sequence[Owing], **kwargs: Any) -> None:
        super().__init__(*args, owing=owing, **kwargs)
        self.milestones = [part.milestone for part in owing[0].parts]
        paid = {
            f"paid_{place}": YuanField(label=f"{milestone} 已付", required=False)
            for place, milestone in enumerate(self.milestones)
        }
        self.fields = {**paid, **self.fields}

    def arguments(self) -> dict[str, Any]:
        """Give what was typed, the milestones of which something was paid as `parts`."""
        typed = super().arguments()
        paid = [typed.pop(f"paid_{place}") for place in range(len(self.milestones))]
        pairs = zip(self.milestones, paid, strict=True)
        return typed | {
            "parts": [PaidPart(milestone=name, paid_fen=fen) for name, fen in pairs if fen]
        }
