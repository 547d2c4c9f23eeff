"""Acts that were refused, by kind: read-only, without what was typed (三(一)-2)."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.audit.models import RefusalRecord
from cairong.doors.actors import moment_of
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import ROLE_NAMES, Actor, Role
from cairong.kernel.acts import ACTS
from cairong.kernel.calendar import end_of, start_of
from cairong.kernel.errors import Finding
from cairong.parties.models import Organisation
from cairong.policy.catalogue import sentence
from cairong.web.listing import Around, ListPage, answer_list
from cairong.web.overseer.filters import RefusalFilter, kind_word
from cairong.web.parts import Column, Empty, Row, Table

READERS = (
    Role.REGULATOR, Role.OPERATOR, Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER,
)  # fmt: skip
SORTS = {"at": "at", "kind": "kind", "act": "act", "role": "role"}
COLUMNS = (
    Column(key="kind", word="类别", sort="kind"),
    Column(key="act", word="办理的事", sort="act"),
    Column(key="reason", word="原因"),
    Column(key="basis", word="依据"),
    Column(key="role", word="角色", sort="role"),
    Column(key="organisation", word="单位"),
    Column(key="at", word="时间", kind="moment", sort="at"),
)
KINDS = (
    Column(key="kind", word="类别"),
    Column(key="count", word="近 30 天(次)", kind="number"),
    Column(key="last", word="最近一次", kind="moment"),
)
LATELY = timedelta(days=30)
LIST = ListPage(
    title="拒绝记录",
    columns=COLUMNS,
    sorts=SORTS,
    default="-at",
    empty=Empty(text="没有符合条件的拒绝记录。系统每拒绝一次办理,这里就会多一条。"),
    export="overseer-refusals-export",
)


@require_safe
@page(*READERS)
def refusals(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List what was refused, and count it by kind; or answer it as a workbook."""
    now = moment_of(request)
    form = filters(request, RefusalFilter)
    everything = RefusalRecord.objects.filter(city=actor.city)
    if not actor.whole_city:
        local = Organisation.objects.filter(city_id=actor.city, region=actor.region)
        everything = everything.filter(organisation_id__in=local.values("pk"))
    kinds = _kinds(everything.filter(at__gte=now - LATELY))
    return answer_list(
        request,
        actor,
        LIST,
        form,
        found=narrowed(everything, form),
        rows=_rows,
        sheet=sheet,
        around=Around(template="overseer/refusals.html", context={"kinds": kinds}),
    )


def narrowed(rows: QuerySet[RefusalRecord], form: RefusalFilter) -> QuerySet[RefusalRecord]:
    """Keep the records that the filters ask for."""
    asked = form.cleaned_data
    if words := asked["words"]:
        named = Organisation.objects.filter(name__icontains=words)
        rows = rows.filter(organisation_id__in=named.values("pk"))
    for name in ("kind", "role"):
        if asked[name]:
            rows = rows.filter(**{name: asked[name]})
    if asked["since"]:
        rows = rows.filter(at__gte=start_of(asked["since"]))
    if asked["until"]:
        rows = rows.filter(at__lte=end_of(asked["until"]))
    return rows


def _kinds(rows: QuerySet[RefusalRecord]) -> Table:
    counted = rows.order_by().values("kind").annotate(count=Count("pk"), last=Max("at"))
    listed = [
        Row(
            cells={
                "kind": kind_word(one["kind"]),
                "count": one["count"],
                "last": one["last"],
            },
            href=f"{reverse('overseer-refusals')}?kind={one['kind']}",
        )
        for one in counted.order_by("-count")
    ]
    return Table(
        caption="按类别", columns=KINDS, rows=listed, empty=Empty(text="近 30 天没有拒绝记录。")
    )


def _tried(name: str) -> str:
    """Name what somebody tried: an act, or else a page that was asked for."""
    return ACTS[name].word if name in ACTS else "打开页面或提交表单"


def _rows(found: Iterable[RefusalRecord]) -> list[Row]:
    listed = list(found)
    ids: set[UUID] = {one.organisation_id for one in listed if one.organisation_id}
    names = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [
        Row(
            cells={
                "kind": kind_word(one.kind),
                "act": _tried(one.act),
                "reason": sentence(Finding(code=one.code)),
                "basis": one.obligation or None,
                "role": ROLE_NAMES[Role(one.role)],
                "organisation": names.get(one.organisation_id) if one.organisation_id else None,
                "at": one.at,
            }
        )
        for one in listed
    ]
