"""Say of each criterion whether a supplier meets it: by which source, of which day."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.lending.models import Application, EligibilityMark
from cairong.lending.reads import application_for
from cairong.lending.states import APPLICATION, UNDECIDED
from cairong.policy.eligibility import CLAUSE, CRITERIA, RESULTS, Mark, check_mark


@use_case(Role.INSTITUTION_OFFICER, word="判断准入条件")
def judge_eligibility(
    *, actor: Actor, now: datetime, application_id: UUID, marks: list[Mark]
) -> Application:
    """Keep the institution's judgement on some criteria; the newest of each counts.

    Raises NotFound, WrongState once decided, Invalid without a source.
    Writes: lending.EligibilityMark. Source: 二(五)-1.
    """
    assert actor.person_id is not None
    application = application_for(actor, application_id, lock=True)
    if application.state not in UNDECIDED:
        raise APPLICATION.refusal(application.state, "判断准入条件")
    if not marks:
        raise Invalid("eligibility.none", field="marks")
    for mark in marks:
        check_mark(mark, today=day_of(now))
        EligibilityMark.objects.create(
            city_id=actor.city, application=application, criterion=mark.criterion,
            result=mark.result, source=mark.source, on=mark.on, person_id=actor.person_id, at=now,
        )  # fmt: skip
    intent = application.intent
    said = "、".join(f"{CRITERIA[each.criterion].word}{RESULTS[each.result]}" for each in marks)
    record(
        actor=actor,
        now=now,
        type="lending.eligibility.judged",
        subject=application,
        about=[intent.pk, intent.contract_id, intent.award_id],
        visible_to=[intent.supplier_id],
        after={"no": intent.no, "said": said},
        basis=[CLAUSE],
    )
    return application
