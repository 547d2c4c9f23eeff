"""The files one has uploaded lately: what each held, what was entered, the list of its errors."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.contracts.importing.reading import Preview
from cairong.doors import uploads
from cairong.doors.lists import filters
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.states import State
from cairong.web.forms import PageForm
from cairong.web.listing import Around, ListPage, answer_rows
from cairong.web.operator.imports import IMPORTERS
from cairong.web.parts import Column, Empty, Paper, Row

ENTERED, LOOKED = State(word="已录入", shape="done"), State(word="只预览,未录入", shape="wait")
LIST = ListPage(
    title="上传过的文件",
    columns=(
        Column(key="file", word="文件", sort="file"),
        Column(key="at", word="上传时间", kind="moment", sort="at"),
        Column(key="state", word="状态", kind="status", sort="state"),
        Column(key="awards", word="新录入(条)", kind="number", sort="awards"),
        Column(key="unchanged", word="没有变化(条)", kind="number"),
        Column(key="refused", word="未录入(条)", kind="number", sort="refused"),
    ),
    sorts={one: one for one in ("file", "at", "state", "awards", "refused")},
    default="-at",
    export="imports-export",
    empty=Empty(text="没有这样的文件。上传过的文件会在这里保留两天。"),
    lead="只列您自己上传的文件,保留两天。录入的每一批另有审计记录,长期保存。",
)


class ImportFilter(PageForm):
    """Search uploaded files by name, and by whether their rows were entered."""

    words = forms.CharField(label="文件名", required=False, max_length=60)
    done = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), ("yes", ENTERED.word), ("no", LOOKED.word)],
    )


@require_safe
@page(*IMPORTERS)
def imports(request: HttpRequest, actor: Actor, *, sheet: bool = False) -> HttpResponse:
    """List the files one has uploaded, each with its list of errors; or as a workbook."""
    form = filters(request, ImportFilter)
    words, done = form.cleaned_data["words"].casefold(), form.cleaned_data["done"]
    rows = [
        _row(one)
        for one in uploads.uploads_of(actor)
        if "found" in one.said
        and words in one.shown_name.casefold()
        and done in {"", "yes" if "done" in one.said else "no"}
    ]
    around = Around(tools=[Paper(word="上传文件", href=reverse("import-upload"))])
    return answer_rows(request, actor, LIST, form, rows=rows, sheet=sheet, around=around)


def _row(kept: uploads.Kept) -> Row:
    done = kept.said.get("done")
    counts = done or {"refused": Preview.of(kept.said["found"]).refused}
    errors = Paper(word="错误清单", href=reverse("import-errors", args=[kept.id]))
    return Row(
        cells={
            "file": kept.shown_name,
            "at": kept.at,
            "state": ENTERED if done else LOOKED,
            **{word: counts.get(word) for word in ("awards", "unchanged", "refused")},
        },
        href=reverse("import-preview", args=[kept.id]),
        acts=[errors] if kept.errors_path.exists() else [],
    )
