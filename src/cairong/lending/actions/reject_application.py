"""Turn an application down: a reason of the list, words of one's own, two persons."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.clocks.steps.duties import fulfil_duties
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.lending.models import Application
from cairong.lending.states import APPLICATION
from cairong.lending.steps.eligibility import marks_of
from cairong.lending.steps.holding import follow_offers, locked_application
from cairong.lending.steps.inquiring import drop_open
from cairong.lending.steps.named import named
from cairong.parties.four_eyes import two_person
from cairong.policy.eligibility import CRITERIA, rejected_by_criterion
from cairong.policy.lending import REASONS, Reason, rejected_with_reason
from cairong.policy.rule import require


@two_person(Role.INSTITUTION_OFFICER, word="不予融资", of=APPLICATION, fulfils="decide_application")
def reject_application(
    *, actor: Actor, now: datetime, application_id: UUID, code: str, words: str
) -> Application:
    """Turn an application down for a coded reason, with words the supplier can act on.

    One of eligibility names the criterion, which must be judged as unmet before. An intent that
    nobody is left to answer closes. Raises NotFound, WrongState, PolicyBreach without a reason.
    Writes: lending.Application, Inquiry, Intent, clocks.Mark. Source: 二(四)-3, 二(五)-1.
    """
    application, intent, _ = locked_application(actor, application_id)
    before = application.state
    application.state = APPLICATION.after(before, "reject")
    text = clean_text(words, field="words", most=500, lines=True)
    require(rejected_with_reason(code=code, words=text))
    reason = REASONS[code]
    named_by = _criterion(application, reason)
    application.reject_code, application.reject_words = code, text
    application.reject_curable = reason.curable
    application.decided_at = now
    application.save(
        update_fields=["state", "reject_code", "reject_words", "reject_curable", "decided_at"]
    )
    follow_offers(intent)
    drop_open(application, now=now)
    fulfil_duties(subject_id=application.pk, on=day_of(now), now=now, reason="答复不予通过")
    record(
        actor=actor,
        now=now,
        type="lending.application.rejected",
        subject=application,
        about=[intent.pk, intent.contract_id],
        visible_to=[intent.supplier_id],
        before={**named(intent), "amount_fen": intent.amount_fen, "state": before},
        after={
            **named(intent),
            "amount_fen": intent.amount_fen,
            "state": application.state,
            "code": code,
            "words": text,
            "curable": application.reject_curable,
            "cure": reason.cure,
            **named_by,
        },
        basis=["二(四)-3", *(["二(五)-1"] if named_by else [])],
        tell=[Tell(organisation_id=intent.supplier_id, role=Role.SUPPLIER)],
    )
    return application


def _criterion(application: Application, reason: Reason) -> dict[str, str]:
    """Name the criterion a rejection rests on, with the source of what was judged of it."""
    if not reason.criterion:
        return {}
    mark = marks_of(application).get(reason.criterion)
    judged = mark.result if mark else ""
    require(rejected_by_criterion(criterion=reason.criterion, judged=judged, reason=reason.word))
    assert mark is not None, "no criterion is unmet without a judgement"
    return {"criterion": CRITERIA[reason.criterion].word, "criterion_source": mark.source}
