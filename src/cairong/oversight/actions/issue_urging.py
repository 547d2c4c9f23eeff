"""Issue a letter of urging about overdue duties of one desk, by two persons of the bureau."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import insert
from cairong.clocks.holders import holder_ids
from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN
from cairong.clocks.steps.duties import open_duty
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import Calendar, add_working_days, day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.oversight.models import Urged, Urging
from cairong.oversight.states import URGING
from cairong.oversight.steps.series import next_number, series_word
from cairong.oversight.steps.telling import to_holder
from cairong.oversight.urgings import MOST_TICKED, desk_of, duties_named, urged_before
from cairong.parties.four_eyes import DATED, two_person
from cairong.parties.models import Organisation
from cairong.policy.duties import DUTIES
from cairong.policy.rule import require
from cairong.policy.urging import (
    ANSWER,
    CLAUSE,
    days_said,
    late_days,
    urged_is_overdue,
    urged_once,
    urged_together,
)
from cairong.rulebook.reads import calendar_of, parameter


@two_person(
    Role.PROCUREMENT_OFFICER, Role.COUNTY_CLERK,
    word="发督办函", of=URGING, numbers=("no",),
    free={"late": DATED, "answer_on": DATED},
)  # fmt: skip
def issue_urging(
    *,
    actor: Actor,
    now: datetime,
    organisation_id: UUID,
    duty_ids: list[UUID],
    series: str,
    demand: str,
) -> Urging:
    """Urge one desk about its overdue duties, whose facts the letter keeps as they stand now.

    It takes the next number of its `series` (字号) and year, and opens the duty to answer it.
    Raises NotFound for an unknown holder or duty, or one outside the actor's region; Invalid for a
    word or demand that does not fit; PolicyBreach for a duty that is not overdue, another desk's,
    urged already or excused. Writes: oversight.Urging, oversight.Urged, clocks.Duty.
    Source: 三(一)-2.
    """
    word, wanted = series_word(series), clean_text(demand, "demand", least=4, most=500, lines=True)
    if len(duty_ids) > MOST_TICKED:
        raise Invalid("oversight.urge_too_many", field="duty_ids", most=MOST_TICKED)
    duties = duties_named(actor, duty_ids)
    holder = desk_of(actor, organisation_id, duties[0].holder_role)
    _require(actor, duties, holder, now)
    calendar = calendar_of(actor.city)
    letter = _letter(actor, now, duties, holder, word=word, demand=wanted, calendar=calendar)
    late = {duty.pk: late_days(duty.due_on, day_of(now), calendar) for duty in duties}
    for duty in duties:
        insert(_urged(letter, duty, len(late[duty.pk])))
    _await_answer(letter, now=now, calendar=calendar)
    record(
        actor=actor,
        now=now,
        type="oversight.urging.issued",
        subject=letter,
        about=[letter.pk, *(duty.pk for duty in duties)],
        visible_to=[holder.pk],
        after={
            "no": letter.no,
            "holder": holder.name,
            "title": duties[0].title,
            "count": len(duties),
            "duties": [_said(duty) for duty in duties],
            "late": [_said_late(duty, late[duty.pk]) for duty in duties],
            "demand": wanted,
            "answer_on": letter.answer_on,
        },
        basis=[CLAUSE, *dict.fromkeys(DUTIES[duty.kind].obligation for duty in duties)],
        tell=to_holder(letter),
    )
    return letter


def _letter(
    actor: Actor,
    now: datetime,
    duties: Sequence[Duty],
    holder: Organisation,
    *,
    word: str,
    demand: str,
    calendar: Calendar,
) -> Urging:
    today = day_of(now)
    days = parameter(actor.city, "urge_answer_days", on=today)
    letter = Urging(
        city_id=actor.city,
        region=_region(actor.city, duties),
        organisation=holder,
        desk=duties[0].holder_role,
        word=word,
        year=today.year,
        number=next_number(Urging.objects, actor.city, word, today.year),
        demand=demand,
        answer_on=add_working_days(today, days, calendar).due,
        issued_at=now,
    )
    insert(letter)
    return letter


def _require(actor: Actor, duties: Sequence[Duty], holder: Organisation, now: datetime) -> None:
    before, today = urged_before(duties), day_of(now)
    held_by = holder_ids(actor.city, today)
    rules = []
    for duty in duties:
        open_no, upheld_no = before.get(duty.pk, ("", ""))
        own = held_by(duty) == holder.pk
        running = duty.state in OPEN
        rules += [
            urged_together(
                title=duty.title, same=own and duty.holder_role == duties[0].holder_role
            ),
            urged_is_overdue(title=duty.title, due=duty.due_on, today=today, running=running),
            urged_once(title=duty.title, open_no=open_no, upheld_no=upheld_no),
        ]
    require(*rules)


def _region(city: str, duties: Iterable[Duty]) -> str:
    regions = {duty.region for duty in duties}
    return regions.pop() if len(regions) == 1 else city


def _urged(letter: Urging, duty: Duty, late: int) -> Urged:
    return Urged(
        letter=letter,
        duty=duty,
        title=duty.title,
        kind=duty.kind,
        obligation=DUTIES[duty.kind].obligation,
        due_on=duty.due_on,
        due_law_on=duty.due_law_on,
        late_days=late,
    )


def _await_answer(letter: Urging, *, now: datetime, calendar: Calendar) -> None:
    open_duty(
        city=letter.city_id,
        kind=ANSWER,
        subject_id=letter.pk,
        holder=letter.organisation,
        region=letter.region,
        title=f"督办函 {letter.no}",
        start_on=day_of(now),
        now=now,
        about=[letter.organisation_id],
        calendar=calendar,
        role=Role(letter.desk),
    )


def _said(duty: Duty) -> str:
    kind = DUTIES[duty.kind]
    return f"{duty.title}:{kind.word},{duty.due_on.isoformat()} 到期({kind.obligation})"


def _said_late(duty: Duty, late: Sequence[date]) -> str:
    return f"{duty.title}:{len(late)} 个工作日({days_said(late)})"
