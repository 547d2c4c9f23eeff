"""What is typed about the assessment: a scheme, values, a correction, an objection, an answer."""

from collections.abc import Sequence
from typing import Any

from django import forms

from cairong.kernel.errors import Finding, Invalid
from cairong.policy.assessment import HUNDREDTHS, Indicator, decimal
from cairong.policy.catalogue import sentence
from cairong.policy.incentives import VERDICTS
from cairong.readiness.assessing import INDICATOR, indicator_of
from cairong.web.forms import ActForm, LinesField, NumberField, WholeField

COLUMNS = "、".join(each.word for each in INDICATOR)


class SchemeForm(ActForm):
    """The indicators of a document, pasted from a spreadsheet row by row."""

    document_no = forms.CharField(label="文号", min_length=4, max_length=100)
    first_year = WholeField(
        label="起用年度", unit="年", min_value=2022, max_value=2100,
        help_text="要在年度开始以前公布,所以最早是明年;公布后不能再换",
    )  # fmt: skip
    indicators = LinesField(
        label="指标", rows=8, max_length=8000,
        help_text=f"从表格里复制 27 行粘贴,不带标题行;各列依次是 {COLUMNS}",
    )  # fmt: skip

    def clean_indicators(self) -> list[Indicator]:
        """Read each line as the spreadsheet's rows are read."""
        lines = str(self.cleaned_data["indicators"]).splitlines()
        return [_indicator(at, line) for at, line in enumerate(lines, 1) if line.strip()]


def _indicator(at: int, line: str) -> Indicator:
    cells = line.split("\t")
    if len(cells) != len(INDICATOR):
        raise _said("assessment.columns", row=at, found=len(cells), wanted=len(INDICATOR),
                    columns=COLUMNS)  # fmt: skip
    try:
        pairs = zip(INDICATOR, cells, strict=True)
        return indicator_of({each.key: each.read(cell.strip(), each.word) for each, cell in pairs})
    except Invalid as refusal:
        raise _said("assessment.row", row=at, why=sentence(refusal.findings[0])) from None


def _said(code: str, **params: Any) -> forms.ValidationError:
    return forms.ValidationError(sentence(Finding.of(code, **params)))


class ValuesForm(ActForm):
    """Values of one institution that stand in one document; what is left blank is not entered."""

    source = forms.CharField(
        label="来源", min_length=2, max_length=200,
        help_text="下面的数值出自哪份文件或报表(名称和编号);出自别的文件的,分开录入",
    )  # fmt: skip

    def __init__(self, *args: Any, lacking: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lacking = lacking
        for at, each in enumerate(lacking):
            self.fields[f"value_{at}"] = NumberField(
                label=f"{each.name}({each.unit})", decimal_places=2, required=False,
                unit=each.unit, help_text=f"{decimal(each.none)}—{decimal(each.full)}",
            )  # fmt: skip

    def arguments(self) -> dict[str, Any]:
        """Give the values that were typed, each with the source."""
        typed = super().arguments()
        return {
            "values": [
                {
                    "indicator": each.name,
                    "value": int(value * HUNDREDTHS),
                    "source": typed["source"],
                }
                for at, each in enumerate(self.lacking)
                if (value := typed[f"value_{at}"]) is not None
            ]
        }


class CorrectForm(ActForm):
    """One value that is corrected, where the right one stands, and why."""

    indicator = forms.ChoiceField(label="指标")
    value = NumberField(label="更正为", decimal_places=2)
    source = forms.CharField(label="来源", min_length=2, max_length=200)
    reason = LinesField(label="更正理由", min_length=4, max_length=300)

    def __init__(self, *args: Any, entered: Sequence[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_correct_%s", **kwargs)
        offered = [(each.name, f"{each.name}({each.unit})") for each in entered]
        self.fields["indicator"].choices = offered  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        """Give the one value as a list of one."""
        typed = super().arguments()
        value = {
            "indicator": typed["indicator"], "value": int(typed["value"] * HUNDREDTHS),
            "source": typed["source"],
        }  # fmt: skip
        return {"values": [value], "reason": typed["reason"]}


class AgainForm(ActForm):
    """Why a result is worked out and published anew."""

    reason = LinesField(
        label="更正理由", min_length=4, max_length=300, help_text="写进新的一版,各机构都看得到"
    )


class ObjectionForm(ActForm):
    """What an institution says against its result."""

    words = LinesField(
        label="异议", min_length=8, max_length=1000, rows=4,
        help_text="哪一项不对,应该是多少,依据是什么",
    )  # fmt: skip


class AnswerForm(ActForm):
    """What the People's Bank answers an objection."""

    verdict = forms.ChoiceField(label="结论", choices=list(VERDICTS.items()))
    reply = LinesField(
        label="答复", min_length=4, max_length=1000, rows=4,
        help_text="会原样告诉机构;选「更正」的,要先更正数值并重新公布",
    )  # fmt: skip
