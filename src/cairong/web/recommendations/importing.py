"""Recommend a list: the template, the upload, a verdict for each row, the second person."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.export import SheetColumn, export
from cairong.doors.forms import submit
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Invalid
from cairong.policy.recommending import CLAUSE
from cairong.recommending.actions.recommend_list import recommend_list
from cairong.recommending.importing import COLUMNS, verdicts
from cairong.web.acting import carry_out, proposed, to_proposal
from cairong.web.forms import ActForm
from cairong.web.frame import draw
from cairong.web.parts import Column, Table, plain_table
from cairong.web.recommendations.authority import THEN
from cairong.web.recommendations.forms import ListForm

KIND = "recommending"
ROWS = (
    Column("line", "行"),
    Column("verdict", "结论"),
    *(Column(key, word) for key, word in COLUMNS.items()),
)


@require_safe
@page(Role.SME_AUTHORITY)
def template(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Answer an empty list with its columns."""
    del actor
    columns = [SheetColumn(key=key, word=word) for key, word in COLUMNS.items()]
    return export(
        name="推荐企业名单模板", columns=columns, rows=[], filters={}, made_at=moment_of(request)
    )


@uploads.takes_files
@page(Role.SME_AUTHORITY)
def upload(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Take a list and lead to its verdicts; what cannot be read is refused in words."""

    def drawn(form: ListForm) -> HttpResponse:
        return draw(request, actor, "recommendations/import.html", {"form": form})

    if request.method != "POST":
        return drawn(ListForm())
    form, now = ListForm(request.POST, request.FILES), moment_of(request)

    def act(typed: dict[str, Any]) -> UUID:
        uploads.refuse_cut(request)
        kept = uploads.keep(actor, typed["file"], now=now, kind=KIND)
        try:
            verdicts(kept.path, actor, now)
        except Exception:
            uploads.discard(kept)
            raise
        return kept.id

    if request.META.get(uploads.CUT):
        form.fields["file"].required = False
    return submit(
        request, form, act, draw=drawn,
        done=lambda key: reverse("recommend-preview", args=[key]),
    )  # fmt: skip


@require_safe
@page(Role.SME_AUTHORITY)
def look(request: HttpRequest, actor: Actor, upload_id: UUID) -> HttpResponse:
    """Show what a list holds, row by row, before anything is proposed."""
    return _drawn(request, actor, upload_id, ActForm())


@require_POST
@page(Role.SME_AUTHORITY)
def propose(request: HttpRequest, actor: Actor, upload_id: UUID) -> HttpResponseBase:
    """Lay the rows that can be recommended before the second person."""
    kept, now = uploads.kept_for(actor, upload_id, kind=KIND), moment_of(request)

    def act(_: dict[str, Any]) -> object:
        firms = [each.firm for each in verdicts(kept.path, actor, now) if each.good and each.firm]
        if not firms:
            raise Invalid("recommending.none_good", CLAUSE, field="file")
        return recommend_list.propose(actor=actor, now=now, firms=firms)

    return carry_out(
        request,
        ActForm(request.POST),
        act,
        draw=lambda form: _drawn(request, actor, upload_id, form),
        done=to_proposal,
        said=proposed(THEN),
    )


def _drawn(request: HttpRequest, actor: Actor, upload_id: UUID, form: ActForm) -> HttpResponse:
    kept = uploads.kept_for(actor, upload_id, kind=KIND)
    found = verdicts(kept.path, actor, moment_of(request))
    good = sum(each.good for each in found)
    context = {
        "kept": kept,
        "good": good,
        "refused": len(found) - good,
        "rows": _table(found),
        "form": form,
    }
    return draw(request, actor, "recommendations/preview.html", context)


def _table(found: Any) -> Table:
    rows = [
        {
            "line": each.line,
            "verdict": "可以推荐" if each.good else " ".join(each.wrong),
            **each.said,
        }
        for each in found
    ]
    return plain_table("逐行的结论", ROWS, rows, empty="文件里没有企业。")
