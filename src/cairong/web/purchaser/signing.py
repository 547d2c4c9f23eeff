"""Write a contract, save its draft, and lay signing, announcement and filing before a second."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from cairong.cases.proposals import waiting_proposal
from cairong.contracts.actions.save_draft import save_draft
from cairong.contracts.models import Award, AwardShare
from cairong.contracts.reads import award_for
from cairong.contracts.states import AWARD
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.filing.actions.sign_contract import sign_contract
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Finding
from cairong.policy.catalogue import sentence
from cairong.policy.contracts import no_state_secret
from cairong.web.acting import carry_out
from cairong.web.frame import draw
from cairong.web.purchaser.contract_fields import PLACES
from cairong.web.purchaser.contract_form import LEAST_ROWS, ContractForm
from cairong.web.purchaser.contract_initial import Beginning, beginning_of

ACT = ("act",)
MORE = 3


@page(Role.PURCHASER_OFFICER)
def contract_draft(request: HttpRequest, actor: Actor, award_id: UUID) -> HttpResponseBase:
    """Write the contract of an award: asked for secrecy first, then saved or proposed."""
    award = award_for(actor, award_id)
    AWARD.after(award.state, "sign")
    waiting = waiting_proposal(actor, "filing.sign_contract", award.pk)
    if waiting is not None:
        return redirect("proposal", waiting.id)
    shares = list(award.shares.select_related("supplier").order_by("position"))
    answer = request.GET.get("secrecy", "")
    if secret := no_state_secret(state_secret=answer == "yes"):
        return _asked(request, actor, award, secret)
    if request.method == "POST":
        return _posted(request, actor, award, shares)
    begun = beginning_of(actor, award, shares, now=moment_of(request))
    if answer != "no" and not begun.drafted:
        return _asked(request, actor, award, None)
    form = ContractForm(
        shares=shares, rows=begun.rows, initial=begun.initial, sources=begun.sources
    )
    return _drawn(request, actor, award, form, begun)


def _asked(
    request: HttpRequest, actor: Actor, award: Award, secret: Finding | None
) -> HttpResponse:
    """Ask whether the contract is a state secret; if it is, say what to do and keep nothing."""
    context = {"award": award, "sentence": sentence(secret) if secret else ""}
    return draw(request, actor, "purchaser/secrecy.html", context)


def _posted(
    request: HttpRequest, actor: Actor, award: Award, shares: list[AwardShare]
) -> HttpResponseBase:
    act, rows = request.POST.get("act", "draft"), rows_of(request)
    if act == "more":
        typed = {name: request.POST[name] for name in request.POST if name != "request"}
        form = ContractForm(shares=shares, rows=rows + MORE, initial=typed)
        return _drawn(request, actor, award, form)
    form = ContractForm(request.POST, shares=shares, rows=rows, strict=act == "sign")

    def drawn(shown: ContractForm) -> HttpResponse:
        return _drawn(request, actor, award, shown)

    if act == "sign":
        return carry_out(
            request, form, lambda typed: _propose(request, actor, award, form, typed),
            draw=drawn, done=lambda pk: reverse("proposal", args=[pk]), places=PLACES, also=ACT,
            said="已提交复核。复核人同意后,合同即签订、公告并报备。",
        )  # fmt: skip
    return carry_out(
        request, form, lambda typed: _save(request, actor, award, form, typed),
        draw=drawn, done=reverse("contract-draft", args=[award.pk]), places=PLACES, also=ACT,
        said="草稿已保存。可以随时回来继续填写。",
    )  # fmt: skip


def _save(
    request: HttpRequest, actor: Actor, award: Award, form: ContractForm, typed: dict[str, Any]
) -> object:
    return save_draft(
        actor=actor,
        now=moment_of(request),
        award_id=award.pk,
        items=form.items(),
        amount_fen=typed["amount"],
        accounts=form.accounts(),
        schedule=form.schedule(),
        seen_revision=typed["revision"],
    )


def _propose(
    request: HttpRequest, actor: Actor, award: Award, form: ContractForm, typed: dict[str, Any]
) -> object:
    return sign_contract.propose(
        actor=actor,
        now=moment_of(request),
        award_id=award.pk,
        amount_fen=typed["amount"],
        signed_on=typed["signed_on"],
        accounts=form.accounts(),
        schedule=form.schedule(),
        fields=form.items(),
        withheld=form.withheld(),
        outside_no=typed["outside_no"],
        outside_at=typed["outside_at"],
        announced_outside_no=typed["announced_outside_no"],
        announced_outside_at=typed["announced_outside_at"],
        seen_revision=typed["revision"],
    )


def rows_of(request: HttpRequest) -> int:
    """Read how many rows the schedule of a posted form had."""
    text = request.POST.get("rows", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < LEAST_ROWS else LEAST_ROWS


def _drawn(
    request: HttpRequest,
    actor: Actor,
    award: Award,
    form: ContractForm,
    begun: Beginning | None = None,
) -> HttpResponse:
    context = {
        "award": award,
        "form": form,
        "shares": form.shares,
        "back": begun.back if begun else None,
        "overtaken": begun.overtaken if begun else False,
        "lacks": [(sentence(one), one.obligation) for one in begun.lacks] if begun else [],
        "draft_key": f"contract-{award.pk}",
        "purchaser": award.purchaser,
    }
    return draw(request, actor, "purchaser/contract.html", context)
