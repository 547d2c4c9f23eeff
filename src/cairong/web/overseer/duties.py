"""Duties of all sides that are overdue, by who holds them (三(一)-2)."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.db.models import Case, Count, Max, Min, Q, QuerySet, UUIDField, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.clocks.models import Duty
from cairong.clocks.reads import missed_duties, open_duties
from cairong.doors.actors import moment_of
from cairong.doors.lists import filters, page_of, sorted_by
from cairong.doors.page import page
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.kernel.calendar import Calendar, day_of
from cairong.parties.models import Organisation
from cairong.parties.reads import regions
from cairong.policy.duties import DUTIES
from cairong.rulebook.reads import calendar_of
from cairong.web.duties import deadline_of
from cairong.web.frame import draw
from cairong.web.overseer.filters import WATCHING, DutyFilter
from cairong.web.parts import Column, Empty, Linked, Pages, Row, Table
from cairong.web.sheets import workbook

SORTS = {"due": "due_on", "holder": "holder_organisation__name", "kind": "kind", "title": "title"}
COLUMNS = (
    Column(key="title", word="对象", sort="title"),
    Column(key="kind", word="职责", sort="kind"),
    Column(key="holder", word="责任单位", sort="holder"),
    Column(key="role", word="角色"),
    Column(key="region", word="县区"),
    Column(key="deadline", word="期限", kind="deadline", sort="due"),
)
SHEET = (
    *COLUMNS[:-1],
    Column(key="obligation", word="依据"),
    Column(key="deadline", word="到期日", kind="deadline"),
    Column(key="law", word="法定到期日", kind="date"),
    Column(key="over", word="已超(按该期限的天数)", kind="number"),
)
HOLDERS = (
    Column(key="holder", word="责任单位"),
    Column(key="side", word="责任方"),
    Column(key="over", word="已超期(件)", kind="number"),
    Column(key="law", word="其中超法定期限(件)", kind="number"),
    Column(key="oldest", word="最早到期日", kind="date"),
)
SIDES = dict(Organisation.Kind.choices)
BUREAU = Organisation.Kind.BUREAU.value
MOST_HOLDERS = 50


@require_safe
@page(*WATCHING)
def duties(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List open duties, those overdue first, grouped by holder; or answer them as a workbook."""
    now, places = moment_of(request), list(regions(actor.city))
    today, calendar = day_of(now), calendar_of(actor.city)
    form = filters(request, DutyFilter, regions=places, today=today)
    everything, missed = open_duties(actor), missed_duties(actor)
    listed = missed if form.cleaned_data["standing"] == "gone" else everything
    found = narrowed(listed, form, today).select_related("holder_organisation")
    names = {one.code: one.name for one in places}
    if sheet:
        rows, _ = sorted_by(request, found, sorts=SORTS, default="due")
        made = _rows(rows, names, today, calendar)
        return workbook("未按期办理事项", SHEET, made, filters=form, made_at=now)
    listing = page_of(request, found, sorts=SORTS, default="due")
    table = Table(
        caption="逐件",
        columns=COLUMNS,
        rows=_rows(listing.rows, names, today, calendar),
        empty=Empty(text="没有符合条件的事项。任何一方超过期限的事项,第二天会自动出现在这里。"),
        pages=Pages(number=listing.number, last=listing.last, total=listing.total),
        sort=listing.sort,
        filters=form,
        export_href=reverse("overseer-duties-export"),
    )
    over = everything.order_by().filter(due_on__lt=today)
    figures = {**_figures(over, today), "gone": missed.order_by().count()}
    context = {"table": table, "holders": _holders(over, today), "figures": figures}
    return draw(request, actor, "overseer/duties.html", context)


