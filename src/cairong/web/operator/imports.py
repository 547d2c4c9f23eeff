"""Import published awards and contracts from a file: upload, look, enter, fetch the errors."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.contracts.importing.reading import Preview, preview
from cairong.contracts.importing.running import Report, import_file
from cairong.contracts.reads import imported_rows
from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.clock import now as clock
from cairong.doors.forms import submit
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.web.acting import carry_out
from cairong.web.forms import PageForm
from cairong.web.frame import draw
from cairong.web.operator.lists import IMPORTERS, KIND
from cairong.web.parts import Column, Table, plain_table

ROWS = (
    Column("kind", "类型"),
    Column("on", "发布日期", "date", of="notice_on"),
    Column("purchaser", "采购人", of="purchaser_name"),
    Column("suppliers", "供应商", show="、".join),
    Column("title", "标题"),
    Column("amount", "金额", "money", of="amount_fen"),
)
MOST_ROWS, MOST_ERRORS, LONGEST = 20, 50, 80


def short(text: str) -> str:
    """Cut a long value for the page; the list of errors holds it whole."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


ERRORS = (
    Column("line", "行"),
    Column("column", "列", "code"),
    Column("value", "值", show=short),
    Column("reason", "原因", show=short),
)
COUNTED = ("awards", "drafts", "samples", "unchanged", "refused")


class ImportForm(PageForm):
    """One file of published rows."""

    not_secret = forms.BooleanField(
        label="我核对过:文件里没有涉及国家秘密的采购",
        help_text="有的,不要上传:请按保密规定在线下办理。依据 二(二)-5。",
        error_messages={
            "required": "请先核对文件里有没有涉及国家秘密的采购;没有,才勾选并上传。文件没有保存。"
        },
    )
    file = forms.FileField(
        label="文件",
        allow_empty_file=True,
        help_text=f"CSV 或 XLSX,最大 {uploads.MOST_MB} MB。按内容识别,不看扩展名。",
        widget=forms.ClearableFileInput(
            attrs={"accept": ".csv,.xlsx,text/csv,application/vnd.ms-excel"}
        ),
    )


@uploads.takes_files
@page(*IMPORTERS)
def upload(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Take a file and lead to its preview; what cannot be read is refused in words."""

    def drawn(form: ImportForm) -> HttpResponse:
        return draw(request, actor, "operator/import.html", {"form": form})

    if request.method != "POST":
        return drawn(ImportForm())
    form = ImportForm(request.POST, request.FILES)
    now = moment_of(request)

    def act(typed: dict[str, Any]) -> UUID:
        uploads.refuse_cut(request)
        kept = uploads.keep(actor, typed["file"], now=now, kind=KIND)
        try:
            found = preview(kept.path, today=day_of(now))
        except Exception:
            uploads.discard(kept)
            raise
        uploads.note(kept, found=found.facts(rows=MOST_ROWS, errors=MOST_ERRORS))
        return kept.id

    if request.META.get(uploads.CUT):
        form.fields["file"].required = False
    return submit(
        request, form, act, draw=drawn,
        done=lambda key: reverse("import-preview", args=[key]),
    )  # fmt: skip


@require_safe
@page(*IMPORTERS)
def look(request: HttpRequest, actor: Actor, upload_id: UUID) -> HttpResponse:
    """Show what a file holds before anything is entered; after it, what was done."""
    kept = uploads.kept_for(actor, upload_id, kind=KIND)
    return _preview_page(request, actor, kept, PageForm())


@require_POST
@page(*IMPORTERS)
def run(request: HttpRequest, actor: Actor, upload_id: UUID) -> HttpResponseBase:
    """Enter the good rows of a file; entering it again changes nothing."""
    kept = uploads.kept_for(actor, upload_id, kind=KIND)

    def act(_: dict[str, Any]) -> Report:
        report = import_file(
            kept.path,
            actor=replace(actor, request_id=None),
            clock=clock,
            errors_path=kept.errors_path,
        )
        uploads.note(kept, done={word: getattr(report, word) for word in COUNTED})
        return report

    return carry_out(
        request,
        PageForm(request.POST),
        act,
        draw=lambda form: _preview_page(request, actor, kept, form),
        done=reverse("import-preview", args=[upload_id]),
        said="导入完成。告知函和样本公示随后由后台发出。",
    )


@require_safe
@page(*IMPORTERS)
def errors(request: HttpRequest, actor: Actor, upload_id: UUID) -> FileResponse:  # noqa: ARG001
    """Answer the list of refused rows as a file."""
    kept = uploads.kept_for(actor, upload_id, kind=KIND)
    if not kept.errors_path.exists():
        raise NotFound("access.not_found", thing="错误清单")
    return FileResponse(
        kept.errors_path.open("rb"), as_attachment=True, filename="导入错误清单.csv",
        content_type="text/csv; charset=utf-8",
    )  # fmt: skip


def _preview_page(
    request: HttpRequest, actor: Actor, kept: uploads.Kept, form: PageForm
) -> HttpResponse:
    found = Preview.of(kept.said["found"])
    context = {
        "kept": kept,
        "size": f"{kept.size / uploads.MEGABYTE:.2f}",
        "found": found,
        "rows": _rows_table(actor, found),
        "errors": _errors_table(found),
        "done": kept.said.get("done"),
        "has_errors": kept.errors_path.exists(),
        "form": form,
    }
    return draw(request, actor, "operator/preview.html", context)


def _rows_table(actor: Actor, found: Preview) -> Table:
    known = imported_rows(actor, [row.src_id for row in found.first])
    verdict = partial(_verdict, known)
    columns = (
        Column("line", "行"),
        Column("verdict", "结论", of=("src", "src_id", "digest"), show=verdict),
        *ROWS,
    )
    empty = "没有可以录入的行。请按下面的原因修改文件后重新上传。"
    return plain_table("可以读懂的前几行", columns, found.first, empty=empty)


def _verdict(known: dict[tuple[str, str], str], src: str, src_id: str, digest: str) -> str:
    entered = known.get((src, src_id))
    if entered is None:
        return "可录入"
    return "已录入,不变" if entered == digest else "已录入,内容不同,不录"


def _errors_table(found: Preview) -> Table:
    caption = f"不能录入的行(最多列 {MOST_ERRORS} 处,录入后可下载全部)"
    return plain_table(caption, ERRORS, found.errors, empty="每一行都能读懂。")
