"""What each role can do now on a case: filled by the audiences whose pages do it.

What waits for the actor as the second person comes first, whatever the act.
"""

from collections.abc import Callable, Mapping

from django.urls import reverse

from cairong.kernel.actor import Actor, Role
from cairong.kernel.acts import act_words
from cairong.web.cases.reads import Case
from cairong.web.finance import acts as finance
from cairong.web.institution import acts as institution
from cairong.web.parts import Paper
from cairong.web.proposals.reads import may_decide
from cairong.web.purchaser import acts as purchaser
from cairong.web.supplier import acts as supplier

Acts = Callable[[Actor, Case], list[Paper]]
ACTS: Mapping[Role, Acts] = {**purchaser.ACTS, **supplier.ACTS, **institution.ACTS, **finance.ACTS}


def acts_of(actor: Actor, case: Case) -> list[Paper]:
    """List what an actor can do now on a case, as links to the pages that do it."""
    listing = ACTS.get(actor.role)
    return _decisions(actor, case) + (listing(actor, case) if listing else [])


def _decisions(actor: Actor, case: Case) -> list[Paper]:
    laid = [one.proposal for one in case.balls if one.proposal is not None]
    return [
        Paper(word=f"去复核:{act_words(one.act)}", href=reverse("proposal", args=[one.pk]))
        for one in laid
        if may_decide(actor, one)
    ]
