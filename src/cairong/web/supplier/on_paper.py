"""A form to apply on paper: printed, and disowned where it was not handed in. 二(一)-6"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cairong.contracts.reads import contract_for
from cairong.doors.page import page
from cairong.kernel.actor import Actor, Role
from cairong.lending.actions.disown_on_paper import disown_on_paper
from cairong.lending.actions.print_form import print_form
from cairong.lending.printed import form_for, form_pdf, printed_for
from cairong.policy.on_paper import shown_code
from cairong.web.acting import act_view, page_of
from cairong.web.forms import ReasonForm
from cairong.web.handing import hand_out
from cairong.web.supplier.intents import drawn as intent_drawn


def _printed(actor: Actor, _now: datetime, contract_id: UUID) -> dict[str, Any]:
    printed = printed_for(actor, contract_id)
    return {
        "contract": contract_for(actor, contract_id),
        "printed": printed,
        "number": shown_code(printed.code) if printed else "",
    }


paper_form = act_view(
    print_form,
    draw=page_of("supplier/on_paper.html", _printed),
    done="paper-form",
    said="申请表已生成,请下载打印;也可以让网点的人直接看这里的编号。",
)
disowned = act_view(
    disown_on_paper,
    ReasonForm,
    "disown_form",
    draw=intent_drawn,
    only_posted=True,
    done="intent",
    said="已否认,申请终止,财政部门和这家机构的主管收到消息。",
)


@require_safe
@page(Role.SUPPLIER)
def pdf(request: HttpRequest, actor: Actor, form_id: UUID) -> HttpResponse:
    """Hand out a form to be printed."""
    del request
    form = form_for(actor, form_id)
    return hand_out(form_pdf(form), "application/pdf", f"融资申请表 {shown_code(form.code)}.pdf")
