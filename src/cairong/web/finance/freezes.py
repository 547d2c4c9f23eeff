"""冻结: a case that turned out to be a state secret is frozen at once, and reported on paper."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from cairong.cases.proposals import first_waiting
from cairong.doors import uploads
from cairong.kernel.actor import BUREAU, Actor, Role
from cairong.secrecy.actions.freeze_case import freeze_case
from cairong.secrecy.actions.order_purge import order_purge
from cairong.secrecy.actions.thaw_case import thaw_case
from cairong.secrecy.reads import freeze_for
from cairong.secrecy.states import FREEZE
from cairong.web.acting import act_view, page_of
from cairong.web.forms import ActForm, DayField

DECIDES = (order_purge.name, thaw_case.name)
# What the report asks for and no system may keep: written by hand on the printed sheet.
BLANKS = (
    "发现时间、发现人",
    "事项名称、密级、保密期限",
    "平台编号",
    "怎样录入系统,何时公开",
    "可能知悉的单位和人员",
    "已经发出的邮件、短信、下载的文件",
    "线下采取的其他措施",
    "经办人、负责人签字(盖章)",
    "收件的保密行政管理部门、收件人、时间",
)


class FreezeForm(ActForm):
    """Which case: by a number, so that nothing of what it is has to be typed once more."""

    number = forms.CharField(
        label="平台编号",
        max_length=20,
        help_text="中标(成交)记录或合同在本平台的编号,例如 HT2026-000001。不要填写任何内容",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class LetterForm(ActForm):
    """The letter by which the competent authority decides; nothing of what the case is."""

    authority = forms.CharField(
        label="保密行政管理部门", min_length=2, max_length=60, help_text="文书的出具机关全称"
    )
    document_no = forms.CharField(
        label="文书编号", min_length=2, max_length=60, help_text="只写编号,不写文书内容"
    )
    document_on = DayField(label="文书日期")
    signed_by = forms.CharField(label="签发人", min_length=2, max_length=60)


def _asked(_actor: Actor, _now: datetime) -> dict[str, Any]:
    return {"form": FreezeForm()}


def _freeze(actor: Actor, _now: datetime, freeze_id: UUID) -> dict[str, Any]:
    found = freeze_for(actor, freeze_id)
    proposal = first_waiting(actor, DECIDES, freeze_id) if found.state == "frozen" else None
    return {
        "freeze": found,
        "state": FREEZE.states[found.state],
        "blanks": BLANKS,
        "digest": bytes(found.digest or b"").hex(),
        "proposal": proposal,
        "open": found.state == "frozen" and actor.role is Role.PROCUREMENT_OFFICER,
        "form": LetterForm(),
        "other_form": LetterForm(auto_id="thaw_%s"),
    }


freeze_new = act_view(
    freeze_case,
    FreezeForm,
    draw=page_of("finance/freeze_new.html", _asked),
    after=lambda *_: uploads.discard_all(),
    said="已冻结。请打印报告表,按保密规定当面报告。",
    done=lambda _, made: reverse("finance-freeze", args=[made]),
)
_page = page_of("finance/freeze.html", _freeze)
freeze = act_view(
    order_purge,
    LetterForm,
    draw=_page,
    roles=sorted(BUREAU | {Role.AUDITOR}),
    then="平台运维停机清除,此后不能恢复。",
)
freeze_thawed = act_view(
    thaw_case,
    partial(LetterForm, auto_id="thaw_%s"),
    "other_form",
    draw=_page,
    then="案件恢复原样,等待中的事项接着办。",
)
