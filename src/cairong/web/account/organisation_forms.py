"""What is typed about an organisation: when it is admitted, changed, or keeps its own facts."""

from typing import Any

from django import forms
from django.forms import BoundField

from cairong.parties.kinds import (
    CONTACT,
    FIGURES,
    Kind,
    SupplierFacts,
)
from cairong.parties.reads import KIND_WORDS
from cairong.policy.size import INDUSTRIES
from cairong.web.forms import (
    ActForm,
    DayField,
    NumberField,
    UsccField,
    WholeField,
    choices_of,
)

MOST_WAN = 10**9
ADMITTED = {kind: KIND_WORDS[kind] for kind in (Kind.PURCHASER, Kind.AGENCY, Kind.INSPECTOR)}
ADMITTED[Kind.BUREAU] = "县区财政局"


def wan(label: str) -> NumberField:
    """Make the field of an amount in 万元, as the standard of sizes counts."""
    return NumberField(
        label=label, unit="万元", required=False, min_value=0, max_value=MOST_WAN, decimal_places=2
    )


class SizeFields(ActForm):
    """The figures that decide a supplier's size."""

    industry = forms.ChoiceField(
        label="所属行业", choices=choices_of(INDUSTRIES), help_text="用来认定中小微企业"
    )
    employees = WholeField(
        label="从业人员(人)", unit="人", required=False, min_value=0, max_value=10**7
    )
    revenue_wan = wan("营业收入(万元)")
    assets_wan = wan("资产总额(万元)")

    def arguments(self) -> dict[str, Any]:
        """Give what was typed, the figures, where they are asked for, as the supplier's facts."""
        typed = super().arguments()
        figures = {name: typed.pop(name) for name in FIGURES if name in typed}
        return {**typed, "supplier": SupplierFacts(**figures)} if figures else typed


class OrganisationFields(ActForm):
    """What is kept of every organisation."""

    name = forms.CharField(label="名称", max_length=200)
    uscc = UsccField(label="统一社会信用代码", required=False)
    address = forms.CharField(label="住所", max_length=200, required=False)
    contact_name = forms.CharField(label="联系人", max_length=60, required=False)
    contact_phone = forms.CharField(label="联系电话", max_length=30, required=False)

    def plain(self) -> list[BoundField]:
        """List the fields that every organisation has."""
        return self.visible_fields()


class AdmitForm(OrganisationFields):
    """An organisation the operator admits on papers."""

    kind = forms.ChoiceField(
        label="类别",
        choices=[("", "请选择"), *((kind.value, word) for kind, word in ADMITTED.items())],
    )
    region = forms.ChoiceField(label="所在县(市、区)", help_text="市本级的单位选全市那一项")

    field_order = ("kind", "name", "uscc", "region")


class ChangeForm(OrganisationFields):
    """What the operator changes on papers; whom to call at a supplier is the supplier's to say."""

    named_on = DayField(
        label="新名称启用日期", required=False, help_text="改了名称才填;原名称仍能查到"
    )
    papers = forms.CharField(
        label="变更依据", max_length=200, help_text="例如准予变更登记通知书、单位来函的日期和文号"
    )

    field_order = ("name", "named_on", "uscc", "address", "contact_name", "contact_phone", "papers")

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == Kind.SUPPLIER:
            for name in CONTACT:
                del self.fields[name]


class OwnFactsForm(SizeFields):
    """What an organisation's administrator keeps: whom to call, where, a supplier's figures."""

    contact_name = forms.CharField(label="联系人", max_length=60)
    contact_phone = forms.CharField(label="联系电话", max_length=30)
    address = forms.CharField(label="住所", max_length=200)
    figures_on = DayField(
        label="以上数据截至", required=False, help_text="例如上年度决算日。已签订的合同不受影响"
    )

    field_order = ("contact_name", "contact_phone", "address", *FIGURES)

    def __init__(self, *args: Any, supplies: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if supplies:
            self.fields["figures_on"].required = True
        else:
            for name in FIGURES:
                del self.fields[name]


class SucceedForm(ActForm):
    """The body that follows an authority, since when, by which paper."""

    name = forms.CharField(label="承接单位名称", max_length=200)
    on = DayField(label="承接日期")
    basis = forms.CharField(label="依据", max_length=200, help_text="例如机构改革方案的名称和文号")
