"""An agreement with an agency: recorded, answered, ended; what the agency may do under it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.agencies.actions.answer_engagement import (
    accept_engagement,
    decline_engagement,
    return_engagement,
)
from cairong.agencies.actions.end_engagement import end_engagement
from cairong.agencies.actions.record_engagement import record_engagement
from cairong.agencies.reads import (
    READERS,
    agencies_here,
    engagement_for,
    files_under,
    holds,
    standing_word,
)
from cairong.agencies.states import ENGAGEMENT, STANDING
from cairong.cases.proposals import waiting_about
from cairong.kernel.actor import Actor, Role
from cairong.kernel.acts import act_words
from cairong.kernel.calendar import day_of
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.agencies.forms import EngagementForm
from cairong.web.forms import ActForm, PageForm, ReasonForm


def _choices(actor: Actor, _now: datetime, _record: object) -> dict[str, Any]:
    found = [(str(pk), name) for pk, name in agencies_here(actor)]
    return {"choices": {"agency": [("", "请选择"), *found]}}


def _shown(actor: Actor, now: datetime, engagement_id: UUID) -> dict[str, Any]:
    found, today = engagement_for(actor, engagement_id), day_of(now)
    agency = actor.role is Role.AGENCY_CLERK
    return {
        "found": found,
        "state": ENGAGEMENT.states[found.state],
        "standing": standing_word(found, today),
        "agency": agency,
        "acts": agency and holds(found, today),
        "files": files_under(actor, engagement_id),
        "waiting": [(act_words(each.act), each) for each in waiting_about(actor, [found.pk])],
        **_forms(actor, found.state),
    }


def _forms(actor: Actor, state: str) -> dict[str, PageForm]:
    """Give each side what it can do with an agreement in a state."""
    if actor.role is Role.PURCHASER_OFFICER and state in STANDING:
        return {"end_form": ReasonForm(auto_id="end_%s")}
    if actor.role is not Role.AGENCY_CLERK:
        return {}
    if state == "offered":
        return {
            "accept_form": ActForm(auto_id="accept_%s"),
            "decline_form": ReasonForm(auto_id="decline_%s"),
        }
    return {"return_form": ReasonForm(auto_id="return_%s")} if state == "accepted" else {}


drawn = page_of("agencies/engagement.html", _shown)
engagement = look_view(drawn, *READERS)
new = act_view(
    record_engagement, EngagementForm, needs=_choices,
    draw=page_of("agencies/engagement_new.html", lambda *_: {}),
    then="代理机构会收到消息;它接受以后,委托才生效。",
    places={
        "agencies.days_order": "valid_to", "agencies.days_over": "valid_to",
        "agencies.days_long": "valid_to", "agencies.agreement_once": "no",
        "agencies.agreement_overlaps": "valid_from",
    },
)  # fmt: skip
accept = act_view(
    accept_engagement, ActForm, "accept_form", draw=drawn, only_posted=True, done="engagement",
    said="已接受。委托期内可以登记采购文件和中标(成交)通知书,采购人会收到消息。",
)  # fmt: skip
decline = act_view(
    decline_engagement, ReasonForm, "decline_form", draw=drawn, only_posted=True,
    done="engagement", said="已答复不接受,采购人会看到理由。",
)  # fmt: skip
give_back = act_view(
    return_engagement, ReasonForm, "return_form", draw=drawn, only_posted=True,
    done="engagement", said="已退回,即时失效;采购人会看到理由。",
)  # fmt: skip
end = act_view(
    end_engagement, ReasonForm, "end_form", draw=drawn, only_posted=True,
    then="委托即时失效,代理机构会收到消息和理由。",
)  # fmt: skip
