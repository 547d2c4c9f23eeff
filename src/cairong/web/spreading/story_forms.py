"""What is typed about stories: by the desk that writes, and by the sides that consent."""

from typing import Any

from django import forms

from cairong.web.forms import ActForm, LinesField


class StoryForm(ActForm):
    """A story: its title and its words; amount, days, rate and names come from the loan."""

    title = forms.CharField(label="标题", min_length=4, max_length=60)
    words = LinesField(
        label="正文", min_length=50, max_length=2000, rows=10,
        help_text="遇到什么困难、怎样办的、起了什么作用;不写电话、账号和个人姓名",
    )  # fmt: skip


class SeenForm(ActForm):
    """A form that goes with the hash of the text its sender read."""

    sha256 = forms.CharField(widget=forms.HiddenInput, min_length=64, max_length=64)


class AgreeForm(SeenForm):
    """A side's consent to the very text."""

    def arguments(self) -> dict[str, Any]:
        """Say that it is a consent."""
        return {**super().arguments(), "agreed": True}


class RefuseForm(SeenForm):
    """A side's refusal, with why."""

    words = LinesField(
        label="为什么不同意", min_length=2, max_length=300,
        help_text="只给采购科看;想改哪里,也写在这里",
    )  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        """Say that it is a refusal."""
        return {**super().arguments(), "agreed": False}


class WithdrawForm(ActForm):
    """Why a consent is taken back, or a story taken down."""

    reason = LinesField(label="理由", min_length=2, max_length=300, help_text="会告诉案例的各方")
