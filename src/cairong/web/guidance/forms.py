"""What is typed about letters of credit guidance declared shortages of funds, and the roster."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from cairong.policy.guidance import VERDICTS
from cairong.policy.relending import INSTRUMENTS, MOST_MONTHS
from cairong.policy.roster import LEAST, MOST, OUTCOMES
from cairong.web.forms import (
    ActForm,
    DayField,
    LinesField,
    TickedField,
    WholeField,
    YuanField,
)


class IssueForm(ActForm):
    """A new letter: to whom, with which number, about what, in which words."""

    institution_ids = TickedField(
        label="发给", help_text="可以选一家、几家或全部;每家收到的附它自己的数据"
    )
    series = forms.CharField(
        label="字号", max_length=12, help_text="例如 洛银导;编号照字号和年度连续,同意时给"
    )
    subject = forms.CharField(
        label="事由", min_length=4, max_length=100, help_text="例如 扩大政府采购合同融资投放"
    )
    demand = LinesField(
        label="要求", min_length=4, max_length=1000, rows=5,
        help_text="写进信贷指导函,机构照此答复措施、数额和时间",
    )  # fmt: skip

    def __init__(
        self, *args: Any, institutions: Sequence[tuple[UUID, str]], series: str, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"series": series})
        super().__init__(*args, **kwargs)
        offered = [(str(pk), name) for pk, name in institutions]
        self.fields["institution_ids"].choices = offered  # type: ignore[attr-defined]
        if series:
            self.sources["series"] = "上一份信贷指导函"


class AnswerForm(ActForm):
    """Measures, the amount promised, and until when."""

    words = LinesField(label="措施", min_length=8, max_length=2000, rows=5)
    promised_fen = YuanField(
        label="承诺放款", help_text="从现在到承诺之日的政府采购合同融资放款额;不承诺的写 0"
    )
    by_on = DayField(label="承诺到哪一天")


class CloseForm(ActForm):
    """The finding with which a letter is closed at one institution."""

    verdict = forms.ChoiceField(label="结论", choices=[("", "请选择"), *VERDICTS.items()])
    finding = LinesField(
        label="办结意见", min_length=4, max_length=500, help_text="核对了什么,为什么是这个结论"
    )


class DeclareForm(ActForm):
    """How much of the central bank's funds is asked, for how long, and what for."""

    amount_fen = YuanField(label="希望得到的金额", help_text="再贷款、再贴现合计")
    months = WholeField(label="期限", unit="个月", min_value=1, max_value=MOST_MONTHS)
    purpose = LinesField(
        label="资金困难的情况和用途", min_length=8, max_length=500, rows=5,
        help_text="缺口怎样形成,资金投向哪些政府采购合同融资",
    )  # fmt: skip


class GrantForm(ActForm):
    """By which instrument how much is granted."""

    instrument = forms.ChoiceField(label="工具", choices=[("", "请选择"), *INSTRUMENTS.items()])
    granted_fen = YuanField(label="支持金额", help_text="不超过申报的金额")
    words = LinesField(label="说明", max_length=500, required=False)


class ConsentForm(ActForm):
    """Whether the firm is in private hands; sending the form is the consent."""

    private = forms.BooleanField(
        label="本企业是民营企业(不是国有、国有控股)", required=False,
        help_text="小型、微型企业不勾选也可以进入;中型企业只有民营的才能进入",
    )  # fmt: skip


class OutcomeForm(ActForm):
    """What was done about a firm, when, and in words."""

    outcome = forms.ChoiceField(label="对接结果", choices=[("", "请选择"), *OUTCOMES.items()])
    on = DayField(label="办理日期", help_text="走访、授信的那一天;未对接的写联系的那一天")
    words = LinesField(
        label="说明", min_length=LEAST, max_length=MOST, help_text="企业和人民银行会原样看到"
    )


class ParticipantsForm(ActForm):
    """Firms that took part, one a line."""

    lines = LinesField(
        label="参与的企业", max_length=50_000, rows=8,
        help_text="每行一家:统一社会信用代码、空格、企业名称;可以从表格里复制两列粘贴",
    )  # fmt: skip
