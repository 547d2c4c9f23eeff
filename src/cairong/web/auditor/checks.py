"""The auditor's checks: how chain and signing stand, a check of everything, what an alarm was."""

from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.kernel.actor import Actor, Role
from cairong.notary.actions.acknowledge_alarm import acknowledge_alarm
from cairong.notary.actions.ask_check import ask_check
from cairong.notary.reads import (
    alarm_for,
    alarms_open,
    asked_checks,
    checks,
    copies,
    differing,
    last_whole,
    recorded,
    standing,
    standstill_of,
    why_of,
)
from cairong.notary.states import ALARM, OPEN
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.desk.summaries import Summary
from cairong.web.forms import ActForm, LinesField

SHOWN = 10
OF_ROWS, DONE = "rows", "done"


class FindingForm(ActForm):
    """What an auditor found out about an alarm."""

    finding = LinesField(
        label="查到什么",
        min_length=4,
        max_length=500,
        help_text="怎么查的,原因是什么,已经告诉谁。采购科会收到这段话;不要写账号和案件内容",
    )


def _checks(actor: Actor, now: datetime) -> dict[str, Any]:
    asked = asked_checks(actor, now, most=SHOWN)
    return {
        "log": standing(actor.city, now),
        "events": recorded(actor.city),
        "checks": checks(actor.city),
        "copies": copies(actor.city),
        "asked": asked,
        "waits": any(each.asked.state != DONE for each in asked),
        "form": ActForm(),
    }


def _alarm(actor: Actor, _now: datetime, alarm_id: UUID) -> dict[str, Any]:
    found = alarm_for(actor, alarm_id)
    return {
        "alarm": found,
        "why": why_of(found),
        "state": ALARM.states[found.state],
        "of_rows": found.kind == OF_ROWS,
        "stands": standstill_of(found),
        "found": differing(found),
        "open": found.state == OPEN,
        "form": FindingForm(),
    }


_page = page_of("auditor/checks.html", _checks)
overview = look_view(_page, Role.AUDITOR)
ask = act_view(
    ask_check,
    draw=_page,
    said="已申请。后台几秒内开始核对,核对完您会收到消息。",
    done="auditor-checks",
    only_posted=True,
)
alarm = act_view(
    acknowledge_alarm,
    FindingForm,
    draw=page_of("auditor/alarm.html", _alarm),
    said="已记下,采购科会收到您查到的情况。",
    done="auditor-alarm",
)


def summary(actor: Actor, now: datetime) -> Summary:
    """Show the auditor how chain and signing stand, and what the last check of everything found."""
    waiting = alarms_open(actor)
    context = {
        "log": standing(actor.city, now),
        "events": recorded(actor.city),
        "whole": last_whole(actor.city),
        "waiting": waiting,
    }
    return Summary(
        template="auditor/summary.html",
        context=context,
        lead=f"等您查明的审计告警 {waiting} 件",
    )
