"""What is sent with a paper: its files, what it is for, its number."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cairong.policy.papers import MOST_MB, MOST_PICTURES, PURPOSES, WORDS
from cairong.web.forms import ActForm, DayField

ACCEPTS = ".pdf,.ofd,.docx,.xlsx,image/*"


class SeveralFiles(forms.ClearableFileInput):
    """A box that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One document, or pictures that become one; cleaned to the list of them."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Clean each of the files."""
        several = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in several]


class PaperForm(ActForm):
    """A new paper, for one of the purposes that its keeper has here."""

    purpose = forms.ChoiceField(label="材料种类")
    sent = FilesField(
        label="文件",
        help_text=f"PDF、OFD、Word、Excel,或用手机拍照(最多 {MOST_PICTURES} 张,合成一份 PDF);"
        f"合计不超过 {MOST_MB} MB",
        widget=SeveralFiles(attrs={"accept": ACCEPTS, "multiple": True}),
    )
    number = forms.CharField(
        label="发票号码",
        required=False,
        max_length=24,
        help_text="发票要填:数电票 20 位;以前的发票写发票代码和号码(连写)",
    )

    def __init__(self, *args: Any, purposes: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(key, WORDS[key]) for key in purposes]
        field = self.fields["purpose"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered if len(offered) == 1 else [("", "请选择"), *offered]
        if not any(PURPOSES[key].numbered for key in purposes):
            del self.fields["number"]


class VaultForm(PaperForm):
    """A new paper of the vault, with its last day."""

    valid_until = DayField(
        label="有效期到",
        required=False,
        help_text="授权委托书、资质证书要填;长期有效的营业执照和报表可以不填",
    )
