"""Ask after completeness: the clock stands still until the supplier answers, and not for long."""

from datetime import datetime
from functools import partial
from uuid import UUID

from cairong.audit.models import Event
from cairong.audit.recording import Tell, record
from cairong.audit.transaction import carry_out_each, use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.kernel.text import clean_text
from cairong.lending.models import Inquiry
from cairong.lending.reads import application_for
from cairong.lending.states import APPLICATION
from cairong.lending.steps.holding import end_application, follow_offers, locked_application
from cairong.lending.steps.inquiring import (
    QUESTION,
    ask,
    asked_before,
    deciding,
    end_inquiry,
    open_inquiry,
    pause_deciding,
    require_none_open,
    waiting_for,
)
from cairong.lending.steps.tellings import both_told
from cairong.policy.inquiring import REMINDED, Defect, asked_early, asked_seldom
from cairong.policy.rule import require
from cairong.rulebook.reads import numbers_of

NUMBERS = ("questions_most", "question_late_percent", "question_silence_days")
UNANSWERED, WAITS = "提问没有答复", "等待供应商答复提问:{}"


@use_case(Role.INSTITUTION_OFFICER, Role.INSTITUTION_MANAGER, word="向供应商提问")
def ask_supplier(
    *, actor: Actor, now: datetime, application_id: UUID, question: str, reason: str
) -> Inquiry:
    """Ask what the decision needs, and why; clock A stands still from today until the answer.

    At most so many, none by an officer in the last stretch of the clock. Raises NotFound,
    WrongState, Invalid, PolicyBreach. Writes: lending.Inquiry, clocks.Mark. Source: 二(四)-3, D14.
    """
    application = application_for(actor, application_id, lock=True)
    APPLICATION.after(application.state, "ask_supplier")
    require_none_open(application)
    what = clean_text(question, "question", least=4, most=500, lines=True)
    item = Defect(what=what, why=clean_text(reason, "reason", least=4, most=250, lines=True))
    today, number = day_of(now), numbers_of(actor.city, *NUMBERS)
    duty, before = deciding(application), asked_before(application, QUESTION)
    require(
        asked_seldom(before=before, most=number("questions_most", today)),
        asked_early(
            passed=sum(day < today.isoformat() for day in duty.counted),
            days=duty.days,
            late_percent=number("question_late_percent", today),
            manager=actor.role is Role.INSTITUTION_MANAGER,
        ),
    )
    days, words = number("question_silence_days", today), WAITS.format(item.why)
    last = pause_deciding(application, days=days, now=now, reason=words)
    inquiry = ask(application, QUESTION, [item], before=before, now=now, lapses_on=last)
    intent = application.intent
    record(
        actor=actor,
        now=now,
        type="lending.question.asked",
        subject=application,
        about=[intent.pk, intent.contract_id],
        visible_to=[intent.supplier_id],
        after={
            "no": intent.no,
            "round": inquiry.round,
            "question": item.what,
            "reason": item.why,
            "until": last,
        },
        basis=["二(四)-3"],
        tell=[Tell(organisation_id=intent.supplier_id, role=Role.SUPPLIER)],
    )
    return inquiry


@use_case(Role.SUPPLIER, word="答复提问")
def answer_lender(*, actor: Actor, now: datetime, application_id: UUID, answer: str) -> Inquiry:
    """Answer a question; clock A runs again, and today counts.

    Raises NotFound where none waits, Invalid. Writes: lending.Inquiry, clocks.Mark.
    Source: 二(四)-3.
    """
    text = clean_text(answer, "answer", least=2, most=2000, lines=True)
    application, inquiry = waiting_for(actor, application_id, QUESTION)
    end_inquiry(inquiry, "answer", now=now, answer=text)
    intent = application.intent
    record(
        actor=actor,
        now=now,
        type="lending.question.answered",
        subject=application,
        about=[intent.pk, intent.contract_id],
        visible_to=[application.institution_id],
        after={
            "no": intent.no,
            "round": inquiry.round,
            "until": deciding(application).due_on,
        },
        basis=["二(四)-3"],
        tell=[Tell(organisation_id=application.institution_id, role=Role.INSTITUTION_OFFICER)],
    )
    return inquiry


def lapse_unanswered(*, actor: Actor, now: datetime) -> int:
    """Let every application lapse whose question was not answered in its days; counts them."""
    over = Inquiry.objects.filter(
        city_id=actor.city, state="open", lapses_on__lt=day_of(now)
    ).order_by("pk")
    acts = [
        partial(lapse_question, application_id=pk, inquiry_id=inquiry)
        for pk, inquiry in over.values_list("application_id", "pk")
        if _reminded(actor.city, inquiry)
    ]
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word="提问没有答复,申请失效")
def lapse_question(
    *, actor: Actor, now: datetime, application_id: UUID, inquiry_id: UUID
) -> Inquiry:
    """Let one application lapse whose question stayed unanswered after three reminders.

    Raises WrongState where it was answered meanwhile. Writes: lending.Inquiry, Application,
    Intent, clocks.Mark. Source: 二(四)-3.
    """
    application, intent, _ = locked_application(actor, application_id)
    before, inquiry = application.state, open_inquiry(application)
    APPLICATION.after(before, "lapse_unanswered")
    if inquiry is None or inquiry.pk != inquiry_id:
        raise WrongState("lending.inquiry_answered", "二(四)-3")
    end_inquiry(inquiry, "lapse", now=now)
    end_application(application, "lapse_unanswered", now=now, reason=UNANSWERED)
    follow_offers(intent)
    record(
        actor=actor,
        now=now,
        type="lending.question.lapsed",
        subject=application,
        about=[intent.pk, intent.contract_id],
        visible_to=[intent.supplier_id, application.institution_id],
        before={"state": before},
        after={
            "state": application.state,
            "institution": application.institution.name,
            "until": inquiry.lapses_on,
        },
        basis=["二(四)-3"],
        tell=both_told(intent, application.institution_id),
    )
    return inquiry


def _reminded(city: str, inquiry_id: UUID) -> bool:
    """Whether the supplier was reminded of a question as often as it has to be.

    No act has a question as its subject: what has is a reminder, given above.
    """
    given = Event.objects.filter(city=city, about__contains=[inquiry_id])
    return given.filter(subject_id=str(inquiry_id)).count() >= len(REMINDED)
