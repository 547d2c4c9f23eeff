"""What is typed about an inspection: by which letter, about what, where, from when until when."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms

from cairong.web.forms import ActForm, DayField, LinesField


class GrantForm(ActForm):
    """One inspection as its letter has it."""

    organisation_id = forms.TypedChoiceField(label="稽查单位", coerce=UUID)
    region = forms.ChoiceField(label="稽查的辖区", help_text="要查市本级和各县区的,选全市那一项")
    letter_no = forms.CharField(label="公函文号", max_length=80, help_text="照来函抄写")
    matter = LinesField(
        label="稽查事项", min_length=4, max_length=300, rows=3, help_text="照来函写明查什么"
    )
    since = DayField(label="起日")
    until = DayField(label="止日", help_text="当天仍可查看,过后自动停止;最长一年")

    def __init__(
        self,
        *args: Any,
        bodies: Iterable[tuple[UUID, str]],
        regions: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(pk), name) for pk, name in bodies]
        self.fields["organisation_id"].choices = [("", "请选择"), *known]  # type: ignore[attr-defined]
        self.fields["region"].choices = [("", "请选择"), *regions.items()]  # type: ignore[attr-defined]
