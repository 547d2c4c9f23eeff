"""What visitors fill in: filters of the list, a query on the shelf, what is to be verified."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from cairong.doors.bodies import MOST_BYTES
from cairong.web.forms import AccountField, PageForm, YuanField

LONG_NUMBER = 100


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
