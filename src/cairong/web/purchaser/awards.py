"""Awards: listed, recorded, claimed, looked at, shared out and cancelled."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cairong.cases.proposals import waiting_proposal
from cairong.clocks.reads import newest_deadlines
from cairong.contracts.actions.cancel_award import cancel_award
from cairong.contracts.actions.claim_awards import MOST, claim_awards
from cairong.contracts.actions.enter_shares import enter_shares
from cairong.contracts.actions.invite_winner import invite_winner
from cairong.contracts.actions.record_award import record_award
from cairong.contracts.reads import award_view, unclaimed_awards, unclaimed_count
from cairong.contracts.states import AWARD, CONTRACT
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.outreach.reads import letters_on
from cairong.parties.reads import suppliers_named
from cairong.web.acting import answer, carry_out, sent, told
from cairong.web.duties import time_given
from cairong.web.forms import ActForm, ReasonForm
from cairong.web.frame import draw
from cairong.web.links import keep_link, kept_link
from cairong.web.lists.views import first_of
from cairong.web.parts import Empty
from cairong.web.purchaser.award_forms import SUPPLIERS, AwardForm, SharesForm
from cairong.web.purchaser.lists import AWARDS, OF_AWARD, PURCHASER
from cairong.web.purchaser.winners import InviteWinnerForm, winners_of

PLACES = {
    "contracts.day_to_come": "notice_on",
    "contracts.shares_sum": "share_0",
    "contracts.winner_missing": "supplier_0",
}
MOST_NAMES, MOST_CLAIMED = 300, 200
UNCLAIMED = replace(
    AWARDS,
    title="以本单位名称公开、尚未认领的记录",
    columns=OF_AWARD,
    source=unclaimed_awards,
    opens="",
    empty=Empty(text="没有以本单位名称公开、尚未认领的中标(成交)记录。"),
)


@page(Role.PURCHASER_OFFICER)
def new(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Record an award notice."""

    def drawn(form: AwardForm) -> HttpResponse:
        names = [name for _, name in suppliers_named(actor, most=MOST_NAMES)]
        context = {"form": form, "names": names, "names_id": SUPPLIERS}
        return draw(request, actor, "purchaser/award_new.html", context)

    given = time_given(actor, "sign_days", moment_of(request))
    form = sent(request, AwardForm, sign_days=given)

    def act(typed: dict[str, Any]) -> object:
        texts = ("title", "project_no", "lot", "agency", "method", "industry", "scope")
        return record_award(
            actor=actor,
            now=moment_of(request),
            amount_fen=typed["amount"],
            budget_fen=typed["budget"],
            notice_on=typed["notice_on"],
            winners=form.winners(),
            **{name: typed[name] for name in texts},
        )

    return carry_out(
        request, form, act, draw=drawn, places=PLACES,
        done=lambda pk: reverse("award", args=[pk]),
        said="已登记,签订期限已开始计算。告知函随后发给已注册的供应商;尚未注册的,请在下面邀请。",
    )  # fmt: skip


@page(Role.PURCHASER_OFFICER)
def claim(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Show the imported awards of one's own name, and take them over."""
    table = first_of(UNCLAIMED, actor, moment_of(request), most=MOST_CLAIMED)
    count = unclaimed_count(actor)

    def drawn(form: ActForm) -> HttpResponse:
        context = {"form": form, "table": table, "count": count}
        return draw(request, actor, "purchaser/claim.html", context)

    return answer(
        request,
        ActForm,
        told(request, actor, claim_awards),
        draw=drawn,
        done=reverse("purchaser-awards"),
        said=f"已认领 {min(count, MOST)} 条,签订期限已开始计算。",
    )


@require_safe
@page(*PURCHASER)
def award(request: HttpRequest, actor: Actor, award_id: UUID) -> HttpResponse:
    """Show one award: winners, deadline, letters, and the way to its contract."""
    return _award_page(request, actor, award_id)


@page(Role.PURCHASER_OFFICER)
def shares(request: HttpRequest, actor: Actor, award_id: UUID) -> HttpResponseBase:
    """Enter the shares of an award that several won."""
    found = award_view(actor, award_id)
    known = suppliers_named(actor, [share.supplier_name for share in found.shares])

    def drawn(form: SharesForm) -> HttpResponse:
        return draw(request, actor, "purchaser/shares.html", {"award": found.award, "form": form})

    form = sent(request, SharesForm, shares=found.shares, suppliers=known)
    return carry_out(
        request,
        form,
        lambda _: enter_shares(
            actor=actor, now=moment_of(request), award_id=award_id, shares=form.winners()
        ),
        draw=drawn,
        done=reverse("award", args=[award_id]),
        said="份额已录入。",
    )


@require_POST
@page(Role.PURCHASER_OFFICER)
def cancel(request: HttpRequest, actor: Actor, award_id: UUID) -> HttpResponseBase:
    """Cancel an award that will not be contracted."""
    return carry_out(
        request,
        ReasonForm(request.POST),
        told(request, actor, cancel_award, award_id=award_id),
        draw=lambda form: _award_page(request, actor, award_id, form),
        done=reverse("award", args=[award_id]),
        said="已取消,并已告诉供应商。",
    )


@require_POST
@page(Role.PURCHASER_OFFICER)
def invite(request: HttpRequest, actor: Actor, award_id: UUID, share_id: UUID) -> HttpResponseBase:
    """Make a link by which a winner that is not registered registers; it is shown once."""

    def act(typed: dict[str, Any]) -> None:
        issued = invite_winner(
            actor=actor, now=moment_of(request), award_id=award_id, share_id=share_id, **typed
        )
        keep_link(request, reverse("account-register-invited", args=[issued.token]))

    return carry_out(
        request,
        InviteWinnerForm(request.POST, auto_id=f"invite_{share_id}_%s"),
        act,
        draw=lambda form: _award_page(request, actor, award_id, invited={share_id: form}),
        done=reverse("award", args=[award_id]),
        said="邀请链接已生成,14 天内有效。",
    )


def _award_page(
    request: HttpRequest,
    actor: Actor,
    award_id: UUID,
    form: ReasonForm | None = None,
    *,
    invited: dict[UUID, InviteWinnerForm] | None = None,
) -> HttpResponse:
    found, now = award_view(actor, award_id), moment_of(request)
    award, contract = found.award, found.contract
    deadline = newest_deadlines("sign_contract")(actor, now, [award_id]).get(award_id)
    opened = award.state == "noticed" and actor.role is Role.PURCHASER_OFFICER
    context = {
        "award": award,
        "state": AWARD.states[award.state],
        "winners": list(winners_of(found, now, invites=opened, bound=invited or {})),
        "link": kept_link(request),
        "contract": contract,
        "contract_state": CONTRACT.states[contract.state] if contract else None,
        "deadline": deadline,
        "letters": letters_on(actor, award_id),
        "proposal": waiting_proposal(actor, "filing.sign_contract", award_id),
        "cancel_form": form or ReasonForm(),
        "open": opened,
    }
    return draw(request, actor, "purchaser/award.html", context)
