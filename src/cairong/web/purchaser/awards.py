"""Awards: listed, recorded, claimed, looked at, shared out and cancelled."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

from cairong.cases.proposals import waiting_proposal
from cairong.clocks.reads import newest_deadlines
from cairong.contracts.actions.cancel_award import cancel_award
from cairong.contracts.actions.claim_awards import MOST, claim_awards
from cairong.contracts.actions.enter_shares import enter_shares
from cairong.contracts.actions.invite_winner import invite_winner
from cairong.contracts.actions.record_award import record_award
from cairong.contracts.reads import AwardView, award_view, unclaimed_awards, unclaimed_count
from cairong.contracts.states import AWARD, CONTRACT
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.outreach.reads import letters_on
from cairong.parties.alike import doubtful, suppliers_meant
from cairong.parties.reads import suppliers_named
from cairong.web.acting import act_view, carry_out, look_view, page_of
from cairong.web.duties import time_given
from cairong.web.forms import ReasonForm
from cairong.web.frame import draw
from cairong.web.links import keep_link, kept_link
from cairong.web.lists.views import first_of
from cairong.web.parts import Empty
from cairong.web.purchaser.award_forms import SUPPLIERS, AwardForm, SharesForm
from cairong.web.purchaser.lists import AWARDS, OF_AWARD, PURCHASER
from cairong.web.purchaser.secrecy import ask, is_secret
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
    *,
    cancel_form: ReasonForm | None = None,
    invited: dict[UUID, InviteWinnerForm] | None = None,
) -> HttpResponse:
    found, now = award_view(actor, award_id), moment_of(request)
    award, contract = found.award, found.contract
    deadline = newest_deadlines("sign_contract")(actor, now, [award_id]).get(award_id)
    opened = award.state == "noticed" and actor.role is Role.PURCHASER_OFFICER
    context = {
        "award": award,
        "state": AWARD.states[award.state],
        "winners": list(
            winners_of(
                found,
                now,
                invites=opened,
                bound=invited or {},
                doubtful=doubtful(actor, [share.supplier_name for share in found.shares]),
            )
        ),
        "link": kept_link(request),
        "contract": contract,
        "contract_state": CONTRACT.states[contract.state] if contract else None,
        "deadline": deadline,
        "letters": letters_on(actor, award_id),
        "proposal": waiting_proposal(actor, "filing.sign_contract", award_id),
        "cancel_form": cancel_form or ReasonForm(),
        "open": opened,
    }
    return draw(request, actor, "purchaser/award.html", context)


def _new(actor: Actor, _now: datetime) -> dict[str, Any]:
    names = [name for _, name in suppliers_named(actor, most=MOST_NAMES)]
    return {"names": names, "names_id": SUPPLIERS}


def _claim(actor: Actor, now: datetime) -> dict[str, Any]:
    table = first_of(UNCLAIMED, actor, now, most=MOST_CLAIMED)
    return {"table": table, "count": unclaimed_count(actor)}


def _shares(actor: Actor, _now: datetime, award_id: UUID) -> dict[str, Any]:
    found = award_view(actor, award_id)
    return {"award": found.award, "joint": len(found.shares) > 1}


def _of_shares(actor: Actor, _now: datetime, found: AwardView) -> dict[str, Any]:
    names = [share.supplier_name for share in found.shares]
    could, certain = suppliers_meant(actor, names)
    return {"shares": found.shares, "could": could, "certain": certain}


def _asked_first(request: HttpRequest, actor: Actor, *, form: AwardForm) -> HttpResponse:
    secret = is_secret(request)
    if secret is None and request.method != "POST":
        return ask(request, actor)
    return _new_page(request, actor, form=form)


_new_page = page_of("purchaser/award_new.html", _new)
new = act_view(
    record_award,
    AwardForm,
    roles=[Role.PURCHASER_OFFICER],
    draw=_asked_first,
    needs=lambda actor, now, _: {
        "sign_days": time_given(actor, "sign_days", now),
        "doubtful": partial(doubtful, actor),
    },
    done=lambda _, award_id: reverse("award", args=[award_id]),
    said="已登记,签订期限已开始计算。告知函随后发给已注册的供应商;尚未注册的,请在下面邀请。",
    places=PLACES,
)
claim = act_view(
    claim_awards,
    draw=page_of("purchaser/claim.html", _claim),
    roles=[Role.PURCHASER_OFFICER],
    of=unclaimed_count,
    done="purchaser-awards",
    said=lambda count: f"已认领 {min(count, MOST)} 条,签订期限已开始计算。",
)
shares = act_view(
    enter_shares,
    SharesForm,
    draw=page_of("purchaser/shares.html", _shares),
    of=award_view,
    needs=_of_shares,
    done="award",
    said="供应商和份额已录入。",
)
cancel = act_view(
    cancel_award,
    ReasonForm,
    "cancel_form",
    draw=_award_page,
    done="award",
    said="已取消,并已告诉供应商。",
    only_posted=True,
)
award = look_view(_award_page, *PURCHASER)
