"""Ask at an event, answer what was asked, and say how it was."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor
from cairong.kernel.errors import Conflict, Invalid, NotFound
from cairong.kernel.text import clean_text
from cairong.policy.promotion import CLAUSE, EFFECT, MARKS, MOST_ASKED, PLANS, REACHED
from cairong.promotion.actions.sign_up import WITH_ACCOUNT
from cairong.promotion.models import Feedback, Question
from cairong.promotion.reads import own_sign_up, public_event, question_for, said_feedback
from cairong.promotion.states import HOSTS, OUTREACH_EVENT
from cairong.promotion.steps.telling import told


@use_case(*WITH_ACCOUNT, word="向活动提问")
def ask_at_event(*, actor: Actor, now: datetime, event_id: UUID, words: str) -> Question:
    """Ask something that the host is to answer for all; who asked is shown to the host alone.

    Raises NotFound, WrongState, Invalid, Conflict above ten questions of one organisation.
    Writes: promotion.Question. Source: 三(三)-1.
    """
    found = public_event(actor, event_id, lock=True)
    OUTREACH_EVENT.after(found.state, "ask")
    text = clean_text(words, "words", least=4, most=300, lines=True)
    if found.questions.filter(organisation=actor.organisation_id).count() >= MOST_ASKED:
        raise Conflict("promotion.asked_enough", CLAUSE, title=found.title, most=MOST_ASKED)
    made = Question.objects.create(
        event=found, organisation_id=actor.organisation_id, words=text, at=now
    )
    record(
        actor=actor,
        now=now,
        type="promotion.question.asked",
        subject=made,
        about=[found.pk],
        visible_to=[found.host_id],
        after={"no": found.no, "title": found.title, "words": text},
        basis=[CLAUSE],
    )
    return made


@use_case(*HOSTS, word="回答活动提问")
def answer_question(*, actor: Actor, now: datetime, question_id: UUID, answer: str) -> Question:
    """Answer what was asked; question and answer stand on the public page, without who asked.

    Raises NotFound, Conflict where it is answered, Invalid.
    Writes: promotion.Question. Source: 三(三)-2.
    """
    made = question_for(actor, question_id, lock=True)
    if made.answered_at:
        raise Conflict("promotion.answered_already", REACHED, at=made.answered_at)
    made.answer = clean_text(answer, "answer", least=4, most=500, lines=True)
    made.answered_at = now
    made.save(update_fields=["answer", "answered_at"])
    event, asker = made.event, made.organisation
    record(
        actor=actor,
        now=now,
        type="promotion.question.answered",
        subject=made,
        about=[event.pk],
        visible_to=[made.organisation_id],
        after={"no": event.no, "title": event.title, "words": made.words, "answer": made.answer},
        basis=[REACHED],
        tell=told(event, [asker] if asker else []),
    )
    return made


@use_case(*WITH_ACCOUNT, word="评价活动")
def give_feedback(
    *,
    actor: Actor,
    now: datetime,
    event_id: UUID,
    useful: int,
    clear: int,
    plan: str,
    words: str = "",
) -> Feedback:
    """Say how an event was, once, as one that came.

    Raises NotFound for one that did not come, Conflict the second time, Invalid.
    Writes: promotion.Feedback. Source: 三(三)-3.
    """
    found = public_event(actor, event_id, lock=True)
    here = own_sign_up(actor, found)
    if here is None or here.attended_at is None:
        raise NotFound("promotion.did_not_come", EFFECT, title=found.title)
    if said_feedback(actor, found):
        raise Conflict("promotion.said_already", EFFECT, title=found.title)
    for field, value, known in (
        ("useful", useful, MARKS),
        ("clear", clear, MARKS),
        ("plan", plan, PLANS),
    ):
        if value not in known:
            listed = "、".join(known.values())
            raise Invalid("promotion.feedback", EFFECT, field=field, value=value, listed=listed)
    assert actor.organisation_id is not None
    made = Feedback.objects.create(
        event=found, organisation_id=actor.organisation_id, useful=useful, clear=clear, plan=plan,
        words=clean_text(words, "words", most=300, lines=True), at=now,
    )  # fmt: skip
    record(
        actor=actor,
        now=now,
        type="promotion.feedback.given",
        subject=found,
        visible_to=[found.host_id],
        after={"no": found.no, "title": found.title, "useful": useful, "clear": clear,
               "plan": PLANS[plan]},
        basis=[EFFECT],
    )  # fmt: skip
    return made
