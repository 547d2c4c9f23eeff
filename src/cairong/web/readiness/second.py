"""What was put before the second person from lists: read together, agreed to together."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.audit.transaction import require_role
from cairong.cases.proposals import proposal_view
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict, NotFound
from cairong.parties.four_eyes import TwoPersonAct
from cairong.parties.reads import region_names
from cairong.readiness.listed import SHEETS
from cairong.readiness.sheets import Sheet, decide, to_decide
from cairong.web.acting import carry_out, sent
from cairong.web.forms import ActForm
from cairong.web.frame import draw
from cairong.web.parts import Change, Column, Paper, Row, plain_table
from cairong.web.proposals.about import case_of
from cairong.web.proposals.differences import differences

COLUMNS = (Column("what", "送审内容"), Column("by", "经办人"), Column("at", "送审时间", "moment"))
NOTHING = "(无)"


class SeenForm(ActForm):
    """Which of what waits was shown on the page: those alone are agreed to."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def arguments(self) -> dict[str, Any]:
        """Give the ids that were shown. What is none is no proposal."""
        said = super().arguments()["seen"].split(",")
        return {"proposal_ids": [UUID(each) for each in said if _is_id(each)]}


def _is_id(said: str) -> bool:
    try:
        UUID(said)
    except ValueError:
        return False
    return True


def _waits(actor: Actor, key: str) -> tuple[Sheet, TwoPersonAct[..., Any]]:
    """Find a kind of list whose act an actor approves. Raises NotFound, NotAllowed."""
    sheet = SHEETS.get(key)
    if sheet is None or sheet.of_two is None:
        raise NotFound("access.not_found", thing="表格")
    require_role(actor, sheet.of_two.approves)
    return sheet, sheet.of_two


@page()
def second(request: HttpRequest, actor: Actor, key: str) -> HttpResponseBase:
    """Show what waits of one kind, each as its own page would; agree to all that is shown."""
    sheet, act = _waits(actor, key)

    def drawn(form: SeenForm) -> HttpResponse:
        found = to_decide(sheet, actor)
        ids = [each.pk for each in found]
        fresh = SeenForm(initial={"seen": ",".join(map(str, ids))})
        fresh.refusal = getattr(form, "refusal", None)  # type: ignore[attr-defined]
        context = {
            "word": act.word, "sheet": sheet, "count": len(ids),
            "form": form if form.is_bound and form.errors else fresh,
            "rows": plain_table("等您复核", COLUMNS, [_row(actor, pk) for pk in ids],
                                empty="没有等复核的。"),
        }  # fmt: skip
        return draw(request, actor, "readiness/second.html", context)

    def agreed(typed: dict[str, Any]) -> None:
        if sheet.alone:
            raise Conflict("import.list_alone", field="seen")
        done = decide(sheet, actor, moment_of(request), typed["proposal_ids"])
        refused = [said for _, said in done if said]
        if len(done) > len(refused):
            messages.success(request, f"已同意 {len(done) - len(refused)} 件。")
        for said in dict.fromkeys(refused):
            messages.warning(request, f"没有办成:{said}")

    return carry_out(
        request, sent(request, SeenForm), agreed, draw=drawn,
        done=reverse("sheet-second", args=[key]),
    )  # fmt: skip


def _row(actor: Actor, pk: UUID) -> Row:
    found = proposal_view(actor, pk)
    of = [f"{each.word}:{each.value}" for each in case_of(actor, found.about)]
    said = differences(actor, found, region_names(actor.city))
    words = ";".join([*of, *(_changed(each) for each in said if each.before or each.after)])
    href = reverse("proposal", args=[pk])
    cells = {"what": Paper(word=words, href=href), "by": found.prepared_by, "at": found.prepared_at}
    return Row(cells=cells)


def _changed(each: Change) -> str:
    """Say a difference on one line; what is cleared as well."""
    before = f"{each.before} → " if each.before and each.changed else ""
    return f"{each.word}:{before}{each.after or NOTHING}"
