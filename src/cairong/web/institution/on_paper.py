"""Applications on paper: entered from the form, the slip handed back. 二(一)-6"""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cairong.doors.actors import moment_of
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.actions.register_on_paper import register_on_paper
from cairong.lending.printed import application_entered, slip_pdf
from cairong.lending.reads import application_for
from cairong.policy.lending import MOST_DAYS
from cairong.web.acting import carry_out, sent, told
from cairong.web.forms import ActForm, DayField, WholeField, YuanField
from cairong.web.frame import draw
from cairong.web.handing import hand_out
from cairong.web.institution.lists import PEOPLE

PLACES = {
    "lending.form_unknown": "code",
    "lending.form_void": "code",
    "lending.form_entered": "code",
    "lending.form_received": "received_on",
    "lending.form_old": "received_on",
    "lending.above_headroom": "amount",
}
LONGEST_CODE = 12


class PaperForm(ActForm):
    """What stands on the form, as the supplier wrote it."""

    code = forms.CharField(
        label="申请表编号", max_length=40, help_text="申请表右上的编号,12 位;用手机扫码的已经填好"
    )
    amount = YuanField(label="申请金额", help_text="照表上手写的填")
    days = WholeField(label="借款天数", unit="天", min_value=1, max_value=MOST_DAYS)
    received_on = DayField(label="收件日", help_text="收到申请表那天;期限从这一天算起")
    purpose = forms.CharField(label="用途", required=False, max_length=300)

    def arguments(self) -> dict[str, Any]:
        """Give what was typed, the amount in fen."""
        typed = super().arguments()
        return {"amount_fen": typed.pop("amount"), **typed}


@page(Role.INSTITUTION_OFFICER)
def new(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Enter a form; the code on it leads here with its number filled in."""
    begun = {
        "code": request.GET.get("code", "")[:LONGEST_CODE],
        "received_on": day_of(moment_of(request)),
    }
    return carry_out(
        request,
        sent(request, PaperForm, initial=begun),
        told(request, actor, register_on_paper),
        draw=lambda form: draw(request, actor, "institution/on_paper_new.html", {"form": form}),
        done=lambda made: reverse("application", args=[application_entered(actor, UUID(made))]),
        said="已登记,供应商收到消息。请打印回执交给供应商。",
        places=PLACES,
    )


@require_safe
@page(*PEOPLE, Role.SUPPLIER)
def slip(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """Hand out the slip of an application that came on paper."""
    del request
    found = application_for(actor, application_id)
    return hand_out(
        slip_pdf(actor, application_id), "application/pdf", f"受理回执 {found.intent.no}.pdf"
    )
