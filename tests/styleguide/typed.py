"""A form that holds every kind of field."""

from django import forms

from cairong.web.forms import DayField, PageForm, YuanField

METHODS = (
    ("bullet", "到期一次还本付息"),
    ("interest-monthly", "按月付息、到期还本"),
    ("equal-instalment", "等额本息"),
)


class SampleForm(PageForm):
    """An intent to borrow, as a supplier would fill it in."""

    takes_focus = False

    title = forms.CharField(
        label="融资用途", max_length=60, help_text="一句话说清,例如:购买实验台板材。"
    )
    amount = YuanField(
        label="融资金额", help_text="最多 ¥479,640.00。可以写成 411120.00、41.11万 或大写。"
    )
    until = DayField(label="希望最晚到账", required=False)
    method = forms.ChoiceField(
        label="还款方式", choices=METHODS, widget=forms.RadioSelect, initial="bullet"
    )
    institution = forms.ChoiceField(
        label="金融机构",
        choices=(("", "请选择"), ("a", "甲银行洛阳分行"), ("b", "乙农村商业银行")),
    )
    note = forms.CharField(
        label="给金融机构的话", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
