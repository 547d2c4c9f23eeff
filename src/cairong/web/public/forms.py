"""What visitors fill in: filters of the list, a wish on the shelf, what is to be verified."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from cairong.disclosure.models import PublishedVersion
from cairong.doors.bodies import MOST_BYTES
from cairong.parties.models import Region
from cairong.policy.cost import METHOD_WORDS
from cairong.policy.size import SIZE_WORDS
from cairong.web.forms import AccountField, DayField, PageForm, WholeField, YuanField

KINDS = [
    (one.value, one.label)
    for one in PublishedVersion.Kind
    if one is not PublishedVersion.Kind.SAMPLE
]
LONG_NUMBER = 100


class ContractFilter(PageForm):
    """The filters of the public list of contracts."""

    words = forms.CharField(label="编号或名称", required=False, max_length=100)
    kind = forms.ChoiceField(label="备案状态", required=False, choices=[("", "全部"), *KINDS])
    sample = forms.ChoiceField(
        label="来源",
        required=False,
        choices=[("", "全部"), ("no", "本市合同"), ("yes", "外地样本")],
    )
    region = forms.ChoiceField(label="县(市、区)", required=False)
    least = YuanField(label="金额不低于(元)", required=False)
    most = YuanField(label="金额不高于(元)", required=False)
    since = DayField(label="日期从", required=False)
    until = DayField(label="日期到", required=False)

    def __init__(self, *args: Any, regions: list[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "region", regions)


class WishForm(PageForm):
    """What somebody wants to borrow."""

    amount = YuanField(label="借多少(元)")
    days = WholeField(label="借多少天", unit="天", min_value=1, max_value=3660)
    method = forms.ChoiceField(label="还款方式", choices=list(METHOD_WORDS.items()))
    instalments = WholeField(label="分几期还", unit="期", min_value=1, max_value=120)
    region = forms.ChoiceField(label="合同所在县(市、区)", required=False)
    size = forms.ChoiceField(
        label="企业规模",
        required=False,
        choices=[("", "不限"), *SIZE_WORDS.items()],
    )
    words = forms.CharField(label="产品或机构名称", required=False, max_length=100)

    def __init__(self, *args: Any, regions: list[Region], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "region", regions)

    def clean_amount(self) -> int:
        """Refuse nothing at all."""
        amount: int = self.cleaned_data["amount"]
        if amount <= 0:
            raise ValidationError("金额要大于零。请填写想借的金额,例如 300000。")
        return amount


class NumberForm(PageForm):
    """A contract's number and amount."""

    number = forms.CharField(
        label="合同编号", max_length=LONG_NUMBER, help_text="平台编号,或采购人自己的合同编号"
    )
    amount = YuanField(label="合同金额", help_text="合同上写的金额,例如 411120.00")


class DocumentForm(PageForm):
    """The bytes of a published document, pasted or as a file."""

    optional: ClassVar[Mapping[str, str]] = {"text": "两项填一项", "file": "两项填一项"}
    text = forms.CharField(
        label="粘贴原文",
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="合同公开页「原文」里的全部文字",
    )
    file = forms.FileField(label="选择文件", required=False, help_text="不超过 256 KB,不留存")

    def clean(self) -> dict[str, Any]:
        """Take the bytes from whichever was given."""
        given = super().clean() or self.cleaned_data
        file, text = given.get("file"), given.get("text", "")
        if file is not None and file.size > MOST_BYTES:
            raise ValidationError({"file": "文件超过 256 KB,不会是公开的合同文件。请核对。"})
        given["raw"] = file.read() if file is not None else text.strip().encode()
        if not given["raw"] and not self.errors:
            raise ValidationError("请粘贴原文,或选择文件。")
        return given


class AccountForm(PageForm):
    """A contract's number and the whole number of the receiving account, as the asker knows it."""

    contract = forms.CharField(label="平台编号", max_length=20)
    account = AccountField(
        label="完整的回款账号",
        help_text="不留存;每分钟最多核对 10 次",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _choose(form: forms.Form, name: str, regions: list[Region]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", "全部"), *((one.code, one.name) for one in regions)]
