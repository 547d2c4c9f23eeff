"""What is typed about letters of urging: a new one, an answer, a dispute, a service, a finding."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from cairong.kernel.papers import MOST_MB
from cairong.policy.urging import MENDED, OVERRULED, UNMENDED, UPHELD, VERDICTS, WAYS
from cairong.web.forms import ActForm, DayField, LinesField, TickedField

DEMAND = "请立即办理上列事项,并说明超期的原因和办完的时间。"
ACCEPTS = {"accept": ".pdf,.jpg,.jpeg,.png"}


def paper_field(label: str, *, required: bool, what: str) -> forms.FileField:
    """Make the field of a paper."""
    return forms.FileField(
        label=label,
        required=required,
        help_text=f"{what},PDF、JPEG 或 PNG,最大 {MOST_MB} MB",
        widget=forms.ClearableFileInput(attrs=ACCEPTS),
    )


class IssueForm(ActForm):
    """A new letter to one desk: about which of its overdue duties, with which number and words."""

    duty_ids = TickedField(label="超期事项", help_text="不督办的去掉")
    series = forms.CharField(
        label="字号", max_length=12, help_text="例如 洛财督;编号照字号和年度连续,批准时给"
    )
    demand = LinesField(
        label="要求", min_length=4, max_length=500, help_text="写进督办函,责任单位照此办理、答复"
    )

    def __init__(
        self, *args: Any, duties: Sequence[tuple[UUID, str]], series: str, **kwargs: Any
    ) -> None:
        ticked = [str(pk) for pk, _ in duties]
        kwargs.setdefault("initial", {"duty_ids": ticked, "series": series, "demand": DEMAND})
        super().__init__(*args, **kwargs)
        _offer(self, duties)
        if series:
            self.sources["series"] = "上一份督办函"


class AnswerForm(ActForm):
    """What was done about what a letter urges."""

    words = LinesField(
        label="办理情况", min_length=4, max_length=2000, rows=5,
        help_text="办了什么、为什么超期、没有办完的什么时候办完",
    )  # fmt: skip
    file = paper_field("附件", required=False, what="办理的凭据")


class DisputeForm(ActForm):
    """Which of the facts of a letter are disputed, why, and what shows it."""

    duty_ids = TickedField(label="有异议的事项")
    words = LinesField(label="理由", min_length=4, max_length=2000, rows=5)
    file = paper_field("依据", required=True, what="证明不应算超期的文件")

    def __init__(self, *args: Any, duties: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_dispute_%s", **kwargs)
        _offer(self, duties)


class ServeForm(ActForm):
    """How a letter was served on paper."""

    way = forms.ChoiceField(label="方式", choices=list(WAYS.items()))
    receiver = forms.CharField(label="签收人", min_length=2, max_length=60)
    on = DayField(label="送达日期")
    file = paper_field("送达回证", required=False, what="签字的回证")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_serve_%s", **kwargs)


class CloseForm(ActForm):
    """The finding with which a letter is closed."""

    verdict = forms.ChoiceField(label="结论")
    finding = LinesField(
        label="办结意见", min_length=4, max_length=500, help_text="核对了什么,为什么是这个结论"
    )

    def __init__(self, *args: Any, disputed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fits = (UPHELD, OVERRULED) if disputed else (MENDED, UNMENDED)
        choices: Mapping[str, str] = {key: VERDICTS[key] for key in fits}
        self.fields["verdict"].choices = list(choices.items())  # type: ignore[attr-defined]


def _offer(form: forms.Form, duties: Sequence[tuple[UUID, str]]) -> None:
    form.fields["duty_ids"].choices = [(str(pk), word) for pk, word in duties]  # type: ignore[attr-defined]
