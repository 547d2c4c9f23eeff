"""Appeal against one measure of one's own result, with words and the facts it is about."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.rows import insert
from cairong.audit.transaction import use_case
from cairong.evaluation.models import Appeal, AppealPaper, Year, YearVersion
from cairong.evaluation.reads import appeal_until, newest, own_facts, published_year
from cairong.evaluation.states import YEAR
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import add_working_days, day_of
from cairong.kernel.errors import Conflict, Invalid, NotFound
from cairong.kernel.text import clean_text
from cairong.parties.reads import the_only
from cairong.policy.evaluation import MEASURE_WORDS, OBLIGATION, Code
from cairong.policy.incentives import appeal_in_time
from cairong.policy.rule import require
from cairong.rulebook.reads import calendar_of, parameter

MOST_FACTS = 50


@use_case(Role.INSTITUTION_OFFICER, word="对评价结果申诉")
def appeal_result(
    *,
    actor: Actor,
    now: datetime,
    year: int,
    measure: Code,
    words: str,
    facts: list[str] | None = None,
    paper_id: UUID | None = None,
) -> Appeal:
    """Appeal against a measure of the newest version; the People's Bank answers in its days.

    `facts` names loans, duties, offers or applications of one's own that it is about. Raises
    NotFound for a year that was not published or another's paper, WrongState for a frozen one,
    Invalid for facts that are not one's own, PolicyBreach after the days, Conflict for the same
    measure twice. Writes: evaluation.Appeal. Source: 三(二)-1.
    """
    of = published_year(actor, year, lock=True)
    YEAR.after(of.state, "appeal")
    row = _appeal(actor, now, of, measure=measure, words=words, facts=facts or ())
    row.paper = _paper(actor, paper_id)
    insert(row)
    pboc = the_only(actor.city, "pboc").pk
    record(
        actor=actor,
        now=now,
        type="evaluation.result.appealed",
        subject=row,
        about=[of.pk],
        visible_to=[pboc],
        after={
            "year": year,
            "version": row.version.number,
            "measure": MEASURE_WORDS[measure],
            "words": row.words,
            "facts": row.facts,
            "answer_on": row.answer_on,
            **_named(row.paper),
        },
        basis=[OBLIGATION],
        tell=[Tell(organisation_id=pboc, role=Role.PBOC)],
    )
    return row


def _appeal(
    actor: Actor, now: datetime, of: Year, *, measure: Code, words: str, facts: Collection[str]
) -> Appeal:
    assert actor.organisation_id is not None
    assert actor.person_id is not None
    today = day_of(now)
    require(appeal_in_time(until=appeal_until(of, actor.organisation_id), today=today))
    version = of.versions.get(pk=newest(of).pk)
    said = clean_text(words, "words", least=8, most=1000, lines=True)
    named = _own(version, actor.organisation_id, facts)
    if version.appeals.filter(institution=actor.organisation_id, measure=measure).exists():
        raise Conflict("evaluation.appealed", OBLIGATION, measure=MEASURE_WORDS[measure])
    days = parameter(actor.city, "answer_appeal_days", on=today)
    return Appeal(
        version=version,
        institution_id=actor.organisation_id,
        measure=measure,
        facts=named,
        words=said,
        answer_on=add_working_days(today, days, calendar_of(actor.city)).due,
        at=now,
        by_id=actor.person_id,
    )


def _named(paper: AppealPaper | None) -> dict[str, str]:
    return {"paper": paper.name, "paper_sha256": paper.sha256} if paper else {}


def _own(version: YearVersion, institution_id: UUID, facts: Collection[str]) -> list[str]:
    named = sorted(set(facts))
    if len(named) > MOST_FACTS:
        raise Invalid("evaluation.many_facts", field="facts", most=MOST_FACTS)
    if named:
        own = {key for key, _ in own_facts(version, institution_id)}
        if foreign := next((each for each in named if each not in own), None):
            raise Invalid("evaluation.no_fact", field="facts", value=foreign)
    return named


def _paper(actor: Actor, paper_id: UUID | None) -> AppealPaper | None:
    if paper_id is None:
        return None
    rows = AppealPaper.objects.filter(organisation=actor.organisation_id, pk=paper_id)
    found = rows.defer("content").first()
    if found is None:
        raise NotFound("access.not_found", thing="申诉附件")
    return found
