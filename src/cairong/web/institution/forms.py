"""What an institution types about an application, an offer and a loan."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from cairong.policy.background import JUDGED, OPINION_LEAST, OPINION_MOST
from cairong.policy.eligibility import CRITERIA, RESULTS, SOURCE_MOST, Mark
from cairong.policy.expected import REASON_LEAST
from cairong.policy.inquiring import DEFECTS_MOST, NEW_FACT_LEAST
from cairong.policy.lending import REASONS, WORDS_LEAST
from cairong.policy.lookups import KINDS
from cairong.web.forms import ActForm, DayField, LinesField, PageForm, WholeField, YuanField
from cairong.web.public.terms import METHODS

HAPPENED = "填事情发生的那天,不是今天登记的日子:放款期限从最后一项具备那天起算"
JUDGED_CRITERIA = {key: each for key, each in CRITERIA.items() if not each.machine}
WORDS_OF_SOURCES = [(code, f"{kind.word}({kind.what})") for code, kind in KINDS.items()]
CURE = "可补救"
FINAL = "不可补救"


class VerifyForm(ActForm):
    """The number of the check in the provincial system."""

    provincial_reference = forms.CharField(
        label="河南省电子化政府采购系统查询编号",
        max_length=100,
        help_text="先在省系统核对合同,再登记查询编号(二(五)-4)",
    )

    def __init__(self, *args: Any, obliged: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provincial_reference"].required = obliged


class ShownField(forms.CharField):
    """What the page shows beside a form, in short: drawn anew each time, never as it was sent."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:  # noqa: ARG002 - the shape of a field
        """Draw what is shown now."""
        return initial


