"""What is typed about a disputed size class: by who asks, by the firm, by the authority."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from cairong.kernel.papers import MOST_MB
from cairong.policy.size import INDUSTRIES
from cairong.policy.sizing import LEAST, MOST, SIZES
from cairong.web.account.organisation_forms import wan
from cairong.web.forms import ActForm, DayField, LinesField, UsccField, WholeField, choices_of

ACCEPTS = ".pdf,.jpg,.jpeg,.png"
SERIES = "例如 洛工信函;编号照字号和年度连续,同意时给"


def paper_field(label: str, *, required: bool) -> forms.FileField:
    """Make the box of one paper."""
    return forms.FileField(
        label=label,
        required=required,
        help_text=f"PDF、JPEG 或 PNG,最大 {MOST_MB} MB;几份材料请合成一份 PDF",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTS}),
    )


def words_field(label: str, hint: str) -> LinesField:
    """Make the box of what somebody says."""
    return LinesField(label=label, min_length=LEAST, max_length=MOST, help_text=hint, rows=4)


class AskForm(ActForm):
    """Whose class is disputed and why; the finance department adds its letter's number."""

    uscc = UsccField(label="统一社会信用代码", help_text="与本单位有中标或融资往来的供应商")
    letter_no = forms.CharField(
        label="协查函文号", max_length=40, help_text="例如 洛财购函〔2026〕3号"
    )
    words = words_field("理由", "企业和主管部门会原样看到")
    file = paper_field("材料", required=False)

    def __init__(self, *args: Any, own: bool, letter: bool, uscc: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["uscc"]
        elif uscc:
            self.initial["uscc"] = uscc
        if not letter:
            del self.fields["letter_no"]


class HearForm(ActForm):
    """What the firm says to it."""

    words = words_field("陈述", "只有主管部门看到,提出异议的单位看不到")
    file = paper_field("材料", required=False)


class DecideForm(ActForm):
    """The figures found; the class is worked out of them."""

    optional: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("employees", "revenue_wan", "assets_wan"), "行业标准用到的必须填"
    )

    industry = forms.ChoiceField(label="所属行业", choices=choices_of(INDUSTRIES))
    employees = WholeField(
        label="从业人员(人)", unit="人", required=False, min_value=0, max_value=10**7
    )
    revenue_wan = wan("营业收入(万元)")
    assets_wan = wan("资产总额(万元)")
    tied = forms.BooleanField(
        label="与大企业的负责人为同一人,或者与大企业存在直接控股、管理关系", required=False,
        help_text="勾选的不属于中小企业(46号办法第二条)",
    )  # fmt: skip
    reason = words_field("认定理由", "企业会原样看到,提出异议的单位只看到规模类型")
    file = paper_field("依据", required=True)
    series = forms.CharField(label="复函字号", max_length=12, help_text=SERIES)


class ForwardForm(ActForm):
    """To which authority of the firm's place it is sent."""

    addressee = forms.CharField(
        label="主送单位", min_length=4, max_length=60,
        help_text="企业注册登记地的中小企业主管部门,例如 郑州市工业和信息化局",
    )  # fmt: skip
    series = forms.CharField(label="函的字号", max_length=12, help_text=SERIES)


class OutsideForm(ActForm):
    """What the other authority answered."""

    size = forms.ChoiceField(
        label="认定的规模类型",
        choices=[("", "请选择"), *((key, f"{word}企业") for key, word in SIZES.items())],
    )
    answer_no = forms.CharField(label="答复的文号", min_length=2, max_length=60)
    answered_on = DayField(label="答复的日期")
    words = words_field("答复的内容", "企业会原样看到")
    file = paper_field("答复原件", required=True)
