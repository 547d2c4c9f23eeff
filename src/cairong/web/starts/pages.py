"""One dispute about a start: what the supplier says, the institution's answer, the decision."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from cairong.cases.proposals import waiting_proposal
from cairong.kernel.actor import INSTITUTION, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.dispute_start import (
    agree_start,
    decide_start,
    dispute_start,
    object_start,
)
from cairong.lending.disputes import clock_of, start_for, there_on
from cairong.lending.reads import application_for
from cairong.lending.states import START
from cairong.parties.deciding import other_decider
from cairong.policy.counties import PROCUREMENT
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.forms import ActForm, DayField, LinesField

BUREAU_READERS = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER, Role.COUNTY_CLERK)
READERS = (Role.SUPPLIER, *INSTITUTION, *BUREAU_READERS)
LEAST = 10
PLACES = {"lending.start_outside": "claimed_on"}


class DisputeForm(ActForm):
    """From which day, and why."""

    claimed_on = DayField(label="应当从哪一天起算")
    ground = LinesField(
        label="为什么",
        min_length=LEAST,
        max_length=500,
        help_text="例如那天材料已经全部交齐、已经答复了补正清单;金融机构和财政部门看得到",
    )


class ObjectForm(ActForm):
    """Why the papers were not complete on that day."""

    reason = LinesField(
        label="为什么不同意", min_length=LEAST, max_length=500,
        help_text="那天还缺什么、什么时候才到;供应商和财政部门看得到",
    )  # fmt: skip


class DecideForm(ActForm):
    """Whether it is so, and why."""

    verdict = forms.ChoiceField(
        label="认定",
        choices=[("", "请选择"), ("uphold", "异议成立,从主张的那天起算"),
                 ("refuse", "异议不成立,起算日不变")],
    )  # fmt: skip
    reason = LinesField(label="理由", min_length=LEAST, max_length=500, help_text="双方看得到")


def _raise(actor: Actor, _now: datetime, application_id: UUID) -> dict[str, Any]:
    application = application_for(actor, application_id)
    return {
        "application": application,
        "intent": application.intent,
        "there_on": there_on(application),
        "form": DisputeForm(),
    }


def _start(actor: Actor, now: datetime, start_id: UUID) -> dict[str, Any]:
    dispute = start_for(actor, start_id)
    application, today = dispute.application, day_of(now)
    unheard = dispute.state == "open" and today > dispute.answer_on
    proposal = waiting_proposal(actor, decide_start.name, start_id)
    other = other_decider(actor, application.region, now, desk=PROCUREMENT)
    officer = actor.role is Role.PROCUREMENT_OFFICER and other is None
    waits = (dispute.state == "objected" or unheard) and not actor.rests
    return {
        "dispute": dispute,
        "state": START.states[dispute.state],
        "application": application,
        "intent": application.intent,
        "duty": clock_of(application),
        "unheard": unheard,
        "proposal": proposal,
        "decider": other,
        "answers": dispute.state == "open"
        and actor.role is Role.INSTITUTION_OFFICER
        and not actor.rests,
        "decides": waits and officer and proposal is None,
        "form": ActForm(),
        "no_form": ObjectForm(),
        "decide_form": DecideForm(),
    }


_page = page_of("starts/start.html", _start)
_answered = partial(act_view, draw=_page, done="start", only_posted=True)
raised = act_view(
    dispute_start,
    DisputeForm,
    draw=page_of("starts/new.html", _raise),
    of=application_for,
    done=lambda found, _: reverse("intent", args=[found.intent_id]),
    said=lambda found: f"异议已提出,{found.institution.name}会收到。审批期限照走。",
    places=PLACES,
)
start = look_view(_page, *READERS)
agreed = _answered(agree_start, said="已同意,审批从那天起算。")
objected = _answered(object_start, ObjectForm, "no_form", said="已答复,由财政部门认定。")
decided = act_view(
    decide_start, DecideForm, "decide_form", draw=_page, of=start_for, only_posted=True,
    then="双方收到认定和理由。",
)  # fmt: skip
