"""What is typed about the evaluation: a scheme, an appeal, its answer, a finding, a decision."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from cairong.kernel.papers import MOST_MB
from cairong.policy.evaluation import MEASURE_WORDS, NEWEST, SCHEMES
from cairong.policy.incentives import VERDICTS
from cairong.web.forms import ActForm, LinesField, WholeField

ACCEPTS = {"accept": ".pdf,.jpg,.jpeg,.png"}
type Choices = Sequence[tuple[str, str]]


class FactsField(forms.MultipleChoiceField):
    """Some of an institution's loans and duties, ticked one by one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **kwargs)


class AdoptForm(ActForm):
    """Which formula holds from which year on."""

    version = forms.TypedChoiceField(
        label="方案", coerce=int, choices=[(each, f"第 {each} 版") for each in SCHEMES],
        initial=NEWEST,
    )  # fmt: skip
    first_year = WholeField(
        label="起用年度", unit="年", min_value=2022, max_value=2100,
        help_text="要在年度开始以前公布,所以最早是明年;公布后不能再换",
    )  # fmt: skip


class AppealForm(ActForm):
    """Against which measure an institution appeals, why, and which of its records it means."""

    measure = forms.ChoiceField(label="指标", choices=list(MEASURE_WORDS.items()))
    words = LinesField(
        label="理由", min_length=8, max_length=1000, rows=4,
        help_text="哪里算得不对,应该是多少,依据是什么",
    )  # fmt: skip
    facts = FactsField(label="涉及的贷款和期限", help_text="可以不选")
    file = forms.FileField(
        label="附件", required=False, help_text=f"PDF、JPEG 或 PNG,最大 {MOST_MB} MB",
        widget=forms.ClearableFileInput(attrs=ACCEPTS),
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facts"].choices = list(offered)  # type: ignore[attr-defined]


class AnswerForm(ActForm):
    """What the People's Bank answers an appeal."""

    verdict = forms.ChoiceField(label="结论", choices=list(VERDICTS.items()))
    reply = LinesField(
        label="答复", min_length=4, max_length=1000, rows=4,
        help_text="改了什么,或为什么不改;会原样告诉机构,并作为新版本的理由",
    )  # fmt: skip
    aside = FactsField(label="不计入的记录", help_text="只在更正时选;不选的,按现在的记录重新计算")

    def __init__(self, *args: Any, offered: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aside"].choices = list(offered)  # type: ignore[attr-defined]


class FlagForm(ActForm):
    """What was found of something that was to be looked at."""

    code = forms.ChoiceField(label="情况")
    words = LinesField(
        label="查明", min_length=4, max_length=500,
        help_text="查了什么、结论是什么;不加分也不扣分,署您的姓名",
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Choices, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_flag_%s", **kwargs)
        self.fields["code"].choices = list(offered)  # type: ignore[attr-defined]


class SupportForm(ActForm):
    """Whether an institution gets an incentive, and why."""

    code = forms.ChoiceField(label="政策支持")
    granted = forms.TypedChoiceField(
        label="决定",
        coerce=lambda value: value == "yes",
        choices=[("yes", "给予"), ("no", "不给予")],
    )
    words = LinesField(label="理由", min_length=4, max_length=500, help_text="会原样告诉机构")

    def __init__(self, *args: Any, offered: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_support_%s", **kwargs)
        self.fields["code"].choices = list(offered.items())  # type: ignore[attr-defined]
