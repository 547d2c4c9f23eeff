"""What a supplier types to register an intent, one decision a screen."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from cairong.cases.holdings import Reach
from cairong.kernel.errors import Finding
from cairong.kernel.money import format_yuan
from cairong.policy.catalogue import sentence
from cairong.policy.lending import MOST_DAYS
from cairong.web.forms import ActForm, PageForm, WholeField, YuanField


class AmountForm(PageForm):
    """How much."""

    amount = YuanField(label="想融资多少")

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reach = reach
        hint = f"最多 {format_yuan(reach.fen)}。可以写成 30万、300000 或 300000.00。"
        self.fields["amount"].help_text = hint

    def clean_amount(self) -> int:
        """Hold the amount against what can be financed."""
        amount: int = self.cleaned_data["amount"]
        if not amount:
            params = {"field": str(self.fields["amount"].label)}
            raise ValidationError(sentence(Finding(code="invalid.money_zero", params=params)))
        if amount > self.reach.fen:
            raise ValidationError(
                f"{format_yuan(amount)} 超过可融资额度 {format_yuan(self.reach.fen)}。请减少金额。"
            )
        return amount


class DaysForm(PageForm):
    """For how long."""

    days = WholeField(
        label="或者填写天数",
        unit="天",
        min_value=1,
        max_value=MOST_DAYS,
        help_text="从放款那天算起;合同款先到的,会提前还清,不另收费(产品写明的除外)",
        widget=forms.TextInput(attrs={"data-unit": "天"}),
    )


class InstitutionsForm(PageForm):
    """From whom: `to` is all or some."""

    to = forms.ChoiceField(choices=[("all", "全部"), ("some", "选定")], widget=forms.HiddenInput)
    institutions = forms.MultipleChoiceField(
        label="只问选定的机构", required=False, widget=forms.CheckboxSelectMultiple
    )

    def clean(self) -> None:
        """Ask for at least one institution where only some are asked."""
        some = self.cleaned_data.get("to") == "some"
        if some and not self.cleaned_data.get("institutions"):
            self.add_error("institutions", "请至少选一家,或选择问全部机构。")


class ConfirmForm(ActForm):
    """The whole query once more, sent by one confirmation."""

    amount = YuanField(label="金额", widget=forms.HiddenInput)
    days = WholeField(label="天数", unit="天", widget=forms.HiddenInput)
    institutions = forms.MultipleChoiceField(
        label="金融机构", required=False, widget=forms.MultipleHiddenInput
    )
    purpose = forms.CharField(
        label="用途", required=False, max_length=300, help_text="一句话,例如:购买实验台板材"
    )

    def arguments(self) -> dict[str, Any]:
        """Give what was typed, the amount and the institutions under the names of the act."""
        typed = super().arguments()
        chosen = [UUID(each) for each in typed.pop("institutions")]
        return {"amount_fen": typed.pop("amount"), "institution_ids": chosen, **typed}
