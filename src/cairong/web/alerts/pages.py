"""The page of one alert: what was found, each fact, and the form by which it is closed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from cairong.alerts.actions.close_alert import close_alert
from cairong.alerts.reads import Fact, alert_page
from cairong.alerts.states import ALERT
from cairong.kernel.actor import Actor, Role
from cairong.policy.alerts import FINDINGS, LEAST, MOST
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.forms import ActForm, LinesField
from cairong.web.parts import Column, Row, plain_table

FACTS = (Column("word", "事项"), Column("text", "内容"))


class CloseForm(ActForm):
    """With which finding an alert is closed, and what was looked at."""

    finding = forms.ChoiceField(label="结论", choices=[("", "请选择"), *FINDINGS.items()])
    words = LinesField(
        label="核对情况", min_length=LEAST, max_length=MOST,
        help_text="核对了什么、怎样处理;移送的写明移送给谁",
    )  # fmt: skip


def _row(fact: Fact) -> Row:
    return Row(cells={"word": fact.word, "text": fact.text}, href=_address(fact))


def _address(fact: Fact) -> str:
    if fact.contract_id:
        return reverse("case", args=[fact.contract_id])
    if fact.product_id:
        return reverse("supermarket-product", args=[fact.product_id])
    return ""


def _shows(actor: Actor, now: datetime, alert_id: UUID) -> Mapping[str, Any]:
    found = alert_page(actor, now, alert_id)
    return {
        "found": found,
        "alert": found.alert,
        "state": ALERT.states[found.alert.state],
        "facts": plain_table("各项事实", FACTS, map(_row, found.facts), empty="没有。"),
        **({"form": CloseForm()} if found.closes else {}),
    }


drawn = page_of("alerts/alert.html", _shows)
alert = look_view(drawn, Role.REGULATOR)
closed = act_view(
    close_alert, CloseForm, draw=drawn, only_posted=True,
    said="已办结。同样的事实不再提出预警。", done="alert",
)  # fmt: skip
