"""Give papers of one's vault to institutions of an intent, and take them back: a consent each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.rows import locked
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Invalid, NotFound, WrongState
from cairong.lending.models import Application, GivenPaper, Intent
from cairong.lending.papers import given_paper, reading_of
from cairong.lending.reads import APPLICATION_WORD, intent_for
from cairong.lending.steps.tellings import institutions_told
from cairong.papers.models import Paper
from cairong.papers.reads import THING, vault_for
from cairong.policy.papers import CLAUSE, WORDS, paper_holds
from cairong.policy.rule import require


@use_case(Role.SUPPLIER, word="向金融机构提供材料")
def give_papers(
    *,
    actor: Actor,
    now: datetime,
    intent_id: UUID,
    paper_ids: Sequence[UUID],
    application_ids: Sequence[UUID],
) -> Intent:
    """Let each of some institutions of an intent read each of some papers of one's vault.

    What one of them has already stays as it was given. Raises Invalid where nothing or nobody is
    named, NotFound, WrongState for a paper that waits for its owner's look or an institution that
    no longer reads, PolicyBreach for one that is out of date, Conflict where all was given before.
    Writes: lending.GivenPaper. Source: 二(四)-2.
    """
    if not paper_ids or not application_ids:
        raise Invalid("papers.nothing_ticked", field="papers")
    intent = intent_for(actor, intent_id)
    applications = _applications(actor, intent, application_ids)
    papers = _papers(actor, paper_ids)
    require(
        *(
            paper_holds(name=WORDS[each.purpose], valid_until=each.valid_until, today=day_of(now))
            for each in papers
        )
    )
    made = _given(applications, papers, now)
    if not made:
        raise Conflict("papers.given_before", CLAUSE)
    GivenPaper.objects.bulk_create(made)
    applied = {each.application_id for each in made}
    chosen = [each for each in papers if each.pk in {row.paper_id for row in made}]
    told = [each.institution_id for each in applications if each.pk in applied]
    record(
        actor=actor,
        now=now,
        type="lending.papers.given",
        subject=intent,
        about=[*(each.pk for each in chosen), *applied, intent.contract_id],
        visible_to=told,
        after={
            "no": intent.no,
            "papers": "、".join(dict.fromkeys(WORDS[each.purpose] for each in chosen)),
            "sha256": [each.content.sha256 for each in chosen],
        },
        basis=[CLAUSE],
        tell=institutions_told(*told),
    )
    return intent


@use_case(Role.SUPPLIER, word="收回提供给金融机构的材料")
def take_back_paper(*, actor: Actor, now: datetime, given_id: UUID) -> GivenPaper:
    """Take back what was given: from this moment the institution reads it no more.

    Raises NotFound where it is not given, or read by nobody any more. Writes: lending.GivenPaper.
    Source: 二(四)-2, 个人信息保护法§15.
    """
    given = given_paper(actor, given_id, lock=True)
    given.withdrawn_at = now
    given.save(update_fields=["withdrawn_at"])
    application, paper = given.application, given.paper
    record(
        actor=actor,
        now=now,
        type="lending.paper.taken_back",
        subject=given,
        about=[paper.pk, application.pk, application.intent_id, application.intent.contract_id],
        visible_to=[application.institution_id],
        after={
            "no": application.intent.no,
            "papers": WORDS[paper.purpose],
            "sha256": [paper.content.sha256],
        },
        basis=[CLAUSE],
        tell=[
            Tell(
                organisation_id=application.institution_id, role=Role.INSTITUTION_OFFICER,
                subject_id=application.pk,
            )
        ],
    )  # fmt: skip
    return given


def _applications(actor: Actor, intent: Intent, ids: Sequence[UUID]) -> list[Application]:
    rows = list(locked(reading_of(actor)).filter(intent=intent, pk__in=ids).order_by("pk"))
    if len(rows) != len(set(ids)):
        raise NotFound("access.not_found", thing=APPLICATION_WORD)
    return rows


def _papers(actor: Actor, ids: Sequence[UUID]) -> list[Paper]:
    rows = list(locked(vault_for(actor)).filter(pk__in=ids).order_by("pk"))
    if len(rows) != len(set(ids)):
        raise NotFound("access.not_found", thing=THING)
    if any(each.state != "handed" for each in rows):
        raise WrongState("papers.given_ended", CLAUSE)
    return rows


def _given(
    applications: Sequence[Application], papers: Sequence[Paper], now: datetime
) -> list[GivenPaper]:
    """Make what is not given yet."""
    standing = set(
        GivenPaper.objects.filter(
            application__in=applications, paper__in=papers, withdrawn_at=None
        ).values_list("application", "paper")
    )
    return [
        GivenPaper(city_id=row.city_id, application=row, paper=paper, given_at=now)
        for row in applications
        for paper in papers
        if (row.pk, paper.pk) not in standing
    ]
