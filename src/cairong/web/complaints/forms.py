"""What is typed about a complaint: by the supplier, by the complained-of, by who stands above."""

from collections.abc import Mapping
from typing import Any

from django import forms

from cairong.policy.complaining import LEAST, MOST, OUTCOMES, RATINGS, kinds_of
from cairong.web.forms import ActForm, DayField, LinesField
from cairong.web.sizing.forms import paper_field

ASKED = [("", "请选择")]


def words_field(label: str, hint: str) -> LinesField:
    """Make the box of what somebody says."""
    return LinesField(label=label, min_length=LEAST, max_length=MOST, help_text=hint, rows=5)


def outcome_field(label: str) -> forms.ChoiceField:
    """Make the choice of an outcome."""
    return forms.ChoiceField(label=label, choices=[*ASKED, *OUTCOMES.items()])


class ComplainForm(ActForm):
    """What of the case is complained of, in words, with a paper or none."""

    kind = forms.ChoiceField(label="投诉什么", widget=forms.RadioSelect)
    words = words_field("发生了什么", "写明时间、谁、做了什么;被投诉单位和上级部门会原样看到")
    file = paper_field("材料", required=False)

    def __init__(self, *args: Any, case: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (code, f"{kind.word}({kind.hint})") for code, kind in kinds_of(case).items()
        ]


class AnswerForm(ActForm):
    """Whether it is so, and what was done about it."""

    outcome = outcome_field("投诉的事是不是属实")
    words = words_field("答复", "写明查到什么、怎样解决;供应商和上级部门会原样看到,答复以后不能改")
    file = paper_field("材料", required=False)


class PressForm(ActForm):
    """Why the answer is not accepted."""

    words = words_field("为什么不服", "上级部门和被投诉单位会原样看到")
    file = paper_field("材料", required=False)


class SettleForm(ActForm):
    """What was found above, and what follows."""

    outcome = outcome_field("处理结论")
    words = words_field("处理意见", "写明查到什么、要求怎样解决;双方会原样看到,处理以后不能改")
    file = paper_field("材料", required=False)


class WithdrawForm(ActForm):
    """Why it is taken back."""

    words = words_field("为什么撤回", "被投诉单位和上级部门会看到")


class RateForm(ActForm):
    """How it was dealt with."""

    rating = forms.TypedChoiceField(
        label="对办理满意吗", choices=[*ASKED, *RATINGS.items()], coerce=int
    )
    words = LinesField(label="想说的话", required=False, max_length=300, rows=3)


class PassForm(ActForm):
    """Where else it was handed in."""

    channel = forms.CharField(
        label="渠道", min_length=4, max_length=80,
        help_text="例如 违约拖欠中小企业款项登记(投诉)平台、省工业和信息化厅",
    )  # fmt: skip
    outside_no = forms.CharField(label="渠道给的编号", min_length=2, max_length=60)
    passed_on = DayField(label="递交的日期")


class TellForm(ActForm):
    """What came back."""

    words = LinesField(
        label="答复的内容",
        min_length=2,
        max_length=MOST,
        rows=4,
        help_text="供应商和处理部门看得到",
    )
    answered_on = DayField(label="答复的日期")


FORMS: Mapping[str, type[ActForm]] = {
    "answer": AnswerForm, "press": PressForm, "settle": SettleForm, "withdraw": WithdrawForm,
    "rate": RateForm, "pass": PassForm, "tell": TellForm,
}  # fmt: skip
