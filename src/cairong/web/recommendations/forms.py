"""What is typed about a recommendation: by the authority, an institution, the supplier."""

from typing import Any, ClassVar

from django import forms

from cairong.kernel.papers import MOST_MB
from cairong.policy.recommending import GROUNDS, LEAST, MOST, WHY_NOT
from cairong.web.forms import ActForm, DayField, LinesField, PageForm, UsccField

ACCEPTS = ".pdf,.jpg,.jpeg,.png"
HINTS = {
    "lead": "带动了哪些本地企业、多少就业,写出数",
    "credit": "纳税、社保、行政处罚、履约等方面的记录",
    "operation": "近年营业收入、利润、负债",
}


def _ground(kind: str) -> LinesField:
    return LinesField(
        label=GROUNDS[kind],
        max_length=MOST,
        help_text=f"{HINTS[kind]};不少于 {LEAST} 个字,企业和机构会原样看到",
    )


def _paper(kind: str) -> forms.FileField:
    return forms.FileField(
        label=f"{GROUNDS[kind]}的依据",
        required=False,
        help_text=f"PDF、JPEG 或 PNG,最大 {MOST_MB} MB",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTS}),
    )


class RecommendForm(ActForm):
    """One firm, until when, and each of the three grounds with its words and paper."""

    uscc = UsccField(label="统一社会信用代码", help_text="在平台登记的本辖区供应商,按代码查找")
    until = DayField(label="推荐到哪一天")
    lead = _ground("lead")
    lead_file = _paper("lead")
    credit = _ground("credit")
    credit_file = _paper("credit")
    operation = _ground("operation")
    operation_file = _paper("operation")


class ReplyForm(ActForm):
    """The grounds as they are now, and what the supplier is told."""

    lead = _ground("lead")
    credit = _ground("credit")
    operation = _ground("operation")
    reply = LinesField(label="答复", max_length=MOST, help_text="改了什么,或者为什么不改")


class ListForm(PageForm):
    """One spreadsheet of firms."""

    file = forms.FileField(
        label="推荐名单",
        allow_empty_file=True,
        help_text="CSV 或 XLSX,照模板的列名,每家企业一行,最多 200 家",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )


class ExplainForm(ActForm):
    """Why there is no offer: a reason of the list, and words of one's own."""

    code = forms.ChoiceField(
        label="原因",
        choices=[("", "请选择"), *((key, each.word) for key, each in WHY_NOT.items())],
    )
    words = LinesField(
        label="说明", max_length=MOST,
        help_text=f"不少于 {LEAST} 个字,会原样告诉企业和主管部门",
    )  # fmt: skip


class CorrectionForm(ActForm):
    """What is not right in the grounds."""

    words = LinesField(
        label="哪里不对", max_length=MOST, help_text="机构和主管部门都会看到;主管部门答复后更正"
    )


class ShareForm(ActForm):
    """Whether the contact is shown; the button says it."""

    shares = forms.BooleanField(required=False, widget=forms.HiddenInput)
    optional: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, shares: bool = True, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"shares": shares})
        super().__init__(*args, **kwargs)
