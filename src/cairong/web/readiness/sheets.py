"""Lists from spreadsheets: the template, the upload, a verdict per row, then the second person."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.audit.transaction import require_role
from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.blank import BlankColumn, blank
from cairong.doors.forms import submit as submitted
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict, NotFound
from cairong.kernel.states import State
from cairong.parties.people import administers, require_administrator
from cairong.readiness.listed import PEOPLE, SHEETS
from cairong.readiness.sheets import MOST, Outcome, Sheet, Verdict, submit, to_decide, verdicts
from cairong.web.acting import carry_out
from cairong.web.forms import ActForm, PageForm
from cairong.web.frame import draw
from cairong.web.parts import Column, Table, plain_table

GOOD = State(word="可以办", shape="wait")
DONE = State(word="已送审", shape="done")
KNOWN = State(word="不变", shape="done")
KIND = "sheet"
MOST_KEPT = 20  # uploads of one person
REFUSED = State(word="不予录入", shape="stop")


class SheetForm(PageForm):
    """One spreadsheet."""

    file = forms.FileField(
        label="填好的表格",
        allow_empty_file=True,
        help_text=f"XLSX 或 CSV,照模板的列名,最多 {MOST} 行、{uploads.MOST_KB} KB",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )


@require_safe
@page()
def index(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what one can enter from a spreadsheet, and what waits for one's agreement."""
    boss = administers(actor, moment_of(request))
    own = [
        each
        for each in SHEETS.values()
        if actor.role in each.roles and (boss or each is not PEOPLE)
    ]
    waiting = [(each, len(found)) for each in SHEETS.values() if (found := to_decide(each, actor))]
    once = {each.of_two.name: (each, count) for each, count in waiting if each.of_two}
    context = {"sheets": own, "waiting": list(once.values())}
    return draw(request, actor, "readiness/sheets.html", context)


def _sheet(actor: Actor, key: str, now: datetime) -> Sheet:
    """Find a kind of list that an actor may enter. Raises NotFound, NotAllowed."""
    found = SHEETS.get(key)
    if found is None:
        raise NotFound("access.not_found", thing="表格")
    require_role(actor, *found.roles)
    if found is PEOPLE:
        require_administrator(actor, now)
    return found


@require_safe
@page()
def template(request: HttpRequest, actor: Actor, key: str) -> HttpResponse:
    """Answer an empty list with its columns, one example and how each is filled in."""
    sheet = _sheet(actor, key, moment_of(request))
    columns = [
        BlankColumn(
            word=each.word, needed=each.needed, hint=each.hint, example=each.example,
            choices=each.choices,
        )
        for each in sheet.columns
    ]  # fmt: skip
    return blank(f"{sheet.title}模板", columns)


