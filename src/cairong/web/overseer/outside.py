"""What was financed outside the platform: every figure with its paper, and a new one entered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.papers import MIMES, MOST_MB
from cairong.oversight.actions.enter_outside import enter_outside
from cairong.oversight.actions.keep_outside_paper import keep_outside_paper
from cairong.oversight.outside import figures, outside_paper
from cairong.oversight.reads import level_names
from cairong.parties.reads import institutions_of
from cairong.policy.targets import FIRST_OUTSIDE
from cairong.web.acting import carry_out, proposed, to_proposal
from cairong.web.forms import ActForm, WholeField, YuanField
from cairong.web.frame import draw
from cairong.web.lists import Filter, List
from cairong.web.lists.asking import asking
from cairong.web.lists.views import table_of
from cairong.web.overseer.lists import WATCHING
from cairong.web.overseer.words import revised, year_words
from cairong.web.parts import Column, Empty, Paper

THEN = "这个数计入当年和下一年基数,标明「平台外」。"
PLACES = {"targets.year_not_over": "year", "targets.outside_loans": "loans"}


def _paper(name: str, paper_id: UUID) -> Paper:
    return Paper(word=name, href=reverse("overseer-outside-paper", args=[paper_id]))


def _years(actor: Actor, now: datetime) -> Mapping[str, str]:
    del actor
    return {str(each): f"{each}年" for each in range(day_of(now).year - 1, FIRST_OUTSIDE - 1, -1)}


OUTSIDE = List(
    name="overseer-outside",
    title="平台外融资",
    roles=WATCHING,
    source=figures,
    columns=(
        Column("year", "年度", sort=True, show=year_words),
        Column("region", "级次", words=level_names, filter=level_names),
        Column(
            "institution", "金融机构",
            of="institution__name", sort=True, search=True, blank="不分机构",
        ),
        Column("amount", "放款本金", "money", of="amount_fen", sort=True),
        Column("loans", "笔数", "number"),
        Column("standing", "状态", of="revised_by__pk", show=revised, blank="现行"),
        Column("source", "来源", search=True),
        Column("paper", "依据", of=("paper__name", "paper_id"), show=_paper),
        Column("at", "录入时间", "moment", of="recorded_at", sort=True),
    ),
    filters=(Filter("year", "年度", _years, of="year"),),
    default="-year",
    empty=Empty(
        text="还没有录入平台外的融资。平台启用以前各年的数由采购科照统计表录入,两人办理;"
        "没有录入的,那一年按平台上的放款算。",
    ),
)  # fmt: skip


class OutsideForm(ActForm):
    """One year, one level, one institution or none: what was drawn there, by which paper."""

    year = WholeField(label="年度", unit="年", min_value=FIRST_OUTSIDE, max_value=2100)
    region = forms.ChoiceField(label="级次", help_text="市本级合同选本市,县区合同选县区")
    institution_id = forms.TypedChoiceField(
        label="金融机构", required=False, coerce=UUID, empty_value=None,
        help_text="统计表没有分机构的不选",
    )  # fmt: skip
    amount_fen = YuanField(
        label="放款本金",
        help_text="当年实际放款,平台上的放款不要重复计入;更正为没有的填 0",
    )
    loans = WholeField(label="笔数", unit="笔", min_value=0, max_value=1_000_000)
    source = forms.CharField(
        label="来源", max_length=300, help_text="统计表的名称、文号;更正的写明为什么"
    )
    file = forms.FileField(
        label="依据",
        help_text=f"盖章的统计表,PDF、JPEG 或 PNG,最大 {MOST_MB} MB",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(
        self, *args: Any, regions: Mapping[str, str], institutions: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("region", regions),
            ("institution_id", {"": "不分机构", **institutions}),
        ):
            self.fields[name].choices = list(choices.items())  # type: ignore[attr-defined]


@require_safe
@page(*WATCHING)
def outside(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what was entered, and to its officer what is typed of a new figure."""
    return _drawn(request, actor, OutsideForm(**_given(actor, moment_of(request))))


def _drawn(request: HttpRequest, actor: Actor, form: OutsideForm) -> HttpResponse:
    table = table_of(OUTSIDE, asking(request, actor, OUTSIDE))
    context = {
        "table": replace(table, heading=True),
        "form": form if actor.role is Role.PROCUREMENT_OFFICER else None,
    }
    return draw(request, actor, "overseer/outside.html", context)


def _given(actor: Actor, now: datetime) -> dict[str, Mapping[str, str]]:
    return {"regions": level_names(actor, now), "institutions": institutions_of(actor, now)}


@uploads.takes_files
@page(Role.PROCUREMENT_OFFICER)
def outside_entered(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Lay a figure before the second person, with the paper it rests on."""
    now = moment_of(request)
    given = _given(actor, now)

    def drawn(form: OutsideForm) -> HttpResponse:
        return _drawn(request, actor, form)

    def act(typed: dict[str, Any]) -> object:
        uploads.refuse_cut(request)
        file = typed.pop("file")
        paper = keep_outside_paper(
            actor=replace(actor, request_id=None, asked=None), now=now,
            name=uploads.shown(file.name or ""), content=file.read(MOST_MB * uploads.MEGABYTE + 1),
        )  # fmt: skip
        return enter_outside.propose(actor=actor, now=now, paper_id=paper.pk, **typed)

    if request.method == "POST":
        form = OutsideForm(request.POST, request.FILES, **given)
    else:
        form = OutsideForm(**given)
    if request.META.get(uploads.CUT):
        form.fields["file"].required = False
    return carry_out(
        request, form, act, draw=drawn, done=to_proposal, said=proposed(THEN), places=PLACES
    )


@require_safe
@page(*WATCHING)
def outside_page_paper(request: HttpRequest, actor: Actor, paper_id: UUID) -> HttpResponse:
    """Hand out the paper that a figure rests on, to be looked at outside the browser's page."""
    del request
    paper = outside_paper(actor, paper_id)
    response = HttpResponse(bytes(paper.content), content_type=MIMES[paper.kind])
    named = content_disposition_header(
        as_attachment=True, filename=f"平台外融资依据 {paper.sha256[:8]}.{paper.kind}"
    )
    response["Content-Disposition"] = named or "attachment"
    response["Cache-Control"] = "no-store"
    return response
