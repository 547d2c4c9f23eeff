"""Why a supplier says no."""

from django import forms

from cairong.web.forms import ActForm


class ReasonForm(ActForm):
    """A reason, told to the other side as it stands."""

    reason = forms.CharField(
        label="理由",
        min_length=2,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="会原样告诉对方",
    )