@page()
def upload(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """Take a list and lead to its verdicts; what cannot be read is refused in words."""
    sheet = _sheet(actor, key, moment_of(request))

    def drawn(form: SheetForm) -> HttpResponse:
        return draw(request, actor, "readiness/sheet.html", {"form": form, "sheet": sheet})

    if request.method != "POST":
        return drawn(SheetForm())
    now = moment_of(request)

    def act(typed: dict[str, Any]) -> UUID:
        uploads.forget_beyond(actor, MOST_KEPT, kind=KIND)
        kept = uploads.keep(actor, typed["file"], now=now, kind=KIND)
        try:
            found = verdicts(sheet, kept.path, actor, now)
        except Exception:
            uploads.discard(kept)
            raise
        facts = [_facts(each) for each in found]
        uploads.note(kept, sheet=key, seat=str(actor.mandate_id), found=facts)
        return kept.id

    return submitted(
        request, SheetForm(request.POST, request.FILES), act, draw=drawn,
        done=lambda made: reverse("sheet-preview", args=[key, made]),
    )  # fmt: skip


@require_safe
@page()
def look(request: HttpRequest, actor: Actor, key: str, upload_id: UUID) -> HttpResponse:
    """Show what a list holds, row by row, before anything is entered; after it, what was done."""
    return _drawn(request, actor, key, upload_id, ActForm())


@require_POST
@page()
def send(request: HttpRequest, actor: Actor, key: str, upload_id: UUID) -> HttpResponseBase:
    """Put the rows that can be entered before the second person, or carry them out.

    What is made once, links of invitations, is shown once, on the answer itself.
    """
    sheet, kept = _sheet(actor, key, moment_of(request)), _kept(actor, key, upload_id)
    made: list[Outcome] = []

    def act(_: dict[str, Any]) -> None:
        if kept.said["seat"] != str(actor.mandate_id):
            raise Conflict("import.list_other_seat", field="file")
        if not uploads.take(kept):
            raise Conflict("import.list_done", field="file")
        shown = [each["lines"] for each in kept.said["found"]
                 if not each["wrong"] and not each["known"]]  # fmt: skip
        made.extend(submit(sheet, kept.path, actor, moment_of(request), shown=shown))
        uploads.note(kept, done=[{**_facts(each.verdict), "wrong": each.wrong} for each in made])

    answer = carry_out(
        request,
        ActForm(request.POST),
        act,
        draw=lambda form: _drawn(request, actor, key, upload_id, form),
        done=reverse("sheet-preview", args=[key, upload_id]),
    )
    links = [(each, _link(request, each.made)) for each in made if hasattr(each.made, "token")]
    if not links:
        return answer
    context = {"sheet": sheet, "links": [
        {"name": each.verdict.said["name"], "line": each.verdict.lines[0], "link": link}
        for each, link in links
    ]}  # fmt: skip
    response = draw(request, actor, "readiness/links.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _link(request: HttpRequest, issued: Any) -> str:
    return request.build_absolute_uri(reverse("account-accept", args=[issued.token]))


def _kept(actor: Actor, key: str, upload_id: UUID) -> uploads.Kept:
    """Find an upload of one's own, of this kind of list. Raises NotFound."""
    kept = uploads.kept_for(actor, upload_id, kind=KIND)
    if kept.said.get("sheet") != key:
        raise NotFound("access.not_found", thing="上传的文件")
    return kept


def _facts(verdict: Verdict) -> dict[str, Any]:
    return {
        "lines": verdict.lines, "said": verdict.said, "wrong": " ".join(verdict.wrong),
        "known": verdict.known, "as_read": verdict.as_read, "apart": verdict.apart,
    }  # fmt: skip


def _drawn(
    request: HttpRequest, actor: Actor, key: str, upload_id: UUID, form: ActForm
) -> HttpResponse:
    sheet, kept = _sheet(actor, key, moment_of(request)), _kept(actor, key, upload_id)
    done = kept.said.get("done")
    rows: Sequence[Mapping[str, Any]] = done or kept.said["found"]
    refused, known = _count(rows, "wrong"), _count(rows, "known")
    context = {
        "sheet": sheet, "kept": kept, "form": form, "done": bool(done),
        "good": len(rows) - refused - known, "known": known, "refused": refused,
        "rows": _table(sheet, rows, DONE if done else GOOD),
    }  # fmt: skip
    return draw(request, actor, "readiness/preview.html", context)


def _count(rows: Sequence[Mapping[str, Any]], key: str) -> int:
    return sum(bool(each[key]) for each in rows)


def _table(sheet: Sheet, rows: Sequence[Mapping[str, Any]], good: State) -> Table:
    columns = (
        Column("line", "行"),
        Column("verdict", "结论", "status"),
        Column("why", "说明"),
        *(Column(each.key, each.word) for each in sheet.columns),
    )
    return plain_table("逐行的结论", columns, list(_cells(rows, good)), empty="没有行。")


def _cells(rows: Sequence[Mapping[str, Any]], good: State) -> Iterator[dict[str, Any]]:
    for each in rows:
        state = REFUSED if each["wrong"] else KNOWN if each["known"] else good
        why = each["wrong"] or each["known"] or each.get("as_read", "")
        if each.get("apart"):
            yield from _apart(each["apart"], state, why)
            continue
        yield {
            **each["said"],
            "line": "、".join(map(str, each["lines"])),
            "verdict": state,
            "why": why,
        }


def _apart(rows: Sequence[Mapping[str, Any]], state: State, why: str) -> Iterator[dict[str, Any]]:
    """Say of each row of one act what is wrong with it; else what becomes of them together."""
    wrong = any(each["wrong"] for each in rows)
    for each in rows:
        own = " ".join(each["wrong"])
        rest = "" if own else "这一行读得出;同一份里有别的行不能办,整份都不办。" if wrong else why
        yield {**each["said"], "line": str(each["line"]), "verdict": state, "why": own or rest}
