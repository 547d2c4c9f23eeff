"""Papers as each actor may see them: one's own, and what was handed in on a case one may read."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from cairong.audit.rows import fetch
from cairong.contracts.models import Contract
from cairong.contracts.reads import contracts_of
from cairong.kernel.actor import BUREAU, INSTITUTION, PURCHASER, Actor, Role
from cairong.kernel.errors import Conflict
from cairong.papers import store
from cairong.papers.models import Content, Paper, Reading
from cairong.parties.reads import line_of
from cairong.policy.papers import CLAUSE

SIDES = frozenset({Role.SUPPLIER, *PURCHASER, *BUREAU})
KEEPS = frozenset({Role.SUPPLIER, *PURCHASER, *INSTITUTION})  # whose organisation has papers
THING = "材料"


def papers_of(
    actor: Actor,
    *,
    cases: "QuerySet[Contract] | None" = None,
    given: "QuerySet[Any, Any] | None" = None,
) -> QuerySet[Paper]:
    """List the papers an actor may see, newest first: its own, and what others handed in.

    Of others, those on contracts that are its own; `cases` are the contracts a room above lets it
    read the papers of (an institution that was asked for money on them), `given` the ids of papers
    of a vault that were given to it.
    """
    rows = Paper.objects.filter(city_id=actor.city).select_related(
        "content", "organisation", "contract"
    )
    own = Q(organisation__in=line_of(actor.organisation_id)) if _keeps(actor) else Q(pk=None)
    if cases is None:
        cases = contracts_of(actor) if actor.role in SIDES else Contract.objects.none()
    others = Q(state="handed", contract__in=cases.order_by().values("pk"))
    if given is not None:
        others |= Q(contract=None, pk__in=given, state="handed")
    return rows.filter(own | others).order_by("-kept_at", "-pk")


def _keeps(actor: Actor) -> bool:
    return actor.role in KEEPS and actor.organisation_id is not None


def own_papers(actor: Actor) -> QuerySet[Paper]:
    """List the papers of the actor's own organisation, newest first."""
    return papers_of(actor, cases=Contract.objects.none())


def vault_for(actor: Actor) -> QuerySet[Paper]:
    """List the papers of the actor's own vault (材料库), newest first."""
    return own_papers(actor).filter(contract=None)


def lapsing_papers(city: str, first: date, last: date) -> QuerySet[Paper]:
    """List the papers of a city's vaults whose last day lies between two, the next first."""
    held = Paper.objects.filter(city_id=city, contract=None, state="handed")
    return held.filter(valid_until__range=(first, last)).order_by("valid_until", "pk")


def own_paper(actor: Actor, paper_id: UUID, *, lock: bool = False) -> Paper:
    """Fetch a paper of the actor's own organisation. Raises NotFound."""
    return fetch(own_papers(actor), paper_id, THING, lock=lock)


def taken_today(organisation_id: UUID, now: datetime) -> int:
    """Add up the bytes an organisation had kept within the last day."""
    since = now - timedelta(days=1)
    rows = Paper.objects.filter(organisation=organisation_id, kept_at__gt=since)
    return int(rows.aggregate(whole=Coalesce(Sum("content__size"), 0))["whole"])


def named(hashes: Iterable[str]) -> set[str]:
    """Tell which of some hashes belong to papers that are known."""
    return set(Content.objects.filter(sha256__in=list(hashes)).values_list("sha256", flat=True))


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who read a paper: the organisation, how often, when last."""

    name: str
    times: int
    last: datetime


def readers_of(paper: Paper) -> list[Reader]:
    """List the organisations that opened a paper, the last first."""
    rows = (
        Reading.objects.filter(paper=paper)
        .values("organisation__name")
        .annotate(times=Count("pk"), last=Max("at"))
    )
    return [
        Reader(name=row["organisation__name"], times=row["times"], last=row["last"])
        for row in rows.order_by("-last")
    ]


def was_opened(paper: Paper, actor: Actor) -> bool:
    """Whether it is the actor's own, or somebody's who opened it before: its pictures follow."""
    return (
        paper.organisation_id == actor.organisation_id
        or Reading.objects.filter(paper=paper, person=actor.person_id).exists()
    )


def bytes_of(paper: Paper) -> bytes:
    """Read what a paper consists of. Raises Conflict where it is not what was kept."""
    with _undamaged(paper):
        return store.read(paper.content.sha256)


def picture_of(paper: Paper, page: int) -> bytes:
    """Read the picture of a page. Raises Conflict where it is gone."""
    with _undamaged(paper):
        return store.picture(paper.content.sha256, page)


@contextmanager
def _undamaged(paper: Paper) -> Iterator[None]:
    try:
        yield
    except store.DamagedError:
        raise Conflict("papers.damaged", CLAUSE, name=paper.name) from None
