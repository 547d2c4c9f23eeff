"""One overdue loan: how much and since when, the talks, the plan, write-off and forgiveness."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cairong.cases.loan_paper import loan_paper
from cairong.cases.proposals import waiting_proposal
from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import BUREAU, INSTITUTION, OVERSEERS, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.money import yuan_string
from cairong.lending.actions.contact_overdue import contact_overdue
from cairong.lending.actions.forgive_debt import forgive_debt
from cairong.lending.actions.plan_repayment import agree_plan, decline_plan, propose_plan
from cairong.lending.actions.write_off_loan import write_off_loan
from cairong.lending.arrears import shown_of
from cairong.lending.overdues import CHANNELS, parts_planned
from cairong.lending.states import FORGIVABLE, OVERDUE, PLAN, UNPLANNED
from cairong.policy.catalogue import sentence
from cairong.policy.overdue import read_parts
from cairong.web.acting import act_view, look_view, page_of
from cairong.web.duties import time_given
from cairong.web.forms import ActForm, DayField, LinesField, YuanField
from cairong.web.handing import hand_out
from cairong.web.parts import Column, plain_table

READERS = (Role.SUPPLIER, *sorted(INSTITUTION), *sorted(BUREAU | OVERSEERS))
LEAST = 4
PLACES = {"lending.contacted_on": "on"}
PLAN_PLACES = dict.fromkeys(
    ("lending.plan_sum", "lending.plan_days", "lending.plan_parts", "lending.plan_nothing"),
    "parts",
)
CONTACTED = (
    Column(key="on", word="联系日期", kind="date"),
    Column(key="channel", word="方式"),
    Column(key="words", word="情况"),
)
PARTS = (
    Column(key="on", word="归还日期", kind="date"),
    Column(key="principal_fen", word="本金", kind="money"),
)


@require_safe
@page(Role.SUPPLIER, *sorted(INSTITUTION))
def paper(request: HttpRequest, actor: Actor, loan_id: UUID) -> HttpResponse:
    """Hand out a loan's statement as PDF, or its settlement letter."""
    name, content = loan_paper(actor, loan_id, now=moment_of(request))
    return hand_out(content, "application/pdf", f"{name}.pdf")


class ContactForm(ActForm):
    """When and how the supplier was spoken with, and what it says."""

    on = DayField(label="联系日期")
    channel = forms.ChoiceField(label="怎样联系", choices=[("", "请选择"), *CHANNELS])
    words = LinesField(
        label="情况", min_length=LEAST, max_length=500,
        help_text="为什么没有还、打算什么时候还;供应商看得到",
    )  # fmt: skip


class PlanForm(ActForm):
    """By which days which parts of the principal are repaid."""

    parts = LinesField(
        label="各期", max_length=1000,
        help_text="每行一期:日期、空格、本金(元),例如 2026-06-08 100000;"
        "合计正好是逾期本金,利息照常按天计算",
    )  # fmt: skip
    why = LinesField(
        label="说明", min_length=LEAST, max_length=500, help_text="为什么这样安排;供应商看得到"
    )

    def clean_parts(self) -> str:
        """Read the parts line by line. Raises ValidationError naming the line."""
        text: str = self.cleaned_data["parts"]
        try:
            self.read = read_parts(text)
        except Invalid as refusal:
            raise ValidationError(sentence(refusal.findings[0])) from None
        return text

    def arguments(self) -> dict[str, Any]:
        """Give days and amounts as the act takes them."""
        return {
            "days": [part.on for part in self.read],
            "principals_fen": [part.principal_fen for part in self.read],
            "words": self.cleaned_data["why"],
        }


class DeclineForm(ActForm):
    """Why the plan cannot be kept."""

    reason = LinesField(
        label="为什么不能同意", min_length=LEAST, max_length=500,
        help_text="哪一期有困难、什么时候能还;金融机构据此另提计划",
    )  # fmt: skip


class WriteOffForm(ActForm):
    """Why the loan is written off."""

    reason = LinesField(label="核销理由", min_length=10, max_length=500, help_text="供应商看得到")


