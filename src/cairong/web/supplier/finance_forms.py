"""What a supplier types to register an intent: its terms, then whom, and who may read what."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from cairong.cases.holdings import Asking
from cairong.kernel.errors import Finding
from cairong.kernel.money import format_yuan
from cairong.policy.catalogue import sentence
from cairong.policy.cost import METHOD_WORDS
from cairong.policy.lending import MOST_DAYS
from cairong.web.forms import ActForm, Choices, PageForm, WholeField, YuanField

ANY_METHOD = ("", "哪种都可以")
WHOLE_YUAN = 100
TOGETHER, OF = ",", ":"
CHANGED = "能办理的机构刚刚有变化。请重新勾选。"


def half_of(fen: int) -> int:
    """Give half of an amount, in whole yuan."""
    return fen // 2 // WHOLE_YUAN * WHOLE_YUAN


def methods_of(asking: Asking) -> Choices:
    """Offer the ways of repaying that somebody has a product for."""
    offered = asking.methods()
    return [*((key, word) for key, word in METHOD_WORDS.items() if key in offered), ANY_METHOD]


class TermsForm(PageForm):
    """How much, for how long, repaid how. `part` is a key that stands for an amount."""

    days = WholeField(label="用多少天", unit="天", min_value=1, max_value=MOST_DAYS)
    method = forms.ChoiceField(label="怎样还", required=False)
    part = forms.ChoiceField(choices=[("all", "全部"), ("half", "一半")], required=False)
    amount = YuanField(label="或者自己填金额", required=False)

    def __init__(self, *args: Any, asking: Asking, within: tuple[int, int], **kwargs: Any) -> None:
        super().__init__(*args, choices={"method": methods_of(asking)}, **kwargs)
        self.least_fen, self.most_fen = within
        least = f"最少 {format_yuan(self.least_fen)}," if self.least_fen else ""
        hint = f"{least}最多 {format_yuan(self.most_fen)}。可以写成 30万、300000 或 300000.00。"
        self.fields["amount"].help_text = hint
        unit = {"data-unit": "天"}
        self.fields["days"].widget.attrs.update(unit)

    def clean(self) -> dict[str, Any]:
        """Hold the amount, typed or by its key, against what can be lent."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        typed, part = cleaned.get("amount"), cleaned.pop("part", "")
        if part:
            typed = self.most_fen if part == "all" else half_of(self.most_fen)
        if "amount" not in self.errors:
            try:
                cleaned["amount"] = self._held(typed)
            except ValidationError as refused:
                self.add_error("amount", refused)
        return cleaned

    def _held(self, fen: int | None) -> int:
        if not fen:
            code = "invalid.required" if fen is None else "invalid.money_zero"
            raise ValidationError(sentence(Finding(code=code, params={"field": "金额"})))
        if fen > self.most_fen:
            most = format_yuan(self.most_fen)
            raise ValidationError(f"{format_yuan(fen)} 超过可融资额度 {most}。请减少金额。")
        if fen < self.least_fen:
            least = format_yuan(self.least_fen)
            raise ValidationError(f"{format_yuan(fen)} 低于产品的最低金额,{least} 起。")
        return fen


class ConfirmForm(ActForm):
    """The whole query once more, whom it goes to, and who of them may read the contact data."""

    takes_focus = True
    amount = YuanField(label="金额", widget=forms.HiddenInput)
    days = WholeField(
        label="天数", unit="天", min_value=1, max_value=MOST_DAYS, widget=forms.HiddenInput
    )
    method = forms.CharField(label="还款方式", required=False, widget=forms.HiddenInput)
    institutions = forms.MultipleChoiceField(
        label="只送给这几家",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="都不勾就是送给全部,以后上架合适产品的机构也会收到",
        error_messages={"invalid_choice": CHANGED},
    )
    readers = forms.MultipleChoiceField(
        label="谁可以看您的联系人和电话",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHANGED},
    )
    outside = forms.MultipleChoiceField(
        label="可以查询哪些外部数据",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": CHANGED},
    )
    purpose = forms.CharField(
        label="用途", required=False, max_length=300, help_text="一句话,例如:购买实验台板材"
    )

    def __init__(self, *args: Any, asking: Asking, **kwargs: Any) -> None:
        lenders = [(str(each.id), each.name) for each in asking.lenders]
        every = TOGETHER.join(pk for pk, _ in lenders)
        together = [(every, "上面各家都可以看")] if len(lenders) > 1 else []
        outside = [
            (f"{code}{OF}{every}", f"{kind.word}:{kind.what}")
            for code, kind in asking.sources.items()
        ]
        choices = {
            "institutions": lenders, "readers": [*together, *lenders], "outside": outside,
        }  # fmt: skip
        super().__init__(*args, choices=choices, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """Give what was typed under the names of the act."""
        typed = super().arguments()
        ticked = {pk for each in typed.pop("readers") for pk in each.split(TOGETHER)}
        return {
            "amount_fen": typed.pop("amount"),
            "institution_ids": [UUID(each) for each in typed.pop("institutions")],
            "sources": [each.partition(OF)[0] for each in typed.pop("outside")],
            "reader_ids": [UUID(each) for each in sorted(ticked)],
            **typed,
        }
