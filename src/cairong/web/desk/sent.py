"""Which duties a desk has done its part of: what fulfils them waits for the second person."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, OuterRef, Q, QuerySet, UUIDField

from cairong.clocks.models import Duty
from cairong.kernel.acts import ACTS
from cairong.parties.models import Proposal
from cairong.web.desk.among import Among

PAY = "treasury.request_payment"


def with_sent(duties: QuerySet[Duty]) -> QuerySet[Any]:
    """Name in `sent` the acts on what each duty is about that wait for the second person.

    A payment is asked for on a receivable, whichever of its acceptances are due.
    """
    acts = [name for name, act in ACTS.items() if act.fulfils]
    this = Q(Among(OuterRef("subject_id"), F("about")))
    beside = Func(
        OuterRef("about"),
        OuterRef("subject_id"),
        function="array_remove",
        output_field=ArrayField(UUIDField()),
    )
    paid = Q(act=PAY, about__contains=beside)
    waiting = Proposal.objects.filter(
        this | paid, city_id=OuterRef("city_id"), state="waiting", act__in=acts
    )
    named: QuerySet[Any] = duties.annotate(sent=ArraySubquery(waiting.values("act")))
    return named


def is_sent(duty: Any) -> bool:
    """Whether what fulfils a duty named by `with_sent` waits for the second person."""
    return any(ACTS[name].fulfils == duty.kind for name in duty.sent)
