"""One page for every act of two persons: see the difference, agree, return, take back."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from cairong.cases.background import Background, background_for
from cairong.cases.pricing import ACT as OFFER
from cairong.cases.proposals import ProposalView, proposal_view
from cairong.doors.actors import TOKEN, moment_of
from cairong.doors.page import page
from cairong.kernel.actor import ROLE_NAMES, Actor
from cairong.kernel.acts import act_words
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.parties.four_eyes import act_of, open_proposal, send_back, take_back
from cairong.parties.reads import region_names
from cairong.parties.states import PROPOSAL
from cairong.policy.clauses import clause, known
from cairong.web.acting import act_view, carry_out
from cairong.web.cases.find import place_of_any
from cairong.web.facts import placed, submitted
from cairong.web.forms import ActForm, LinesField, PageForm
from cairong.web.frame import draw
from cairong.web.parts import Fact, TwoPerson
from cairong.web.proposals.about import case_of
from cairong.web.proposals.differences import differences
from cairong.web.proposals.trying import tried


class Decision(ActForm):
    """What the second person says."""

    decision = forms.ChoiceField(
        label="决定", choices=[("approve", "同意"), ("return", "退回")], widget=forms.HiddenInput
    )
    reason = LinesField(
        label="审批意见", required=False, max_length=300, rows=2, help_text="退回时必填"
    )

    def clean(self) -> None:
        """Ask why something is returned."""
        if self.cleaned_data.get("decision") == "return" and self.cleaned_data.get("reason") == "":
            self.add_error("reason", self.fields["reason"].error_messages["required"])


@page()
def proposal(request: HttpRequest, actor: Actor, proposal_id: UUID) -> HttpResponse:
    """Show what was prepared; opening it as the second person ends its recall."""
    found = proposal_view(actor, proposal_id, now=moment_of(request))
    if found.mine and not found.opened:
        with suppress(WrongState):
            open_proposal(actor=actor, now=moment_of(request), proposal_id=proposal_id)
        found = proposal_view(actor, proposal_id)
    return _drawn(request, actor, proposal_id, Decision(), found)


@page()
def decide(request: HttpRequest, actor: Actor, proposal_id: UUID) -> HttpResponseBase:
    """Agree to a proposal, or return it with a reason."""
    act, form = act_of(proposal_view(actor, proposal_id).act), Decision(request.POST)

    def decided(values: dict[str, str]) -> object:
        said: dict[str, Any] = {
            "actor": actor,
            "now": moment_of(request),
            "reason": values["reason"],
        }
        if values["decision"] == "approve":
            return act.approve(**said, proposal_id=proposal_id)
        return send_back(**said, proposal_id=proposal_id)

    return carry_out(
        request,
        form,
        decided,
        draw=lambda shown: _drawn(request, actor, proposal_id, shown),
        done=reverse("proposal", args=[proposal_id]),
        said="已退回。" if form.data.get("decision") == "return" else "已复核。",
    )


def _drawn(
    request: HttpRequest,
    actor: Actor,
    proposal_id: UUID,
    form: PageForm,
    found: ProposalView | None = None,
) -> HttpResponse:
    found = found or proposal_view(actor, proposal_id, now=moment_of(request))
    places = region_names(actor.city)
    context = {
        "proposal": found,
        "act_word": act_words(found.act),
        "state": PROPOSAL.states[found.state],
        "two": _two(actor, found, form, places),
        "submitted": submitted(placed(found.arguments, places), found.act),
        "form": form,
        "recall_form": ActForm(),
        "about": case_of(actor, found.about),
        "paper": _paper(found),
        "background": _background(actor, found),
        "case": place_of_any(actor, reversed(found.about)),
        "today": day_of(moment_of(request)),
        **tried(actor, moment_of(request), found),
    }
    return draw(request, actor, "proposals/proposal.html", context)


def _background(actor: Actor, found: ProposalView) -> Background | None:
    """Read the checklist of the trade on which an offer rests, as its second person reads it."""
    given = found.arguments
    return background_for(actor, UUID(given["application_id"])) if found.act == OFFER else None


def _paper(found: ProposalView) -> str:
    """Name where the paper lies that was uploaded with a proposal; empty where there is none."""
    given = found.arguments
    if "slip_id" not in given:
        return ""
    return reverse("finance-payment-slip", args=[given["payment_id"], given["slip_id"]])


def _two(actor: Actor, found: ProposalView, form: PageForm, places: Mapping[str, str]) -> TwoPerson:
    return TwoPerson(
        word=act_words(found.act),
        action=reverse("proposal-decide", args=[found.id]),
        proposed_by=found.prepared_by,
        proposed_at=found.prepared_at,
        changes=differences(actor, found, places),
        obligation=found.basis[0] if found.basis else "",
        basis=[Fact(word=each, value=clause(each).words) for each in found.basis if known(each)],
        barred="" if found.mine else _barred(actor, found),
        token=str(form[TOKEN].value()),
        reason=form.data.get("reason", ""),
    )


def _barred(actor: Actor, found: ProposalView) -> str:
    if found.state != "waiting":
        return f"这一事项{PROPOSAL.states[found.state].word},不用再复核。"
    if actor.rests:
        return "您的账号刚重置过登录,现在只能查看,请另一位复核人办理。"
    if found.hands and not found.own:
        said = "您和经办人由同一人带进本单位,还没有别人证实,算作一个人,请另一位复核人办理。"
    elif found.first:
        second = ROLE_NAMES[found.approves]
        said = f"您是经办人。经办和复核必须是两个人,请等{second}办理。"
    else:
        said = "" if found.missing else _others(found)
    return f"{said}{found.missing}"


def _others(found: ProposalView) -> str:
    return f"这一事项要{ROLE_NAMES[found.approves]}同意才办理。"


recall = act_view(take_back, draw=_drawn, of=proposal_view, done="proposal", said="已撤回。")
