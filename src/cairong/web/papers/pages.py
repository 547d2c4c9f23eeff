"""Pages of papers: a new one, one as owner and readers see it, its file and its pictures."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.audit.rows import fetch
from cairong.contracts.reads import contract_for
from cairong.doors import uploads
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor
from cairong.kernel.errors import NotFound
from cairong.lending.actions.open_paper import open_paper
from cairong.lending.papers import READERS, case_papers, given_papers, kept_by_lenders
from cairong.papers.actions.hand_in_paper import hand_in_paper
from cairong.papers.actions.keep_paper import keep_paper
from cairong.papers.actions.withdraw_paper import withdraw_paper
from cairong.papers.reads import THING, bytes_of, picture_of, readers_of, was_opened
from cairong.papers.receiving import receive
from cairong.papers.states import PAPER
from cairong.policy.papers import FOUND, KEEPERS, KINDS, MIMES, OF_CASE, PURPOSES, purposes_of
from cairong.web.acting import act_view, carry_out, look_view, page_of
from cairong.web.board.handling import taking_cut
from cairong.web.forms import ActForm
from cairong.web.frame import draw
from cairong.web.handing import hand_out
from cairong.web.papers.forms import PaperForm

PLACES = {
    "papers.day_full": "sent",
    "papers.invoice_used": "number",
    "papers.twice": "sent",
    "papers.expired": "valid_until",
    **dict.fromkeys(("papers.empty", "papers.kind", "papers.several", "papers.too_many",
                     "papers.too_large", "papers.busy", "papers.broken", "papers.locked",
                     "papers.pages", "papers.programs", "papers.two_kinds", "papers.bomb",
                     "papers.scanner_away", "papers.infected"), "sent"),
}  # fmt: skip
SAID = "已上传。有需要过目的,请看一遍再提交;其余的已经提交。"


def taken_in(request: HttpRequest, typed: dict[str, Any]) -> dict[str, Any]:
    """Take in the files that were sent, as an act is told of them with all else that was typed."""
    uploads.refuse_cut(request)
    files = typed.pop("sent")
    paths = [Path(each.temporary_file_path()) for each in files]
    received = receive(paths, now=moment_of(request))
    return {"received": received, "name": uploads.shown(files[0].name or ""), **typed}


@uploads.takes_files
@page(*OF_CASE)
def new(request: HttpRequest, actor: Actor, contract_id: UUID) -> HttpResponseBase:
    """Upload a paper of a contract."""
    contract = contract_for(actor, contract_id)
    purposes = purposes_of(actor.role)

    def act(typed: dict[str, Any]) -> object:
        told = taken_in(request, typed)
        return keep_paper(actor=actor, now=moment_of(request), contract_id=contract_id, **told)

    return carry_out(
        request,
        taking_cut(request, PaperForm, purposes=purposes),
        act,
        draw=lambda form: draw(
            request, actor, "papers/new.html", {"form": form, "contract": contract}
        ),
        done=lambda made: reverse("paper", args=[made]),
        said=SAID,
        places=PLACES,
    )


def _shows(actor: Actor, now: datetime, paper_id: UUID) -> dict[str, Any]:
    found = open_paper(actor=actor, now=now, paper_id=paper_id)
    content = found.content
    own = found.organisation_id == actor.organisation_id
    purpose = PURPOSES[found.purpose]
    given = given_papers(actor, paper=found) if own and purpose.vault else []
    handles = own and actor.role in KEEPERS
    return {
        "paper": found,
        "given": [each.application for each in given],
        "state": PAPER.states[found.state],
        "purpose": purpose,
        "of": next(iter(kept_by_lenders(actor, paper=found)), None) if purpose.lenders else None,
        "kind": KINDS[content.kind],
        "own": own,
        "found": [(FOUND[each["sort"]], each["shown"], each["page"]) for each in content.found],
        "pictures": range(1, content.shown + 1),
        "readers": readers_of(found) if own else [],
        "hand_in_form": ActForm() if handles and found.state == "kept" else None,
        "withdraw_form": ActForm() if handles and found.state != "withdrawn" else None,
    }


drawn = page_of("papers/paper.html", _shows)
paper = look_view(drawn, *READERS)
handed = act_view(
    hand_in_paper, ActForm, "hand_in_form", draw=drawn, only_posted=True, done="paper",
    said="已提交。合同的材料,这一案的各方可以看到;材料库的材料,可以提供给金融机构了。",
)  # fmt: skip
withdrawn = act_view(
    withdraw_paper, ActForm, "withdraw_form", draw=drawn, only_posted=True, done="paper",
    said="已撤下,别的单位不再看到;以前谁看过仍有记录。",
)  # fmt: skip


@require_safe
@page(*READERS)
def file(request: HttpRequest, actor: Actor, paper_id: UUID) -> HttpResponse:
    """Hand a paper out, to be looked at outside the browser's page."""
    found = open_paper(actor=actor, now=moment_of(request), paper_id=paper_id)
    kind = found.content.kind
    return hand_out(
        bytes_of(found), MIMES[kind], f"{PURPOSES[found.purpose].word} {found.pk}.{kind}"
    )


@require_safe
@page(*READERS)
def picture(request: HttpRequest, actor: Actor, paper_id: UUID, number: int) -> HttpResponse:
    """Show the picture of one page, which this platform drew."""
    del request
    found = fetch(case_papers(actor), paper_id, THING)
    if not was_opened(found, actor):
        raise NotFound("access.not_found", thing="这一页")
    if not 1 <= number <= found.content.shown:
        raise NotFound("access.not_found", thing="这一页")
    response = HttpResponse(picture_of(found, number), content_type="image/jpeg")
    response["Cache-Control"] = "no-store"
    return response
