"""Which bureau decides for each county: the list, one county's page, what is declared on it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse

from cairong.doors.actors import moment_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.parties.actions.delegate import end_delegation, record_delegation
from cairong.parties.actions.open_desk import open_procurement_desk, open_treasury_desk
from cairong.parties.deciding import delegation_for, speaks_for
from cairong.parties.levels import County, counties
from cairong.policy.counties import PROCUREMENT, TREASURY
from cairong.web.acting import act_view, look_view
from cairong.web.forms import ActForm, DayField, ReasonForm
from cairong.web.frame import draw
from cairong.web.lists import List
from cairong.web.overseer.lists import WATCHING
from cairong.web.parts import Column, Empty

THEN_OPENED = "从那天起本县区的这些事项由本局审批,市财政局不再审批;到那天没有办结的由本局接着办。"
THEN_DELEGATED = "委托期内这些事项由市财政局审批,到期自动停止。"
THEN_ENDED = "从那天起委托不再有效。"
PLACES = {"counties.letter_days": "valid_to", "counties.not_before": "valid_from"}
ON_OPENING = {"counties.not_before": "opened_on"}
ON_ENDING = {"counties.not_before": "ended_on"}


def _rows(actor: Actor, now: datetime, _chosen: Mapping[str, Any]) -> list[County]:
    return counties(actor, now)


def _lacks(lacks: list[str]) -> str | None:
    return f"无书面委托:{'、'.join(lacks)}" if lacks else None


COUNTIES = List(
    name="overseer-counties",
    title="县区审批",
    roles=WATCHING,
    rows=_rows,
    columns=(
        Column("name", "县(市、区)", sort=True, search=True),
        Column("bureau", "县区财政局", of="bureau_name", blank="未接入"),
        Column("filing", "合同备案由谁审批", of="filing__bureau__name", sort=True, search=True),
        Column("filing_why", "依据", of="filing__words"),
        Column("payment", "账户和支付由谁审批", of="payment__bureau__name", sort=True),
        Column("payment_why", "依据", of="payment__words"),
        Column("lacks", "还缺", show=_lacks, blank="—"),
    ),
    by="code",
    opens="overseer-county",
    per_page=1000,
    lead="合同备案和资金支付由采购人同级的财政部门审批。县区财政局还没有启用、也没有委托书的,"
    "过渡期仍由市财政局审批,列在「还缺」。",
    empty=Empty(text="没有县区。城市开通后,每个县区在这里各占一行。"),
)


class OpenForm(ActForm):
    """From which day a county's bureau decides itself."""

    opened_on = DayField(label="自行审批起始日", help_text="最早从明天起,两人办理后不能撤回")


class DelegationForm(ActForm):
    """One letter of a county to the city as it is written."""

    no = forms.CharField(label="委托书文号", max_length=80, help_text="照委托书抄写")
    filing = forms.BooleanField(label="委托审批合同备案", required=False)
    payment = forms.BooleanField(label="委托审批账户和支付", required=False)
    valid_from = DayField(label="起日", help_text="县区财政局已启用的,最早从明天起")
    valid_to = DayField(label="止日", help_text="当天仍有效,过后自动停止")
    paper = forms.CharField(
        label="委托书存放", max_length=200, help_text="纸质原件的名称和存放处,供核对"
    )


class EndForm(ReasonForm):
    """From which day a letter no longer holds, and why."""

    ended_on = DayField(label="终止日", help_text="从这一天起不再有效,最早从明天起")
    field_order = ("ended_on", "reason")


def _shows(actor: Actor, now: datetime, region: str) -> dict[str, Any]:
    found = next(iter(counties(actor, now, code=region)), None)
    if found is None:
        raise NotFound("access.not_found", thing="县区")
    own = actor.county_bureau and actor.region == region
    speaks = (
        actor.role is Role.PROCUREMENT_OFFICER
        and speaks_for(actor.city, region).pk == actor.organisation_id
    )
    tomorrow = {"opened_on": day_of(now) + timedelta(days=1)}
    opens = {
        PROCUREMENT: own and actor.role is Role.PROCUREMENT_OFFICER,
        TREASURY: own and actor.role is Role.TREASURY_OFFICER,
    }
    return {
        "county": found,
        "deciders": (found.filing, found.payment),
        "letters": found.letters,
        "ends": speaks,
        "open_form": OpenForm(initial=tomorrow) if _unopened(found, opens) else None,
        "opens_at": _unopened(found, opens),
        "letter_form": DelegationForm(initial={"valid_from": day_of(now) + timedelta(days=1)})
        if speaks
        else None,
    }


def _unopened(county: County, opens: Mapping[str, bool]) -> str:
    """Name the desk that the reader may declare open; empty for none."""
    return next((desk for desk, may in opens.items() if may and desk not in county.opened), "")


def _drawn(request: HttpRequest, actor: Actor, region: str, **forms: Any) -> HttpResponse:
    context = {**_shows(actor, moment_of(request), region), **forms}
    return draw(request, actor, "overseer/county.html", context)


def _own(request: HttpRequest, actor: Actor, **forms: Any) -> HttpResponse:
    return _drawn(request, actor, actor.region, **forms)


def _ending(request: HttpRequest, actor: Actor, delegation_id: UUID, **forms: Any) -> HttpResponse:
    letter = delegation_for(actor, delegation_id)
    context = {"letter": letter, "name": _name(actor, moment_of(request), letter.region), **forms}
    return draw(request, actor, "overseer/delegation_end.html", context)


def _name(actor: Actor, now: datetime, region: str) -> str:
    found = counties(actor, now, code=region)
    return found[0].name if found else region


county = look_view(_drawn, *WATCHING)
desk_opened = act_view(
    open_procurement_desk, OpenForm, "open_form", draw=_own, only_posted=True, then=THEN_OPENED,
    places=ON_OPENING,
)  # fmt: skip
treasury_opened = act_view(
    open_treasury_desk, OpenForm, "open_form", draw=_own, only_posted=True, then=THEN_OPENED,
    places=ON_OPENING,
)  # fmt: skip
delegated = act_view(
    record_delegation, DelegationForm, "letter_form", draw=_drawn, only_posted=True,
    then=THEN_DELEGATED, places=PLACES,
)  # fmt: skip
delegation_ended = act_view(
    end_delegation, EndForm, "end_form", draw=_ending, then=THEN_ENDED, places=ON_ENDING,
)  # fmt: skip