class ForgiveForm(ActForm):
    """How much of what is overdue is forgiven, and why."""

    principal = YuanField(label="减免本金", help_text="不超过逾期本金;不减免的写 0")
    interest = YuanField(label="减免利息", help_text="不超过逾期利息;不减免的写 0")
    why = LinesField(label="减免理由", min_length=10, max_length=500, help_text="供应商看得到")

    def arguments(self) -> dict[str, Any]:
        """Give both amounts in fen, and the reason, by their names."""
        typed = self.cleaned_data
        return {
            "principal_fen": typed["principal"],
            "interest_fen": typed["interest"],
            "reason": typed["why"],
        }


def _overdue(actor: Actor, now: datetime, overdue_id: UUID) -> dict[str, Any]:
    shown, today = shown_of(actor, now, overdue_id), day_of(now)
    state, arrears = shown.overdue.state, shown.arrears
    officer = actor.role is Role.INSTITUTION_OFFICER and arrears is not None
    acts = (propose_plan, write_off_loan, forgive_debt)
    proposals = (waiting_proposal(actor, act.name, overdue_id) for act in acts)
    proposal = next(filter(None, proposals), None)
    unplanned = officer and state in UNPLANNED and proposal is None
    waits = any(plan.state == "proposed" for plan in shown.plans)
    whole = f"{today.isoformat()} {yuan_string(arrears.principal_fen)}" if arrears else ""
    return {
        **vars(shown),
        "loan": shown.overdue.loan,
        "state": OVERDUE.states[state],
        "contacts": plain_table(
            "联系记录", CONTACTED, map(_contact, shown.contacts), empty="还没有登记联系。"
        ),
        "plans": [_plan(plan) for plan in shown.plans],
        "proposal": proposal,
        "contact_days": time_given(actor, "overdue_contact_days", now),
        "contacts_now": officer,
        "plans_now": unplanned and arrears is not None and bool(arrears.principal_fen),
        "writes_off_now": unplanned,
        "forgives_now": officer and state in FORGIVABLE and proposal is None,
        "answers_now": waits and actor.role is Role.SUPPLIER,
        "form": ContactForm(initial={"on": today}),
        "plan_form": PlanForm(initial={"parts": whole}),
        "agree_form": ActForm(),
        "decline_form": DeclineForm(),
        "write_off_form": WriteOffForm(),
        "forgive_form": ForgiveForm(initial={"principal": 0, "interest": _interest(arrears)}),
    }


def _interest(arrears: Any) -> int:
    return arrears.interest_fen if arrears else 0


def _contact(contact: Any) -> dict[str, Any]:
    return {
        "on": contact.on, "channel": contact.get_channel_display(), "words": contact.words
    }  # fmt: skip


def _plan(plan: Any) -> dict[str, Any]:
    """Lay out one plan: where it stands, its parts, its words and the supplier's."""
    rows = [vars(part) for part in parts_planned(plan)]
    return {
        "plan": plan,
        "state": PLAN.states[plan.state],
        "table": plain_table("各期本金", PARTS, rows, empty=""),
    }


_page = page_of("overdues/overdue.html", _overdue)
_done = partial(act_view, draw=_page, done="overdue", only_posted=True)
overdue = look_view(_page, *READERS)
contacted = _done(contact_overdue, ContactForm, said="已登记,供应商看得到。", places=PLACES)
planned = _done(
    propose_plan, PlanForm, "plan_form", then="供应商收到计划,同意或写明理由。", places=PLAN_PLACES
)
agreed = _done(agree_plan, ActForm, "agree_form", said="已同意还款计划。")
declined = _done(decline_plan, DeclineForm, "decline_form", said="已答复,金融机构可以另提计划。")
written_off = _done(
    write_off_loan, WriteOffForm, "write_off_form", then="贷款记为已核销,欠款不免除。"
)
forgiven = _done(
    forgive_debt,
    ForgiveForm,
    "forgive_form",
    then="减免的从欠款里扣除,不用再还。",
    places={"lending.forgiven_above": "principal", "lending.forgiven_nothing": "interest"},
)
