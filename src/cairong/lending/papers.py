"""Which papers an institution reads: those of contracts on which it is asked for money."""

from django.db.models import QuerySet

from cairong.contracts.models import Contract
from cairong.kernel.actor import INSTITUTION, Actor
from cairong.lending.reads import applications_of
from cairong.lending.states import READS_PAPERS
from cairong.papers.models import Paper
from cairong.papers.reads import SIDES, papers_of

READERS = tuple(sorted(SIDES | INSTITUTION))


def case_papers(actor: Actor) -> QuerySet[Paper]:
    """List the papers an actor may see, newest first.

    An institution's own applications let it in while they run, and on as long as it lends on them;
    rejected, declined or withdrawn, they do no more. Source: 二(四)-2.
    """
    if actor.role not in INSTITUTION:
        return papers_of(actor)
    asked = applications_of(actor).filter(state__in=READS_PAPERS).order_by()
    return papers_of(actor, cases=Contract.objects.filter(pk__in=asked.values("intent__contract")))
