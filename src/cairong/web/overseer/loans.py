"""The loans that make a number of the board."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.lending.models import Loan
from cairong.oversight.reads import loans_behind
from cairong.parties.models import Organisation
from cairong.parties.reads import regions
from cairong.web.listing import Around, ListPage, answer_list
from cairong.web.loan_states import loan_state
from cairong.web.overseer.filters import WATCHING, LoanFilter
from cairong.web.overseer.words import percent
from cairong.web.parts import Column, Empty, Row

SORTS = {
    "no": "no", "drawn": "drawn_on", "amount": "principal_fen", "institution": "institution__name",
    "rate": "rate_bp",
}  # fmt: skip
COLUMNS = (
    Column(key="title", word="合同"),
    Column(key="no", word="贷款编号", kind="code", sort="no"),
    Column(key="region", word="级次"),
    Column(key="institution", word="金融机构", sort="institution"),
    Column(key="supplier", word="供应商"),
    Column(key="amount", word="放款本金", kind="money", sort="amount"),
    Column(key="rate", word="年利率(%)", kind="number", sort="rate"),
    Column(key="drawn", word="放款日", kind="date", sort="drawn"),
    Column(key="state", word="状态", kind="status"),
)

LIST = ListPage(
    title="放款明细",
    columns=COLUMNS,
    sorts=SORTS,
    default="-drawn",
    empty=Empty(text="没有符合条件的放款。金融机构放款当天,这里就会出现一行。"),
    export="overseer-loans-export",
)


@require_safe
@page(*WATCHING)
def loans(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List the loans of a year, level, month or institution; or answer them as a workbook."""
    today, places = day_of(moment_of(request)), list(regions(actor.city))
    lenders = Organisation.objects.filter(city_id=actor.city, kind=Organisation.Kind.INSTITUTION)
    form = filters(
        request,
        LoanFilter,
        today=today,
        regions=places,
        institutions=lenders.order_by("name"),
    )
    found = narrowed(loans_behind(actor, form.chosen, form.cleaned_data["region"]), form)
    names = {one.code: one.name for one in places}
    whole = found.order_by().aggregate(amount=Sum("principal_fen"), count=Count("pk"))
    return answer_list(
        request,
        actor,
        LIST,
        form,
        found=found,
        rows=lambda rows: _rows(rows, names, today),
        sheet=sheet,
        around=Around(template="overseer/loans.html", context={"year": form.chosen, **whole}),
    )


def narrowed(rows: QuerySet[Loan], form: LoanFilter) -> QuerySet[Loan]:
    """Keep the loans that the filters ask for."""
    asked = form.cleaned_data
    if words := asked["words"]:
        rows = rows.filter(
            Q(no__icontains=words)
            | Q(contract__title__icontains=words)
            | Q(contract__no__icontains=words)
            | Q(supplier__name__icontains=words)
        )
    columns = {"month": "drawn_on__month", "institution": "institution_id", "state": "state"}
    for name, column in columns.items():
        if asked[name]:
            rows = rows.filter(**{column: asked[name]})
    return rows


def _rows(found: Iterable[Loan], names: dict[str, str], today: date) -> list[Row]:
    return [
        Row(
            cells={
                "title": one.contract.title,
                "no": one.no,
                "region": names.get(one.region, one.region),
                "institution": one.institution.name,
                "supplier": one.supplier.name,
                "amount": one.principal_fen,
                "rate": percent(one.rate_bp),
                "drawn": one.drawn_on,
                "state": loan_state(one.state, one.due_on, today),
            },
            href=reverse("case", args=[one.contract_id]),
        )
        for one in found
    ]