def narrowed(rows: QuerySet[Duty], form: DutyFilter, today: date) -> QuerySet[Duty]:
    """Keep the duties that the filters ask for; without one, those overdue."""
    asked = form.cleaned_data
    standings = {
        "": Q(due_on__lt=today),
        "law": Q(due_law_on__lt=today),
        "today": Q(due_on=today),
        "open": Q(),
        "gone": Q(),
    }
    rows = rows.filter(standings[asked["standing"]])
    if words := asked["words"]:
        rows = rows.filter(
            Q(title__icontains=words) | Q(holder_organisation__name__icontains=words)
        )
    if side := asked["side"]:
        rows = rows.filter(_of(side))
    columns = {"kind": "kind", "region": "region", "holder": "holder_organisation_id"}
    for name, column in columns.items():
        if asked[name]:
            rows = rows.filter(**{column: asked[name]})
    return rows


def holder_name(duty: Duty) -> str:
    """Name who has to fulfil a duty; one of the bureau's desks names no organisation."""
    holder = duty.holder_organisation
    name = holder.name if holder else SIDES[BUREAU]
    return f"{name}({ROLE_NAMES[Role(duty.holder_role)]})"


def place_of(duty: Duty) -> str:
    """Give the address of what a duty is about; an award without contract has no page here."""
    return "" if duty.kind == "sign_contract" else reverse("find", args=[duty.subject_id])


def _of(side: str) -> Q:
    """Tell whose duty it is; there is one bureau in a city, and its duties may not name it."""
    held = Q(holder_organisation__kind=side)
    return held | Q(holder_organisation__isnull=True) if side == BUREAU else held


def _figures(over: QuerySet[Duty], today: date) -> dict[str, int]:
    sides = {side: Count("pk", filter=_of(side)) for side in SIDES}
    return over.aggregate(
        total=Count("pk"), law=Count("pk", filter=Q(due_law_on__lt=today)), **_named(sides)
    )


def _named(sides: dict[str, Count]) -> dict[str, Count]:
    return {name.replace("-", "_"): count for name, count in sides.items()}


def _holders(over: QuerySet[Duty], today: date) -> Table:
    """Count what is overdue by who has to do it; the bureau is one, named or not."""
    side = Coalesce("holder_organisation__kind", Value(BUREAU))
    rows = (
        over.annotate(side=side)
        .values_list("side")
        .annotate(
            holder=Case(
                When(side=BUREAU, then=None),
                default="holder_organisation_id",
                output_field=UUIDField(),
            ),
            name=Max("holder_organisation__name"),
            count=Count("pk"),
            law=Count("pk", filter=Q(due_law_on__lt=today)),
            oldest=Min("due_on"),
        )
        .order_by("-count", "oldest")[:MOST_HOLDERS]
    )
    listed = []
    for kind, holder, name, count, law, oldest in rows:
        narrow = {"holder": holder} if holder else {"side": kind}
        href = f"{reverse('overseer-duties')}?{urlencode(narrow)}"
        cells = {
            "holder": name or SIDES[kind],
            "side": SIDES[kind],
            "over": Linked(value=count, href=href),
            "law": law,
            "oldest": oldest,
        }
        listed.append(Row(cells=cells, href=href))
    return Table(
        caption="按责任单位",
        columns=HOLDERS,
        rows=listed,
        empty=Empty(text="现在没有超期事项。"),
    )


def _rows(
    found: Iterable[Duty], names: dict[str, str], today: date, calendar: Calendar
) -> list[Row]:
    rows = []
    for one in found:
        deadline = deadline_of(one, today=today, calendar=calendar)
        holder = one.holder_organisation
        cells = {
            "title": one.title,
            "kind": DUTIES[one.kind].word,
            "holder": holder.name if holder else SIDES[BUREAU],
            "role": ROLE_NAMES[Role(one.holder_role)],
            "region": names.get(one.region) or None,
            "obligation": DUTIES[one.kind].obligation,
            "deadline": deadline,
            "law": one.due_law_on,
            "over": max(-deadline.days_left, 0),
        }
        rows.append(Row(cells=cells, href=place_of(one)))
    return rows
