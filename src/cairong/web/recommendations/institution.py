"""The institution's page of a recommendation: what is said of the firm, and the answer."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from cairong.clocks.reads import open_deadlines
from cairong.doors.actors import moment_of
from cairong.kernel.actor import Actor, Role
from cairong.policy.recommending import WHY_NOT
from cairong.recommending.actions.answer_by_offer import answer_by_offer
from cairong.recommending.actions.explain_no_offer import explain_no_offer
from cairong.recommending.reads import answered_by, ask_for, backing_of
from cairong.recommending.states import ASK
from cairong.web.acting import act_view, look_view
from cairong.web.duties import shown
from cairong.web.forms import ActForm, PageForm
from cairong.web.frame import draw
from cairong.web.recommendations.forms import ExplainForm
from cairong.web.recommendations.lists import PEOPLE
from cairong.web.recommendations.showing import shown_of, undrawn


def _drawn(request: HttpRequest, actor: Actor, ask_id: UUID, **forms: PageForm) -> HttpResponse:
    now = moment_of(request)
    ask = ask_for(actor, ask_id)
    found = ask.recommendation
    backing = backing_of(ask)
    deadline = open_deadlines(actor, now, [ask.pk]).get(ask.pk)
    of_page = shown_of(actor, found)
    further = backing.loan if ask.state == "offered" else backing.found
    officer = actor.role is Role.INSTITUTION_OFFICER and of_page["open"]
    by_offer = officer and further and ask.state in ("waiting", "explained", "offered")
    explaining = officer and not backing.found and ask.state in ("waiting", "explained")
    context = {
        **of_page,
        "ask": ask,
        "answer": ASK.states[ask.state],
        "why_not": WHY_NOT[ask.code].word if ask.code else "",
        "deadline": shown(deadline) if deadline else None,
        "backing": backing,
        "given": answered_by([ask])[ask.pk],
        "officer": officer,
        "by_offer": by_offer,
        "explaining": explaining,
        "offer_form": ActForm(),
        "explain_form": ExplainForm(initial={"code": ask.code, "words": ask.words}),
        **undrawn(forms, offer_form=by_offer, explain_form=explaining),
    }
    return draw(request, actor, "recommendations/institution.html", context)


ask = look_view(_drawn, *PEOPLE)
explain = act_view(
    explain_no_offer,
    ExplainForm,
    "explain_form",
    draw=_drawn,
    done="recommendation-ask",
    said="已答复。企业和主管部门看得到;以后有了报价,平台会自动记下。",
    places={"recommending.no_reason": "words"},
)
by_offer = act_view(
    answer_by_offer,
    ActForm,
    "offer_form",
    draw=_drawn,
    roles=[Role.INSTITUTION_OFFICER],
    done="recommendation-ask",
    said="已以平台上的报价或贷款答复。",
)