class BackgroundForm(ActForm):
    """What an officer judges of the trade, and says where a line is doubtful."""

    seen = ShownField(label="清单版本", max_length=16)
    judged = forms.MultipleChoiceField(
        label="由您判断",
        choices=list(JUDGED.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不能勾选的,在核查意见里写明",
    )
    opinion = LinesField(label="核查意见", required=False, max_length=OPINION_MOST, rows=3)

    def __init__(self, *args: Any, doubtful: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if doubtful:
            self.fields["opinion"].required = True
            self.fields[
                "opinion"
            ].help_text = (
                f"「{'」「'.join(doubtful)}」存疑,写明怎样核实,不少于 {OPINION_LEAST} 个字"
            )


class EligibilityForm(ActForm):
    """What is judged of each criterion: the result, where it was looked up, of which day."""

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, each in JUDGED_CRITERIA.items():
            self.fields[f"{key}_result"] = forms.ChoiceField(
                label=each.word, required=False, choices=[("", "不判断"), *RESULTS.items()]
            )
            self.fields[f"{key}_source"] = forms.CharField(
                label="依据", required=False, max_length=SOURCE_MOST, initial=each.source
            )
            self.fields[f"{key}_on"] = DayField(label="查询日期", required=False, initial=today)

    def criteria(self) -> list[list[Any]]:
        """List the fields of each criterion."""
        names = ("result", "source", "on")
        return [[self[f"{key}_{name}"] for name in names] for key in JUDGED_CRITERIA]

    def clean(self) -> dict[str, Any]:
        """Ask for the day of what is judged."""
        typed = self.cleaned_data
        for key in JUDGED_CRITERIA:
            if typed.get(f"{key}_result") and not typed.get(f"{key}_on"):
                self.add_error(f"{key}_on", "请填写查询日期")
        return typed

    def arguments(self) -> dict[str, Any]:
        """Read what is judged as the act takes it."""
        typed = self.cleaned_data
        return {
            "marks": [
                Mark(
                    criterion=key, result=typed[f"{key}_result"], source=typed[f"{key}_source"],
                    on=typed[f"{key}_on"],
                )
                for key in JUDGED_CRITERIA
                if typed[f"{key}_result"]
            ]
        }  # fmt: skip


class LookupForm(ActForm):
    """Which outside source is to be read, of those that may be now."""

    source = forms.ChoiceField(label="查询哪里", choices=WORDS_OF_SOURCES)

    def __init__(self, *args: Any, askable: Sequence[str] | None = None, **kwargs: Any) -> None:
        offered = [each for each in WORDS_OF_SOURCES if askable is None or each[0] in askable]
        super().__init__(*args, choices={"source": offered}, **kwargs)


class DefectsForm(ActForm):
    """All that is missing, a line each with why it is needed."""

    optional: ClassVar[Mapping[str, str]] = {"new_fact": "第一次列明的不用填"}

    defects = LinesField(
        label="补正事项",
        max_length=DEFECTS_MOST,
        rows=5,
        help_text="一次列全,每行一项「缺什么:为什么需要」,例如「近三个月银行流水:"
        "判断还款来源」。平台已有的合同、备案、付款记录不要再索取(二(四)-2)",
    )
    new_fact = LinesField(
        label="新的事实",
        required=False,
        max_length=300,
        rows=2,
        help_text=f"再次列明的必填,不少于 {NEW_FACT_LEAST} 个字:供应商答复以后发生了什么;"
        "供应商看得到",
    )


class QuestionForm(ActForm):
    """What the decision needs to know, and why."""

    question = LinesField(label="问题", min_length=4, max_length=500, rows=3)
    reason = LinesField(
        label="为什么需要",
        min_length=4,
        max_length=250,
        rows=2,
        help_text="供应商看得到,也写进停钟记录",
    )


class RejectForm(ActForm):
    """Why an application is turned down: a reason of the list, and words of one's own."""

    code = forms.ChoiceField(
        label="理由",
        choices=[
            ("", "请选择"),
            *((key, f"{reason.word}({CURE if reason.curable else FINAL})")
              for key, reason in REASONS.items()),
        ],
    )  # fmt: skip
    words = LinesField(
        label="说明",
        max_length=500,
        rows=4,
        help_text=f"不少于 {WORDS_LEAST} 个字,会原样告诉供应商:哪里不符,怎样补救",
    )


class ConditionsForm(ActForm):
    """What has to be in place before a draw."""

    optional: ClassVar[Mapping[str, str]] = {"cooling_until": "没有约定的不填"}

    agreement = forms.BooleanField(label="借款合同已签署")
    signed_on = DayField(label="签署日期", help_text=HAPPENED)
    pledge = forms.BooleanField(label="应收账款质押已在中登网登记")
    registration_no = forms.CharField(label="中登网登记证明编号", max_length=60)
    registered_on = DayField(
        label="登记日期", help_text="填登记证明上的日期;沿用接受报价以前的登记,填接受报价那天"
    )
    cooling_until = DayField(
        label="冷静期到",
        required=False,
        help_text="借款合同约定了冷静期的填最后一天,供应商放弃之前不能放款。"
        "冷静期不延长放款期限,要在期限之前届满",
    )
    TICKED = ("agreement", "pledge")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.TICKED:
            self.fields[name].error_messages["required"] = "请核对后勾选这一条;未办妥的先办妥。"

    def clean(self) -> dict[str, Any]:
        """Hand on what is typed; what is ticked says no more than that it was looked at."""
        return {key: each for key, each in self.cleaned_data.items() if key not in self.TICKED}


class DisburseForm(ActForm):
    """How much of an accepted offer is drawn."""

    amount = YuanField(
        label="放款金额", help_text="不超过供应商提出而还没有放的;只放一部分的,期限照走"
    )


class RepaymentForm(ActForm):
    """A repayment from the supplier's own money."""

    amount = YuanField(label="还款金额", help_text="先抵利息,再抵本金;不超过当日应还")
    on = DayField(label="还款日期")
    means = forms.CharField(
        label="还款方式", max_length=200, help_text="例如:自有资金转账,流水号 0391"
    )

    def arguments(self) -> dict[str, Any]:
        """Give what was typed, the amount in fen by its name."""
        typed = super().arguments()
        return {"amount_fen": typed.pop("amount"), **typed}


class TermsForm(PageForm):
    """The terms of an offer, as they are priced."""

    optional: ClassVar[Mapping[str, str]] = {
        "amount_reason": "少于申请金额时要填",
        "term_reason": "期限与预计付款日不合时要填",
        "grade_reason": "比评级较低的企业贵时要填",
    }

    product = forms.ChoiceField(label="产品")
    amount = YuanField(label="金额")
    days = WholeField(label="期限(天)", unit="天", min_value=1, max_value=3660)
    spread_bp = WholeField(
        label="加点(基点)",
        unit="基点",
        min_value=-300,
        max_value=2000,
        help_text="可以低于产品公布的,不能更高",
    )
    method = forms.ChoiceField(label="还款方式", choices=list(METHODS.items()))
    instalments = WholeField(
        label="期数", unit="期", min_value=1, max_value=120, help_text="到期一次还本付息的填 1"
    )
    fee = YuanField(label="费用", help_text="放款时收取;没有填 0")
    amount_reason = LinesField(
        label="少于申请金额的理由",
        required=False,
        max_length=500,
        help_text=f"报价少于供应商申请的要写(二(四)-3),不少于 {REASON_LEAST} 个字;供应商看得到",
    )
    term_reason = LinesField(
        label="期限的理由",
        required=False,
        max_length=500,
        help_text=f"期限早于预计付款日或晚得多的要写(二(五)-3),不少于 {REASON_LEAST} 个字;"
        "供应商看得到",
    )
    grade_reason = LinesField(
        label="比评级较低的企业贵的理由",
        required=False,
        max_length=500,
        help_text="同一产品最近给评级较低的企业更便宜的要写(二(五)-6),"
        f"不少于 {REASON_LEAST} 个字;供应商看得到",
    )


class OfferForm(TermsForm, ActForm):
    """The terms of an offer, as they are proposed to the second person."""
