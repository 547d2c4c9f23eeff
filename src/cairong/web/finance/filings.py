"""The procurement desk's lists: filings that wait, and every contract of its region."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN
from cairong.contracts.models import Contract
from cairong.contracts.reads import contracts_of, review_queue
from cairong.contracts.states import CONTRACT, ON_FILE, PUBLIC_STATES
from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import Calendar, day_of
from cairong.parties.models import Proposal
from cairong.parties.reads import region_names
from cairong.rulebook.reads import calendar_of
from cairong.web.duties import open_deadlines
from cairong.web.forms import PageForm
from cairong.web.listing import ListPage, answer_list
from cairong.web.parts import Column, Empty, Paper, Row

DESK = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER, Role.COUNTY_CLERK)
ACT = "filing.decide_filing"
QUEUE = ListPage(
    title="备案审核",
    columns=(
        Column(key="title", word="合同", sort="title"),
        Column(key="no", word="平台编号", kind="code", sort="no"),
        Column(key="purchaser", word="采购人", kind="name"),
        Column(key="region", word="区域", kind="short", sort="region"),
        Column(key="amount", word="金额", kind="money", sort="amount"),
        Column(key="round", word="报送"),
        Column(key="place", word="办理情况"),
        Column(key="deadline", word="审核期限", kind="deadline", sort="due"),
    ),
    sorts={
        "title": "title",
        "no": "no",
        "region": "region",
        "amount": "amount_fen",
        "due": "due_on",
    },
    default="due",
    empty=Empty(text="没有待审核的备案。采购人报送后,会出现在这里,并写明审核到哪一天。"),
    export="finance-filings-export",
    lead="打开一份备案后,采购人不能再收回。",
)
CONTRACTS = ListPage(
    title="合同备案",
    columns=(
        Column(key="title", word="合同", sort="title"),
        Column(key="no", word="平台编号", kind="code", sort="no"),
        Column(key="purchaser", word="采购人", kind="name"),
        Column(key="suppliers", word="供应商", kind="name"),
        Column(key="region", word="区域", kind="short", sort="region"),
        Column(key="amount", word="金额", kind="money", sort="amount"),
        Column(key="signed", word="签订日期", kind="date", sort="signed"),
        Column(key="filed", word="备案时间", kind="moment", sort="filed"),
        Column(key="state", word="状态", kind="status"),
    ),
    sorts={
        "title": "title",
        "no": "no",
        "region": "region",
        "amount": "amount_fen",
        "signed": "signed_on",
        "filed": "filed_at",
    },
    default="-signed",
    empty=Empty(text="没有这样的合同。采购人签订并报备后,会出现在这里。"),
    export="finance-contracts-export",
)


class FilingFilter(PageForm):
    """Search filings by number or name, and by region."""

    words = forms.CharField(label="编号、名称或单位", required=False, max_length=60)
    region = forms.ChoiceField(label="区域", required=False)

    def __init__(self, *args: Any, places: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *places.items()]


class ContractFilter(FilingFilter):
    """Search contracts by state too."""

    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[
            ("", "全部"),
            *(one for one in CONTRACT.choices() if one[0] in PUBLIC_STATES),
            ("on-file", "已备案(含已结清)"),
        ],
    )


@require_safe
@page(*DESK)
def filings(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List the filings that wait for one's desk; or answer them all as a workbook."""
    places = places_of(actor)
    today, calendar = day_of(moment_of(request)), calendar_of(actor.city)
    form = filters(request, FilingFilter, places=places_of(actor, on=today))
    return answer_list(
        request,
        actor,
        QUEUE,
        form,
        found=_narrowed(_with_due(review_queue(actor)), form.cleaned_data),
        rows=lambda found: _queue(found, places, today=today, calendar=calendar),
        sheet=sheet,
    )


@require_safe
@page(*DESK)
def contracts(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List the contracts of one's region; or answer them all as a workbook."""
    places = places_of(actor)
    form = filters(request, ContractFilter, places=places)
    found = contracts_of(actor).filter(sample=False)
    return answer_list(
        request,
        actor,
        CONTRACTS,
        form,
        found=_narrowed(found, form.cleaned_data).prefetch_related("suppliers"),
        rows=lambda rows: _contracts(rows, places),
        sheet=sheet,
    )


def places_of(actor: Actor, *, on: date | None = None) -> dict[str, str]:
    """Name the regions an actor's desk sees by their codes, or those of them of a day."""
    names = region_names(actor.city, on=on)
    return names if actor.whole_city else {actor.region: names.get(actor.region, actor.region)}


def _with_due(rows: QuerySet[Contract]) -> QuerySet[Contract]:
    duties = Duty.objects.filter(subject_id=OuterRef("pk"), kind="review_filing", state__in=OPEN)
    return rows.annotate(due_on=Subquery(duties.order_by("due_on").values("due_on")[:1]))


def _narrowed(rows: QuerySet[Contract], wanted: dict[str, Any]) -> QuerySet[Contract]:
    words = wanted["words"]
    if words:
        named = rows.filter(
            Q(no__icontains=words)
            | Q(title__icontains=words)
            | Q(purchaser_no__icontains=words)
            | Q(purchaser_name__icontains=words)
            | Q(suppliers__name__icontains=words)
        )
        rows = rows.filter(pk__in=named.values("pk"))
    if wanted["region"]:
        rows = rows.filter(region=wanted["region"])
    state = wanted.get("state")
    return rows.filter(state__in=ON_FILE if state == "on-file" else [state]) if state else rows


def _queue(
    found: Sequence[Contract], places: dict[str, str], *, today: date, calendar: Calendar
) -> list[Row]:
    deadlines = open_deadlines([one.pk for one in found], today=today, calendar=calendar)
    proposals = Proposal.objects.filter(
        act=ACT, state="waiting", about__overlap=[one.pk for one in found]
    )
    sent = {pk for one in proposals for pk in one.about}
    rows = []
    for one in found:
        filing = next(iter(one.waiting), None)  # type: ignore[attr-defined]
        opened = "已打开" if filing and filing.opened_at else "未打开"
        cells = {
            **_cells(one, places),
            "round": f"第 {filing.round} 次" if filing else None,
            "place": "已送复核" if one.pk in sent else opened,
            "deadline": deadlines.get(one.pk),
        }
        href = reverse("finance-filing", args=[one.pk])
        rows.append(Row(cells=cells, href=href, acts=[Paper(word="审核", href=href)]))
    return rows


def _contracts(found: Sequence[Contract], places: dict[str, str]) -> list[Row]:
    return [
        Row(
            cells={
                **_cells(one, places),
                "suppliers": "、".join(row.name for row in one.suppliers.all()),
                "signed": one.signed_on,
                "filed": one.filed_at,
                "state": CONTRACT.states[one.state],
            },
            href=reverse("case", args=[one.pk]),
            acts=[Paper(word="备案内容", href=reverse("finance-filing", args=[one.pk]))],
        )
        for one in found
    ]


def _cells(one: Contract, places: dict[str, str]) -> dict[str, Any]:
    return {
        "title": one.title,
        "no": one.no,
        "purchaser": one.purchaser_name,
        "region": places.get(one.region, one.region),
        "amount": one.amount_fen,
    }
