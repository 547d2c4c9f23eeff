"""What an institution asks: a list of defects, answered once, or a question while it decides."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.urls import reverse

from cairong.cases.inquiries import asked_of, newest_of, shares_of
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.lending.actions.ask_supplier import answer_lender
from cairong.lending.actions.list_defects import answer_defects
from cairong.lending.reads import application_for
from cairong.rulebook.reads import calendar_of
from cairong.web.acting import act_view, page_of
from cairong.web.forms import ActForm, LinesField


class AnswerForm(ActForm):
    """One answer to all that was asked."""

    answer = LinesField(label="您的答复", min_length=2, max_length=2000, rows=5)


def _asked(actor: Actor, now: datetime, application_id: UUID, *, kind: str) -> dict[str, Any]:
    application = application_for(actor, application_id)
    listed, calendar = asked_of([application_id]), calendar_of(actor.city)
    asked = newest_of(listed, kind)
    return {
        **vars(asked),
        "application": application,
        "intent": application.intent,
        "shares": shares_of(application, listed, today=day_of(now), calendar=calendar),
        "open": asked.inquiry.state == "open" and not actor.rests,
        "question": kind == QUESTION,
        "href": reverse(ADDRESSES[kind], args=[application_id]),
        "form": AnswerForm(),
    }


DEFECTS, QUESTION = "defects", "question"
ADDRESSES = {DEFECTS: "answer-defects", QUESTION: "answer-question"}
_page = partial(page_of, "supplier/inquiry.html")
_answered = partial(
    act_view,
    form=AnswerForm,
    of=application_for,
    done=lambda found, _: reverse("intent", args=[found.intent_id]),
)
defects = _answered(
    answer_defects,
    draw=_page(partial(_asked, kind=DEFECTS)),
    said=lambda found: f"已答复。{found.institution.name} 不再提出的,材料视为齐全。",
)
question = _answered(
    answer_lender,
    draw=_page(partial(_asked, kind=QUESTION)),
    said=lambda found: f"已答复。{found.institution.name} 的审批期限继续计算。",
)
