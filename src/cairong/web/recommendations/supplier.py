"""The supplier's page of its own recommendation: what is said of it, who answers, its say."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from cairong.doors.actors import moment_of
from cairong.kernel.actor import Actor, Role
from cairong.recommending.actions.ask_correction import ask_correction
from cairong.recommending.actions.refuse_recommendation import refuse_recommendation
from cairong.recommending.actions.share_contact import share_contact
from cairong.recommending.reads import recommendation_for
from cairong.web.acting import act_view, look_view
from cairong.web.forms import PageForm, ReasonForm
from cairong.web.frame import draw
from cairong.web.recommendations.forms import CorrectionForm, ShareForm
from cairong.web.recommendations.showing import answers_table, shown_of, undrawn


def _drawn(
    request: HttpRequest, actor: Actor, recommendation_id: UUID, **forms: PageForm
) -> HttpResponse:
    now = moment_of(request)
    found = recommendation_for(actor, recommendation_id)
    of_page = shown_of(actor, found)
    opened = of_page["open"]
    correcting = opened and not of_page["correction_waits"]
    context = {
        **of_page,
        "answers": answers_table(actor, now, found),
        "share_form": ShareForm(shares=not found.shares_contact),
        "correction_form": CorrectionForm(),
        "reason_form": ReasonForm(),
        **undrawn(forms, share_form=opened, correction_form=correcting, reason_form=opened),
    }
    return draw(request, actor, "recommendations/supplier.html", context)


own = look_view(_drawn, Role.SUPPLIER)
share = act_view(
    share_contact,
    ShareForm,
    "share_form",
    draw=_drawn,
    done="supplier-recommendation",
    said="已改好。",
)
correct = act_view(
    ask_correction,
    CorrectionForm,
    "correction_form",
    draw=_drawn,
    done="supplier-recommendation",
    said="已告诉主管部门。答复以后会发消息给您。",
)
refuse = act_view(
    refuse_recommendation,
    ReasonForm,
    "reason_form",
    draw=_drawn,
    done="supplier-recommendation",
    said="已谢绝。机构不再看到推荐依据,也不用再答复。",
)
