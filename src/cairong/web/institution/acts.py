"""What an institution can do now on a case."""

from django.urls import reverse

from cairong.kernel.actor import INSTITUTION, Actor
from cairong.web.cases.reads import Case
from cairong.web.parts import Paper


def acts_of_institution(actor: Actor, case: Case) -> list[Paper]:  # noqa: ARG001 - the shape of ACTS
    """List the institution's own applications and loans on a case."""
    acts = [
        Paper(word=f"看申请 {one.intent.no}", href=reverse("application", args=[one.pk]))
        for one in case.applications
    ]
    return acts + [
        Paper(word=f"看贷款 {one.no}", href=reverse("institution-loan", args=[one.pk]))
        for one in case.loans
    ]


ACTS = dict.fromkeys(INSTITUTION, acts_of_institution)
