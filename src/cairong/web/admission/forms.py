"""What is typed about an institution: its facts, the papers it showed, and what is decided."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from cairong.parties.kinds import INSTITUTION_FACTS, InstitutionFacts
from cairong.policy.admission import FINDINGS, LEAST, MOST, Paper
from cairong.policy.treasury import LICENCES
from cairong.web.account.organisation_forms import OrganisationFields
from cairong.web.forms import ActForm, DayField, LinesField, UsccField, choices_of

PAPER_FIELDS = (
    "licence", "licence_until", "agreement", "agreement_until", "authority", "other",
)  # fmt: skip


def decided_in(label: str, hint: str) -> LinesField:
    """Make the box of the words of a decision."""
    return LinesField(label=label, min_length=LEAST, max_length=MOST, help_text=hint)


class PaperFields(ActForm):
    """The papers of an admission or a review, by kind and number."""

    licence = forms.CharField(label="金融许可证编号", min_length=2, max_length=40)
    licence_until = DayField(label="许可证有效期至", required=False, help_text="长期有效的留空")
    agreement = forms.CharField(
        label="合作协议编号", min_length=2, max_length=80, help_text="与财政局签订的合作协议"
    )
    agreement_until = DayField(label="协议有效期至", required=False)
    authority = forms.CharField(
        label="上级行(总行)授权文件编号", min_length=2, max_length=80, required=False
    )
    other = forms.CharField(label="其他材料编号", min_length=2, max_length=80, required=False)

    def arguments(self) -> dict[str, Any]:
        """Give what was typed, the papers as one list."""
        typed = super().arguments()
        said = {name: typed.pop(name) for name in PAPER_FIELDS if name in typed}
        return {**typed, "papers": _papers(said)}


def _papers(said: Mapping[str, Any]) -> list[Paper]:
    until: Mapping[str, date | None] = {
        "licence": said["licence_until"], "agreement": said["agreement_until"],
    }  # fmt: skip
    kinds = ("licence", "agreement", "authority", "other")
    return [
        Paper(kind=kind, number=said[kind], until=until.get(kind))  # type: ignore[arg-type]
        for kind in kinds
        if said[kind]
    ]


class LendingFields(OrganisationFields):
    """What is kept of an institution besides what every organisation has (D20)."""

    uscc = UsccField(label="统一社会信用代码")
    licence_kind = forms.ChoiceField(label="机构类型", choices=choices_of(LICENCES))
    regions = forms.MultipleChoiceField(
        label="服务区域", widget=forms.CheckboxSelectMultiple,
        help_text="至少选一项;选全市那一项,就是服务全部县(市、区)",
    )  # fmt: skip
    local_legal_person = forms.BooleanField(label="本地法人机构", required=False)
    connected_on = DayField(
        label="与省政府采购合同融资平台对接的日期", required=False,
        help_text="没有对接的留空,按线下办理、平台登记。对接后批准融资前须有省平台的核对编号",
    )  # fmt: skip
    connected_evidence = forms.CharField(
        label="对接的依据", max_length=200, required=False, help_text="例如联调记录的日期和文号"
    )

    def arguments(self) -> dict[str, Any]:
        """Give what was typed, what only an institution has as its facts."""
        typed = super().arguments()
        facts = {name: typed.pop(name) for name in INSTITUTION_FACTS if name in typed}
        return {**typed, "institution": InstitutionFacts(**facts)}

    def lending(self) -> list[BoundField]:
        """List the fields of an institution."""
        return [field for field in self.visible_fields() if field.name in INSTITUTION_FACTS]

    def plain(self) -> list[BoundField]:
        """List the fields that every organisation has."""
        others = {*INSTITUTION_FACTS, *PAPER_FIELDS, "words"}
        return [field for field in self.visible_fields() if field.name not in others]


class AdmitForm(LendingFields, PaperFields):
    """An institution that the bureau admits, with its papers."""

    region = forms.ChoiceField(label="所在县(市、区)", help_text="市本级的单位选全市那一项")
    words = decided_in("准入意见", "核对了什么;机构会原样看到")

    field_order = ("name", "uscc", "region")

    def shown_papers(self) -> list[BoundField]:
        """List the fields of the papers, and of what is said about them."""
        named = {*PAPER_FIELDS, "words"}
        return [field for field in self.visible_fields() if field.name in named]


class ChangeForm(LendingFields):
    """What is known of an institution, written anew on papers."""

    uscc = UsccField(label="统一社会信用代码", required=False)
    licence_no = forms.CharField(label="金融许可证编号", min_length=2, max_length=40)
    named_on = DayField(
        label="新名称启用日期", required=False, help_text="改了名称才填;原名称仍能查到"
    )
    papers = forms.CharField(
        label="变更依据", max_length=200, help_text="例如准予变更登记通知书、单位来函的日期和文号"
    )
    field_order = (
        "name", "named_on", "uscc", "address", "contact_name", "contact_phone", "papers",
    )  # fmt: skip


class ReviewForm(PaperFields):
    """What a review found, on papers shown anew."""

    finding = forms.ChoiceField(label="结论", choices=[("", "请选择"), *FINDINGS.items()])
    words = decided_in("复核意见", "附条件的写明条件和期限,暂停的写明原因;机构会原样看到")
    stop_draws = forms.BooleanField(
        label="暂停的,同时停止放款", required=False,
        help_text="已接受、还没有放款的报价也退回供应商;不勾选的,由双方继续办到放款",
    )  # fmt: skip
    field_order = (*PAPER_FIELDS, "finding", "words", "stop_draws")

    def __init__(self, *given: Any, **named: Any) -> None:
        """Leave it to the act whether its papers are needed: what is suspended may lack them."""
        super().__init__(*given, **named)
        for name in ("licence", "agreement"):
            self.fields[name].required = False


class SuspendForm(ActForm):
    """Why an institution's new business stops, and whether draws stop with it."""

    reason = decided_in("暂停的原因", "机构会原样看到")
    stop_draws = forms.BooleanField(
        label="同时停止放款", required=False,
        help_text="已接受、还没有放款的报价也退回供应商;不勾选的,由双方继续办到放款",
    )  # fmt: skip


class ResumeForm(PaperFields):
    """Why an institution takes new business again, on which papers."""

    reason = decided_in("恢复的理由", "例如整改已经验收;机构会原样看到")
    field_order = (*PAPER_FIELDS, "reason")
