"""What happened on a case, and what is awaited until when, as far as the reader may know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from cairong.audit.models import Event
from cairong.clocks.holders import holder_name
from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN
from cairong.contracts.models import Contract
from cairong.kernel.actor import BUREAU, OVERSEERS, ROLE_NAMES, Actor, Role
from cairong.outreach.sentences import happening_of
from cairong.policy.duties import DUTIES

WATCHERS = BUREAU | OVERSEERS
MOST_EVENTS = 200
UNTOLD = ("parties.proposal", "outreach.message")  # events on no desk's timeline
NAMED_READERS = "complaints."  # events for those alone whom they name, however much one oversees


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What happened at a moment, or is expected on a day (`now`: next), by whom, on what basis.

    The person is named only to its own organisation, and to those who oversee the case.
    """

    what: str
    organisation: str = ""
    role: str = ""
    person: str = ""
    at: datetime | None = None
    expected: date | None = None
    note: str = ""
    now: bool = False


def timeline_of(actor: Actor, contract: Contract, duties: Iterable[Duty]) -> list[Moment]:
    """Tell what happened on a contract, newest last, then what is awaited and by when."""
    named = watches(actor, contract)
    events = _events(actor, [contract.pk, contract.award_id], whole=named)
    past = [_past(event, actor, named=named) for event in reversed(events)]
    ahead = [
        Moment(
            what=DUTIES[duty.kind].word,
            organisation=holder_name(duty),
            role=ROLE_NAMES[Role(duty.holder_role)],
            expected=duty.due_on,
            now=place == 0,
        )
        for place, duty in enumerate(each for each in duties if each.state in OPEN)
    ]
    return past + ahead


def watches(actor: Actor, contract: Contract) -> bool:
    """Whether an actor oversees a contract: a desk or authority of its region, or of the city.

    To all others of its kind it is what it is to the public. Source: 三(一)-1.
    """
    return actor.role in WATCHERS and (actor.whole_city or actor.region == contract.region)


def _events(actor: Actor, about: Sequence[UUID], *, whole: bool) -> list[Event]:
    rows = Event.objects.filter(city=actor.city, about__overlap=list(about))
    for kinds in UNTOLD:
        rows = rows.exclude(type__startswith=kinds)
    own, named = Q(visible_to__contains=[actor.organisation_id]), Q(type__startswith=NAMED_READERS)
    rows = rows.filter(own | ~named) if whole else rows.filter(own)
    if actor.role in WATCHERS and not whole:
        rows = rows.exclude(named)  # a desk of another region, though its organisation is named
    return list(rows.order_by("-seq")[:MOST_EVENTS])


def _past(event: Event, actor: Actor, *, named: bool) -> Moment:
    own = named or event.organisation_id == actor.organisation_id
    return Moment(
        what=happening_of(event),
        organisation=event.organisation_name,
        role=ROLE_NAMES[Role(event.role)],
        person=event.person_name if own else "",
        at=event.at,
        note=" ".join(event.basis),
    )
