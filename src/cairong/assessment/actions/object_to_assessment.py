"""Object to one's own result in words, while it is provisional."""

from datetime import datetime

from cairong.assessment.models import Objection
from cairong.assessment.reads import newest, published_year
from cairong.assessment.states import YEAR
from cairong.audit.recording import Tell, record
from cairong.audit.rows import insert
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import add_working_days, day_of
from cairong.kernel.errors import Conflict
from cairong.kernel.text import clean_text
from cairong.parties.reads import the_only
from cairong.policy.assessment import CLAUSE, objection_in_time
from cairong.policy.rule import require
from cairong.rulebook.reads import calendar_of, parameter


@use_case(Role.INSTITUTION_OFFICER, word="对导向效果评估提出异议")
def object_to_assessment(*, actor: Actor, now: datetime, year: int, words: str) -> Objection:
    """Object to the newest version; two of the People's Bank answer in their days.

    Raises NotFound for a year that was not published, WrongState for a frozen one, PolicyBreach
    after the days, Conflict for a second one. Writes: assessment.Objection. Source: 三(二)-2.
    """
    of = published_year(actor, year, lock=True)
    YEAR.after(of.state, "object")
    version, today = newest(of), day_of(now)
    require(objection_in_time(until=version.object_on, today=today))
    if version.objections.filter(institution=actor.organisation_id).exists():
        raise Conflict("assessment.objected", CLAUSE)
    assert actor.organisation_id is not None
    assert actor.person_id is not None
    days = parameter(actor.city, "answer_appeal_days", on=today)
    row = Objection(
        version=version,
        institution_id=actor.organisation_id,
        words=clean_text(words, "words", least=8, most=1000, lines=True),
        answer_on=add_working_days(today, days, calendar_of(actor.city)).due,
        at=now,
        by_id=actor.person_id,
    )
    insert(row)
    pboc = the_only(actor.city, "pboc").pk
    record(
        actor=actor,
        now=now,
        type="assessment.result.objected",
        subject=row,
        about=[of.pk],
        visible_to=[pboc],
        after={
            "year": year,
            "version": version.number,
            "words": row.words,
            "answer_on": row.answer_on,
        },
        basis=[CLAUSE],
        tell=[Tell(organisation_id=pboc, role=Role.PBOC)],
    )
    return row
