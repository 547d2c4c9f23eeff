"""The notice letters: listed, opened by their supplier, printed. 附-1, 三(三)-2"""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import BUREAU, OVERSEERS, PURCHASER, Actor, Role
from cairong.kernel.states import State
from cairong.outreach.actions.open_letter import open_letter
from cairong.outreach.models import Letter
from cairong.outreach.reads import letter_for, letters_of
from cairong.outreach.steps.paper import letter_pdf
from cairong.policy.clauses import letter as letter_words
from cairong.web.forms import PageForm
from cairong.web.frame import draw
from cairong.web.listing import ListPage, answer_list
from cairong.web.parts import Column, Empty, Row

READERS = (Role.SUPPLIER, *sorted(PURCHASER | BUREAU | OVERSEERS), Role.OPERATOR)
SORTS = {"title": "project_title", "sent": "sent_at", "opened": "opened_at"}
COLUMNS = (
    Column(key="title", word="项目", sort="title"),
    Column(key="supplier", word="供应商"),
    Column(key="occasion", word="何时发出"),
    Column(key="sent", word="发出时间", kind="moment", sort="sent"),
    Column(key="opened", word="打开时间", kind="moment", sort="opened"),
    Column(key="reader", word="打开人"),
    Column(key="state", word="状态", kind="status"),
)
LIST = ListPage(
    title="融资政策告知函",
    columns=COLUMNS,
    sorts=SORTS,
    default="-sent",
    export="letters-export",
    empty=Empty(text="还没有告知函。登记中标(成交)通知书和签订合同时,会自动发给供应商。"),
)
OPENED, UNOPENED = State(word="已打开", shape="done"), State(word="未打开", shape="wait")


class LetterFilter(PageForm):
    """Search letters by project or supplier, and by whether they were opened."""

    words = forms.CharField(label="项目或供应商", required=False, max_length=60)
    opened = forms.ChoiceField(
        label="打开", required=False, choices=[("", "全部"), ("yes", "已打开"), ("no", "未打开")]
    )


@require_safe
@page(*READERS)
def letters(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List the letters one may see; or answer them all as a workbook."""
    form = filters(request, LetterFilter)
    found = _narrowed(letters_of(actor), form)
    return answer_list(request, actor, LIST, form, found=found, rows=_rows, sheet=sheet)


@require_safe
@page(*READERS)
def letter(request: HttpRequest, actor: Actor, letter_id: UUID) -> HttpResponse:
    """Show a letter in its own words; the supplier's first reading is noted."""
    found = letter_for(actor, letter_id)
    if actor.role is Role.SUPPLIER and found.opened_at is None:
        found = open_letter(actor=actor, now=moment_of(request), letter_id=letter_id)
    title, *paragraphs = [line for line in letter_words().split("\n") if line]
    context = {"letter": found, "title": title, "paragraphs": paragraphs}
    return draw(request, actor, "supplier/letter.html", context)


@require_safe
@page(*READERS)
def pdf(request: HttpRequest, actor: Actor, letter_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Answer a letter on paper."""
    found = letter_for(actor, letter_id)
    answer = HttpResponse(letter_pdf(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="letter-{found.pk}.pdf"'
    return answer


def _narrowed(rows: QuerySet[Letter], form: LetterFilter) -> QuerySet[Letter]:
    words, opened = form.cleaned_data["words"], form.cleaned_data["opened"]
    if words:
        rows = rows.filter(
            Q(project_title__icontains=words)
            | Q(project_no__icontains=words)
            | Q(supplier__name__icontains=words)
        )
    return rows.filter(opened_at__isnull=opened == "no") if opened else rows


def _rows(found: Iterable[Letter]) -> list[Row]:
    return [
        Row(
            cells={
                "title": one.project_title,
                "supplier": one.supplier.name,
                "occasion": one.get_occasion_display(),
                "sent": one.sent_at,
                "opened": one.opened_at,
                "reader": one.opened_by.name if one.opened_by else None,
                "state": OPENED if one.opened_at else UNOPENED,
            },
            href=reverse("letter", args=[one.pk]),
        )
        for one in found
    ]
