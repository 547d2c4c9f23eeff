"""Which papers an institution reads: those of cases it is asked on, and those given to it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from cairong.audit.rows import fetch
from cairong.contracts.models import Contract
from cairong.kernel.actor import INSTITUTION, Actor, Role
from cairong.lending.models import Application, GivenPaper, Intent, LenderPaper, Loan
from cairong.lending.reads import applications_of, intent_for
from cairong.lending.states import READS_PAPERS
from cairong.papers.models import Paper
from cairong.papers.reads import SIDES, papers_of, vault_for
from cairong.policy.papers import soon_over

READERS = tuple(sorted(SIDES | INSTITUTION))
THING = "提供的材料"


def case_papers(actor: Actor) -> QuerySet[Paper]:
    """List the papers an actor may see, newest first.

    An institution's own applications let it in while they run, and on until what it lent on them
    is repaid; rejected, declined or withdrawn, they do no more. So long it also reads what the
    supplier gave it of its vault, unless that was taken back. Source: 二(四)-2.
    """
    if actor.role is Role.SUPPLIER:
        return papers_of(actor, given=lenders_papers(actor).order_by().values("paper"))
    if actor.role not in INSTITUTION:
        return papers_of(actor)
    return papers_of(
        actor,
        cases=Contract.objects.filter(
            pk__in=reading_of(actor).order_by().values("intent__contract")
        ),
        given=given_to(actor).order_by().values("paper"),
    )


def reading_of(actor: Actor) -> QuerySet[Application]:
    """List the applications an actor may see for which their institution still reads papers."""
    lent = Loan.objects.filter(offer__application=OuterRef("pk"))
    return applications_of(actor).filter(
        ~Exists(lent) | Exists(lent.filter(state="repaying")), state__in=READS_PAPERS
    )


def given_to(actor: Actor) -> QuerySet[GivenPaper]:
    """List what stands given and is read by an actor's institution, or of a supplier's by others.

    Newest first. Source: 二(四)-2.
    """
    reading = reading_of(actor).order_by().values("pk")
    rows = GivenPaper.objects.filter(
        city_id=actor.city, withdrawn_at=None, paper__state="handed", application__in=reading
    )
    return rows.select_related(
        "paper__content", "paper__organisation", "application__institution", "application__intent"
    ).order_by("-given_at", "-pk")


def lenders_papers(actor: Actor, **of: object) -> QuerySet[LenderPaper]:
    """List what institutions keep on the applications an actor may see, newest first.

    An institution its own as they stand; their supplier those that were handed in.
    """
    mine = applications_of(actor).order_by().values("pk")
    rows = LenderPaper.objects.filter(city_id=actor.city, application__in=mine, **of)
    rows = rows.exclude(paper__state="withdrawn")
    if actor.role is Role.SUPPLIER:
        rows = rows.filter(paper__state="handed")
    return rows.select_related("paper__content", "application__intent").order_by(
        "-paper__kept_at", "-pk"
    )


def kept_by_lenders(actor: Actor, **of: object) -> list[LenderPaper]:
    """Read what institutions keep, of an application, of an intent or of a paper."""
    return list(lenders_papers(actor, **of))


def given_paper(actor: Actor, given_id: UUID, *, lock: bool = False) -> GivenPaper:
    """Fetch what stands given of the actor's own vault. Raises NotFound."""
    return fetch(given_to(actor), given_id, THING, lock=lock)


@dataclass(frozen=True, kw_only=True)
class Given:
    """An institution that may be given papers of the vault, and what it has."""

    application: Application
    papers: list[GivenPaper]


def given_on(actor: Actor, intent: Intent) -> list[Given]:
    """List the institutions of an intent that still read papers, each with what it was given."""
    rows = given_papers(actor, application__intent=intent)
    return [
        Given(application=each, papers=[row for row in rows if row.application_id == each.pk])
        for each in reading_of(actor).filter(intent=intent)
    ]


def given_papers(actor: Actor, **of: object) -> list[GivenPaper]:
    """Read what stands given, of a paper, of an application or of an intent."""
    return list(given_to(actor).filter(**of))


@dataclass(frozen=True, kw_only=True)
class Giving:
    """What a supplier may give to whom of an intent: papers by what can be done with them.

    `ready` may be given; `waiting` wait for its own look, `over` are out of date, `soon` nearly.
    """

    intent: Intent
    asked: list[Given]
    ready: list[Paper]
    waiting: list[Paper]
    over: list[Paper]
    soon: list[Paper]


def giving_of(actor: Actor, intent_id: UUID, *, on: date) -> Giving:
    """Gather what can be given of one's vault for an intent on a day. Raises NotFound."""
    intent = intent_for(actor, intent_id)
    vault = list(vault_for(actor).exclude(state="withdrawn"))
    over = [each for each in vault if each.valid_until and each.valid_until < on]
    return Giving(
        intent=intent,
        asked=given_on(actor, intent),
        ready=[each for each in vault if each.state == "handed" and each not in over],
        waiting=[each for each in vault if each.state == "kept"],
        over=over,
        soon=[each for each in vault if soon_over(each.valid_until, today=on)],
    )
