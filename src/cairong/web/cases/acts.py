"""What each role can do now on a case: filled by the audiences whose pages do it."""

from collections.abc import Callable, Mapping

from cairong.kernel.actor import Actor, Role
from cairong.web.cases.reads import Case
from cairong.web.finance import acts as finance
from cairong.web.institution import acts as institution
from cairong.web.parts import Paper
from cairong.web.purchaser import acts as purchaser
from cairong.web.supplier import acts as supplier

Acts = Callable[[Actor, Case], list[Paper]]
ACTS: Mapping[Role, Acts] = {**purchaser.ACTS, **supplier.ACTS, **institution.ACTS, **finance.ACTS}


def acts_of(actor: Actor, case: Case) -> list[Paper]:
    """List what an actor can do now on a case, as links to the pages that do it."""
    listing = ACTS.get(actor.role)
    return listing(actor, case) if listing else []
