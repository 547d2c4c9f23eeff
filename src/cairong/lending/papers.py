"""Which papers an institution reads: those of contracts on which it is asked for money."""

from django.db.models import Exists, OuterRef, QuerySet

from cairong.contracts.models import Contract
from cairong.kernel.actor import INSTITUTION, Actor
from cairong.lending.models import Loan
from cairong.lending.reads import applications_of
from cairong.lending.states import READS_PAPERS
from cairong.papers.models import Paper
from cairong.papers.reads import SIDES, papers_of

READERS = tuple(sorted(SIDES | INSTITUTION))


def case_papers(actor: Actor) -> QuerySet[Paper]:
    """List the papers an actor may see, newest first.

    An institution's own applications let it in while they run, and on until what it lent on them
    is repaid; rejected, declined or withdrawn, they do no more. Source: 二(四)-2.
    """
    if actor.role not in INSTITUTION:
        return papers_of(actor)
    lent = Loan.objects.filter(offer__application=OuterRef("pk"))
    asked = applications_of(actor).filter(
        ~Exists(lent) | Exists(lent.filter(state="repaying")), state__in=READS_PAPERS
    )
    return papers_of(
        actor, cases=Contract.objects.filter(pk__in=asked.order_by().values("intent__contract"))
    )
