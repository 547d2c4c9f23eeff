"""The institution's applications: one list, the next due first."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import Calendar, add_working_days, day_of
from cairong.lending.models import Application, Offer
from cairong.lending.reads import desk, draws_waiting
from cairong.lending.states import APPLICATION, CHOSEN_OFFERS, OFFER
from cairong.rulebook.reads import calendar_of
from cairong.web.duties import open_deadlines
from cairong.web.forms import PageForm
from cairong.web.listing import ListPage, answer_list
from cairong.web.parts import Column, Empty, Row

PEOPLE = (Role.INSTITUTION_OFFICER, Role.INSTITUTION_APPROVER, Role.INSTITUTION_MANAGER)
SOON_DAYS = 3  # working days
UNDRAWN = "undrawn"
LIST = ListPage(
    title="融资申请",
    columns=(
        Column(key="supplier", word="供应商"),
        Column(key="no", word="意向编号", kind="code", sort="no"),
        Column(key="title", word="合同或项目"),
        Column(key="amount", word="申请金额", kind="money", sort="amount"),
        Column(key="days", word="天数", kind="number", sort="days"),
        Column(key="state", word="状态", kind="status"),
        Column(key="deadline", word="期限", kind="deadline", sort="due"),
    ),
    sorts={
        "no": "intent__no",
        "amount": "intent__amount_fen",
        "days": "intent__days",
        "due": "due_on",
        "submitted": "submitted_at",
    },
    default="due",
    empty=Empty(
        text="没有这样的申请。供应商在网上超市登记意向后,会出现在这里,并写明到哪一天、依据哪一条。",
        begin_word="看本机构产品",
        begin_href="/institution/products/",
    ),
    export="institution-applications-export",
)


class ApplicationFilter(PageForm):
    """Search applications by number or name, by state, and by what is due."""

    words = forms.CharField(label="编号、供应商或合同", required=False, max_length=60)
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), *APPLICATION.choices(), (UNDRAWN, "报价已接受、待放款")],
    )
    due = forms.ChoiceField(
        label="期限",
        required=False,
        choices=[
            ("", "全部"),
            ("over", "已超期"),
            ("today", "今天到期"),
            ("soon", f"{SOON_DAYS} 个工作日内到期"),
        ],
    )


@require_safe
@page(*PEOPLE)
def applications(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List the applications to one's institution; or answer them all as a workbook."""
    form = filters(request, ApplicationFilter)
    today, calendar = day_of(moment_of(request)), calendar_of(actor.city)
    return answer_list(
        request,
        actor,
        LIST,
        form,
        found=_narrowed(_of_state(actor, form.cleaned_data["state"]), form, today, calendar),
        rows=lambda found: _rows(found, today, calendar),
        sheet=sheet,
    )


def title_of(application: Application) -> str:
    """Name the contract an application stands on, or the award while there is none."""
    subject = application.intent.contract or application.intent.award
    return subject.title if subject else application.intent.no


def _of_state(actor: Actor, state: str) -> QuerySet[Application]:
    """List applications in a state, or those whose accepted offer is not drawn whole yet."""
    if state == UNDRAWN:
        return desk(actor).filter(pk__in=draws_waiting(actor).order_by().values("application"))
    return desk(actor, *filter(None, [state]))


def _narrowed(
    rows: QuerySet[Application], form: PageForm, today: date, calendar: Calendar
) -> QuerySet[Application]:
    words, due = form.cleaned_data["words"], form.cleaned_data["due"]
    if words:
        rows = rows.filter(
            Q(intent__no__icontains=words)
            | Q(intent__supplier__name__icontains=words)
            | Q(intent__contract__title__icontains=words)
            | Q(intent__contract__no__icontains=words)
            | Q(intent__award__title__icontains=words)
        )
    if due:
        soon = add_working_days(today, SOON_DAYS, calendar).due
        bounds: dict[str, dict[str, Any]] = {
            "over": {"due_on__lt": today},
            "today": {"due_on": today},
            "soon": {"due_on__range": (today, soon)},
        }
        rows = rows.filter(**bounds[due])
    return rows


def _rows(found: Sequence[Application], today: date, calendar: Calendar) -> list[Row]:
    chosen = {
        one.application_id: one
        for one in Offer.objects.filter(application__in=found, state__in=CHOSEN_OFFERS)
    }
    subjects = [one.pk for one in found] + [one.pk for one in chosen.values()]
    deadlines = open_deadlines(subjects, today=today, calendar=calendar)
    rows = []
    for one in found:
        offer = chosen.get(one.pk)
        deadline = deadlines.get(one.pk) or (deadlines.get(offer.pk) if offer else None)
        cells = {
            "supplier": one.intent.supplier.name,
            "no": one.intent.no,
            "title": title_of(one),
            "amount": offer.amount_fen if offer else one.intent.amount_fen,
            "days": offer.days if offer else one.intent.days,
            "state": OFFER.states[offer.state] if offer else APPLICATION.states[one.state],
            "deadline": deadline,
        }
        rows.append(Row(cells=cells, href=reverse("application", args=[one.pk])))
    return rows
