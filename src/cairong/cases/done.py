"""What somebody has done and begun, each named by the case it was on."""

from typing import Any

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Trim

from cairong.audit.arrays import IsIn
from cairong.audit.models import Event
from cairong.contracts.models import Award, Contract
from cairong.kernel.actor import Actor
from cairong.outreach.reads import inbox
from cairong.parties.models import City, Proposal

ABOUT_CITY = City._meta.label  # what an event is about that is on no record of its own


def started_by(actor: Actor) -> QuerySet[Proposal]:
    """List the proposals an actor's person has made or carries on for another, newest first."""
    mine = Q(prepared_by=actor.person_id) | Q(carried_by=actor.person_id)
    rows = Proposal.objects.filter(mine, city_id=actor.city, organisation=actor.organisation_id)
    return rows.order_by("-prepared_at", "-pk")


def done_by(actor: Actor) -> QuerySet[Event]:
    """List what an actor's person has done for its organisation, newest first.

    Reading a message is no act on anything.
    """
    rows = Event.objects.filter(
        city=actor.city, person_id=actor.person_id, organisation_id=actor.organisation_id
    )
    return rows.exclude(type="outreach.message.read").order_by("-seq")


def of_case(rows: QuerySet[Any], words: str = "", *, about: str = "about") -> QuerySet[Any]:
    """Name in `case` the contract (with its number) or the award that each row is about.

    With `words`, only the rows whose case says them. `about` is the column that lists the records.
    """
    listed = IsIn("pk", OuterRef(about))
    contract = Contract.objects.filter(listed).annotate(
        case=Trim(Concat("title", Value(" "), "no"))
    )
    named: QuerySet[Any] = rows.annotate(
        case=Coalesce(
            Subquery(contract.values("case")[:1]),
            Subquery(Award.objects.filter(listed).values("title")[:1]),
            Value(""),
            output_field=CharField(),
        )
    )
    if words:
        named = named.filter(case__icontains=words)
    return named


def done_on_cases(actor: Actor) -> QuerySet[Any]:
    """List what an actor's person has done, each named by its case."""
    return of_case(done_by(actor))


def started_on_cases(actor: Actor) -> QuerySet[Any]:
    """List the proposals an actor's person has made or carries on, each named by its case."""
    return of_case(started_by(actor))


def before_a_second(actor: Actor) -> list[tuple[str, str]]:
    """List what an actor's person has before a second person, oldest first: the act, the case."""
    waiting = started_on_cases(actor).filter(state="waiting").order_by("prepared_at")
    return list(waiting.values_list("act", "case"))


def messages_on_cases(actor: Actor) -> QuerySet[Any]:
    """List the messages to an actor's role, each named by its case."""
    return of_case(inbox(actor), about="event__about")
