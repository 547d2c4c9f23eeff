"""Write a contract, save its draft, and lay signing, announcement and filing before a second."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from cairong.cases.drafts import Draft, draft_begun
from cairong.cases.proposals import waiting_proposal
from cairong.contracts.actions.save_draft import save_draft
from cairong.contracts.reads import AwardView, award_view
from cairong.contracts.states import AWARD
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.filing.actions.sign_contract import sign_contract
from cairong.kernel.actor import Actor, Role
from cairong.policy.catalogue import sentence
from cairong.web.acting import carry_out, proposed, to_proposal, told
from cairong.web.frame import draw
from cairong.web.purchaser.contract_fields import PLACES
from cairong.web.purchaser.contract_form import LEAST_ROWS, ContractForm
from cairong.web.purchaser.contract_initial import beginning_of
from cairong.web.purchaser.secrecy import ask, is_secret

ACT = ("act",)
MORE = 3
DRAFTED = ("amount_fen", "accounts", "schedule", "seen_revision")


@page(Role.PURCHASER_OFFICER)
def contract_draft(request: HttpRequest, actor: Actor, award_id: UUID) -> HttpResponseBase:
    """Write the contract of an award: asked for secrecy first, then saved or proposed."""
    found = award_view(actor, award_id)
    AWARD.after(found.award.state, "sign")
    waiting = waiting_proposal(actor, sign_contract.name, award_id)
    if waiting is not None:
        return redirect("proposal", waiting.id)
    secret = is_secret(request)
    if secret:
        return redirect("secret")
    if request.method == "POST":
        return _posted(request, actor, found)
    draft = draft_begun(actor, found, now=moment_of(request))
    if secret is None and not draft.contract.no:
        return ask(request, actor, award=found.award)
    begun = beginning_of(draft, found.shares)
    form = ContractForm(
        shares=found.shares, rows=begun.rows, initial=begun.initial, sources=begun.sources
    )
    return _drawn(request, actor, found, form, draft)


def _posted(request: HttpRequest, actor: Actor, found: AwardView) -> HttpResponseBase:
    act, award_id = request.POST.get("act", "draft"), found.award.pk
    if act == "more":
        form = ContractForm(shares=found.shares, **with_more_rows(request))
        return _drawn(request, actor, found, form)
    rows, signs = rows_of(request), act == "sign"
    form = ContractForm(request.POST, shares=found.shares, rows=rows, strict=signs)

    def saved(typed: dict[str, Any]) -> object:
        kept = {name: typed[name] for name in DRAFTED}
        return save_draft(
            actor=actor, now=moment_of(request), award_id=award_id, items=typed["fields"], **kept
        )

    send = partial(
        carry_out,
        request,
        form,
        draw=lambda shown: _drawn(request, actor, found, shown),
        places=PLACES,
        also=ACT,
    )
    if signs:
        signed = told(request, actor, sign_contract.propose, award_id=award_id)
        return send(signed, done=to_proposal, said=proposed("合同即签订、公告并报备。"))
    done = reverse("contract-draft", args=[award_id])
    return send(saved, done=done, said="草稿已保存。可以随时回来继续填写。")


def rows_of(request: HttpRequest) -> int:
    """Read how many rows the schedule of a posted form had."""
    text = request.POST.get("rows", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < LEAST_ROWS else LEAST_ROWS


def with_more_rows(request: HttpRequest) -> dict[str, Any]:
    """Keep what was typed in a form that is drawn anew with a longer schedule."""
    typed = {name: request.POST[name] for name in request.POST if name != "request"}
    return {"rows": rows_of(request) + MORE, "initial": typed}


def _drawn(
    request: HttpRequest,
    actor: Actor,
    found: AwardView,
    form: ContractForm,
    draft: Draft | None = None,
) -> HttpResponse:
    context = {
        "award": found.award,
        "form": form,
        "back": draft.back if draft else None,
        "overtaken": draft.overtaken if draft else False,
        "lacks": [(sentence(lack), lack.obligation) for lack in draft.lacks] if draft else [],
        "draft_key": f"contract-{found.award.pk}",
    }
    return draw(request, actor, "purchaser/contract.html", context)
