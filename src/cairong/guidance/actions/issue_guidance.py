"""Write a letter of credit guidance to institutions, by two persons of the People's Bank."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import insert
from cairong.clocks.steps.duties import open_duty
from cairong.guidance.models import Guidance, Guided
from cairong.guidance.states import GUIDED
from cairong.guidance.steps.figures import figures_now
from cairong.guidance.steps.telling import at_institution, require_city
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import add_working_days, day_of
from cairong.kernel.errors import Invalid, NotFound
from cairong.kernel.text import clean_text
from cairong.oversight.steps.series import next_number, series_word
from cairong.parties.four_eyes import DATED, RUNNING, two_person
from cairong.parties.models import Organisation
from cairong.policy.guidance import ANSWER, CLAUSE, figures_said, guided_is_active, named
from cairong.policy.rule import require
from cairong.rulebook.reads import calendar_of, parameter


@two_person(
    Role.PBOC,
    word="发信贷指导函",
    of=GUIDED,
    numbers=("no",),
    free={"figures": RUNNING, "answer_on": DATED},
)
def issue_guidance(
    *,
    actor: Actor,
    now: datetime,
    institution_ids: list[UUID],
    series: str,
    subject: str,
    demand: str,
) -> Guidance:
    """Write one letter to one or more institutions, each with its own figures as they stand now.

    It takes the next number of its `series` (字号) and year, and opens each one's duty to answer.
    Raises NotAllowed for a county's desk, NotFound for an institution that is none of the city's,
    Invalid for words that do not fit and for nobody, PolicyBreach for one that is suspended.
    Writes: guidance.Guidance, guidance.Guided, clocks.Duty. Source: 三(一)-3.
    """
    require_city(actor, CLAUSE)
    word = series_word(series)
    about = clean_text(subject, "subject", least=4, most=100)
    wanted = clean_text(demand, "demand", least=4, most=1000, lines=True)
    institutions = _institutions(actor, institution_ids)
    require(*(guided_is_active(name=each.name, active=each.active) for each in institutions))
    today = day_of(now)
    figures = figures_now(actor, [each.pk for each in institutions], today=today)
    letter = _letter(actor, now, today, word=word, subject=about, demand=wanted)
    sent = [_send(letter, each, figures[each.pk], now=now) for each in institutions]
    record(
        actor=actor,
        now=now,
        type="guidance.letter.issued",
        subject=letter,
        about=[letter.pk, *(each.pk for each in sent)],
        after={
            "no": letter.no,
            "subject": about,
            "institutions": named([each.name for each in institutions], most=200),
            "demand": wanted,
            "figures": [_line(each.name, figures[each.pk]) for each in institutions],
            "answer_on": letter.answer_on,
        },
        basis=[CLAUSE],
        tell=[tell for each in sent for tell in at_institution(each.institution_id, each.pk)],
    )
    return letter


def _institutions(actor: Actor, ids: Sequence[UUID]) -> list[Organisation]:
    if not ids:
        raise Invalid("guidance.nobody", CLAUSE, field="institution_ids")
    rows = Organisation.objects.filter(
        city_id=actor.city, kind=Organisation.Kind.INSTITUTION, pk__in=ids
    )
    found = list(rows.order_by("name", "pk"))
    if len(found) != len(set(ids)):
        raise NotFound("access.not_found", thing="金融机构")
    return found


def _letter(
    actor: Actor, now: datetime, today: date, *, word: str, subject: str, demand: str
) -> Guidance:
    assert actor.organisation_id is not None
    days = parameter(actor.city, "guidance_answer_days", on=today)
    letter = Guidance(
        city_id=actor.city,
        authority_id=actor.organisation_id,
        word=word,
        year=today.year,
        number=next_number(Guidance.objects, actor.city, word, today.year),
        subject=subject,
        demand=demand,
        answer_on=add_working_days(today, days, calendar_of(actor.city)).due,
        issued_at=now,
    )
    insert(letter)
    return letter


def _send(
    letter: Guidance, institution: Organisation, figures: Mapping[str, Any], *, now: datetime
) -> Guided:
    sent = Guided(
        city_id=letter.city_id, letter=letter, institution=institution, figures=dict(figures)
    )
    insert(sent)
    open_duty(
        city=letter.city_id,
        kind=ANSWER,
        subject_id=sent.pk,
        holder=institution,
        region=letter.city_id,
        title=f"信贷指导函 {letter.no}",
        start_on=day_of(now),
        now=now,
        about=[letter.pk],
    )
    return sent


def _line(name: str, figures: Mapping[str, Any]) -> str:
    said = ",".join(f"{word} {value}" for word, value in figures_said(figures))
    return f"{name}:{said}"
