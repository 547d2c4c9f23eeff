"""What is typed about agreements with agencies, procurement files, and how letters were served."""

from typing import Any
from uuid import UUID

from django import forms

from cairong.policy.agencies import METHODS, MOST_RECIPIENTS, SERVED
from cairong.web.forms import ActForm, DayField, LinesField, YuanField, choices_of
from cairong.web.purchaser.award_forms import AwardForm

LINES = f"一行一家:统一社会信用代码、空格、名称;也可以从表格粘贴,一次最多 {MOST_RECIPIENTS} 家"


class EngagementForm(ActForm):
    """An agreement by which an agency is let act."""

    agency = forms.ChoiceField(
        label="代理机构", help_text="采购人自主选择;没有列出的,请它先联系平台运维登记"
    )
    no = forms.CharField(label="协议编号", min_length=2, max_length=80, help_text="照协议抄写")
    paper = forms.CharField(
        label="协议原件",
        min_length=2,
        max_length=200,
        help_text="签订日期和存放处,例如 2026年1月5日签订,办公室存档",
    )
    project_no = forms.CharField(
        label="只委托一个项目的,项目编号", required=False, max_length=100,
        help_text="留空就是委托全部采购项目",
    )  # fmt: skip
    valid_from = DayField(label="委托起始日")
    valid_to = DayField(label="委托截止日", help_text="当天仍有效,第二天起自动失效")

    def arguments(self) -> dict[str, Any]:
        """Give what was typed, the agency by its id."""
        typed = super().arguments()
        agency = UUID(typed.pop("agency"))
        return {**typed, "agency_id": agency}


class FileForm(ActForm):
    """A procurement file as it was issued, with those who obtained it."""

    project_no = forms.CharField(
        label="项目编号", min_length=2, max_length=100, help_text="照采购文件抄写"
    )
    title = forms.CharField(label="项目名称", max_length=300)
    budget = YuanField(label="预算金额", help_text="可以写成 411120.00、41.11万 或大写")
    method = forms.ChoiceField(label="采购方式", choices=choices_of(METHODS))
    issued_on = DayField(label="采购文件发出日期")
    sme_reserved = forms.BooleanField(label="专门面向中小企业", required=False)
    obtained = LinesField(
        label="获取采购文件的供应商", required=False, rows=6, max_length=20000,
        help_text=f"{LINES}。还没有的留空,以后再加",
    )  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        """Give what was typed, the budget in fen."""
        typed = super().arguments()
        budget = typed.pop("budget")
        return {**typed, "budget_fen": budget}


class ObtainedForm(ActForm):
    """Who obtained a procurement file later."""

    obtained = LinesField(label="获取采购文件的供应商", rows=5, max_length=20000, help_text=LINES)


class ServeForm(ActForm):
    """How the letter was served on a supplier that is not registered."""

    served_how = forms.ChoiceField(label="送达方式", choices=[("", "请选择"), *SERVED.items()])
    served_on = DayField(label="送达日期")


class MandatedAwardForm(AwardForm):
    """An award of a procurement file, or of an agreement: the agency is known."""

    agency = None  # type: ignore[assignment]
