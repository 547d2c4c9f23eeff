"""The lists of two desks: who says to act for a supplier, and the organisations of the city."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.states import State
from cairong.parties.models import Claim, Organisation
from cairong.parties.reads import region_names
from cairong.parties.states import CLAIM
from cairong.parties.steps.registering import claims_of, waiting_on
from cairong.web.forms import PageForm
from cairong.web.listing import Around, ListPage, answer_list
from cairong.web.parts import Column, Empty, Paper, Row

PROVING = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)
ACTIVE, ENDED = State(word="正常", shape="done"), State(word="已停用", shape="stop")
CLAIMS = ListPage(
    title="供应商授权核实",
    columns=(
        Column(key="organisation", word="供应商", sort="name"),
        Column(key="uscc", word="统一社会信用代码", sort="uscc"),
        Column(key="person", word="经办人"),
        Column(key="at", word="提交时间", kind="moment", sort="at"),
        Column(key="state", word="状态", kind="status", sort="state"),
    ),
    sorts={"name": "name", "uscc": "uscc", "at": "created_at", "state": "state"},
    default="-at",
    export="account-claims-export",
    empty=Empty(text="没有待看的授权。供应商自行注册后,授权材料会出现在这里,由采购科核对。"),
)
ORGANISATIONS = ListPage(
    title="单位管理",
    columns=(
        Column(key="name", word="单位", sort="name"),
        Column(key="kind", word="类别", sort="kind"),
        Column(key="uscc", word="统一社会信用代码"),
        Column(key="state", word="状态", kind="status"),
    ),
    sorts={"name": "name", "kind": "kind"},
    default="name",
    export="account-organisations-export",
    empty=Empty(text="没有这样的单位。"),
)


class ClaimFilter(PageForm):
    """Search claims by supplier or person, and by what became of them."""

    words = forms.CharField(label="供应商、代码或经办人", required=False, max_length=60)
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), *((key, one.word) for key, one in CLAIM.states.items())],
    )


class OrganisationFilter(PageForm):
    """Search organisations by name or code, by kind, and by whether they are active."""

    words = forms.CharField(label="单位名称或代码", required=False, max_length=60)
    kind = forms.ChoiceField(
        label="类别", required=False, choices=[("", "全部"), *Organisation.Kind.choices]
    )
    active = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), ("yes", "正常"), ("no", "已停用")]
    )


@dataclass(frozen=True, kw_only=True)
class Rival:
    """Another claim on the same code; `href` leads to it where it lies before one's own desk."""

    claim: Claim
    region: str
    href: str


@require_safe
@page(*PROVING)
def claims(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List who says to act for a supplier; or answer it all as a workbook."""
    form = filters(request, ClaimFilter)
    words, state = form.cleaned_data["words"], form.cleaned_data["state"]
    found = claims_of(actor)
    if words:
        found = found.filter(
            Q(name__icontains=words)
            | Q(organisation__name__icontains=words)
            | Q(uscc__icontains=words)
            | Q(person__name__icontains=words)
        )
    if state:
        found = found.filter(state=state)
    return answer_list(request, actor, CLAIMS, form, found=found, rows=_claim_rows, sheet=sheet)


@require_safe
@page(Role.OPERATOR)
def organisations(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List the organisations of the city; or answer them all as a workbook."""
    form = filters(request, OrganisationFilter)
    words, kind, active = (form.cleaned_data[one] for one in ("words", "kind", "active"))
    found = Organisation.objects.filter(city_id=actor.city)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(uscc__icontains=words))
    if kind:
        found = found.filter(kind=kind)
    if active:
        found = found.filter(active=active == "yes")
    around = Around(tools=[Paper(word="登记单位", href=reverse("account-admit"))])
    return answer_list(
        request, actor, ORGANISATIONS, form,
        found=found, rows=_organisation_rows, sheet=sheet, around=around,
    )  # fmt: skip


def rivals_of(actor: Actor, claim: Claim) -> list[Rival]:
    """List who else waits on the code of a claim, before another county's desk too."""
    beside, places = waiting_on(claim).exclude(pk=claim.pk), region_names(actor.city)
    own = set(claims_of(actor).filter(pk__in=beside.values("pk")).values_list("pk", flat=True))
    return [
        Rival(
            claim=one,
            region=places.get(one.region, one.region),
            href=reverse("account-claim", args=[one.pk]) if one.pk in own else "",
        )
        for one in beside
    ]


def _claim_rows(found: Iterable[Claim]) -> list[Row]:
    return [
        Row(
            cells={
                "organisation": one.name,
                "uscc": one.uscc,
                "person": one.person.name,
                "at": one.created_at,
                "state": CLAIM.states[one.state],
            },
            href=reverse("account-claim", args=[one.pk]),
        )
        for one in found
    ]


def _organisation_rows(found: Iterable[Organisation]) -> list[Row]:
    return [
        Row(
            cells={
                "name": one.name,
                "kind": one.get_kind_display(),
                "uscc": one.uscc or None,
                "state": ACTIVE if one.active else ENDED,
            },
            href=reverse("account-organisation", args=[one.pk]),
        )
        for one in found
    ]
