"""Disputes and their papers as each actor may see them: not yours is not there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from cairong.audit.rows import fetch
from cairong.clocks.reads import Deadline, open_deadlines
from cairong.contracts.models import AwardShare
from cairong.kernel.actor import INSTITUTION, PURCHASER, Actor, Role
from cairong.kernel.calendar import day_of
from cairong.lending.models import Application
from cairong.parties.models import Organisation
from cairong.parties.reads import line_of
from cairong.policy.sizing import DECIDE, REPLY
from cairong.sizing.models import Dispute, Saying, SizePaper
from cairong.sizing.states import ASKERS, OPEN
from cairong.sizing.steps.letter import paper_of

PROCUREMENT = frozenset({Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER})
ASKING = PURCHASER | INSTITUTION | PROCUREMENT
READERS = tuple(sorted({*ASKING, Role.SUPPLIER, Role.SME_AUTHORITY}))
DUTIES = (DECIDE, REPLY)


def disputes_of(actor: Actor) -> QuerySet[Dispute]:
    """List the disputes an actor may see, newest first: those it asked, or that are about it."""
    rows = Dispute.objects.filter(city_id=actor.city).select_related(
        "supplier", "asker", "authority", "city"
    )
    if actor.role is Role.SUPPLIER:
        rows = rows.filter(supplier=actor.organisation_id)
    elif actor.role in ASKING:
        rows = rows.filter(asker__in=line_of(actor.organisation_id))
    elif actor.role is not Role.SME_AUTHORITY:
        rows = rows.none()
    return rows.order_by("-asked_at", "-no")


def dispute_for(actor: Actor, dispute_id: UUID, *, lock: bool = False) -> Dispute:
    """Fetch a dispute the actor may see. Raises NotFound."""
    return fetch(disputes_of(actor), dispute_id, "规模异议", lock=lock)


def firm_to_ask(actor: Actor, uscc: str) -> Organisation | None:
    """Find the supplier an actor may ask about: itself, or one it has dealings with.

    A purchaser awarded it something, an institution has its application; the finance department
    asks about any of the city.
    """
    assert actor.organisation_id is not None
    rows = Organisation.objects.filter(city_id=actor.city, kind=Organisation.Kind.SUPPLIER)
    if actor.role is Role.SUPPLIER:
        return rows.filter(pk=actor.organisation_id).first()
    rows = rows.filter(uscc=uscc)
    if actor.role in PURCHASER:
        won = AwardShare.objects.filter(award__purchaser=actor.organisation_id)
        rows = rows.filter(pk__in=won.values("supplier"))
    elif actor.role in INSTITUTION:
        asked = Application.objects.filter(institution=actor.organisation_id)
        rows = rows.filter(pk__in=asked.values("intent__supplier"))
    return rows.first()


def reads_all(actor: Actor) -> bool:
    """Whether an actor reads figures, reasons and papers: the firm and the authority alone."""
    return actor.role in (Role.SUPPLIER, Role.SME_AUTHORITY)


def sayings_for(actor: Actor, found: Dispute) -> list[Saying]:
    """List what an actor may read of what was said, in order: who asked reads its own words."""
    rows = found.sayings.select_related("paper", "by").defer("paper__content")
    if not reads_all(actor):
        rows = rows.filter(by=actor.organisation_id)
    return list(rows.order_by("at", "pk"))


def paper_on(actor: Actor, dispute_id: UUID, paper_id: UUID) -> SizePaper:
    """Fetch a paper of what an actor may read of a dispute. Raises NotFound."""
    found = dispute_for(actor, dispute_id)
    own = [each.paper_id for each in sayings_for(actor, found) if each.paper_id]
    return fetch(SizePaper.objects.filter(pk__in=own), paper_id, "异议材料")


def kept_paper(actor: Actor, paper_id: UUID | None) -> SizePaper | None:
    """Fetch a paper that the actor's organisation kept, none where none is named. NotFound."""
    if paper_id is None:
        return None
    rows = SizePaper.objects.filter(organisation=actor.organisation_id).defer("content")
    return fetch(rows, paper_id, "异议材料")


def letter_pdf(actor: Actor, dispute_id: UUID) -> tuple[str, bytes]:
    """Set the authority's letter in type, with its number.

    What was sent elsewhere holds the firm's figures: who asked does not read it. Raises NotFound.
    """
    rows = disputes_of(actor).filter(number__isnull=False)
    if not reads_all(actor):
        rows = rows.filter(state="decided")
    found = fetch(rows, dispute_id, "规模认定函")
    return found.letter, paper_of(found)


@dataclass(frozen=True, kw_only=True)
class DisputePage:
    """A dispute as its page shows it to one reader; `may` names what that one may do now.

    Without `inside` no figures, reasons and papers are shown.
    """

    dispute: Dispute
    sayings: list[Saying]
    deadline: Deadline | None
    inside: bool
    may: frozenset[str]
    waits_for_firm: bool

    @property
    def letter(self) -> bool:
        """Whether there is a letter that the reader may take."""
        found = self.dispute
        return bool(found.number) and (self.inside or found.state == "decided")


def dispute_page(actor: Actor, now: datetime, dispute_id: UUID) -> DisputePage:
    """Read a dispute for its page. Raises NotFound."""
    found = dispute_for(actor, dispute_id)
    silent = not was_heard(found) and day_of(now) <= found.heard_until
    waits = found.state == "open" and found.here and silent
    return DisputePage(
        dispute=found,
        sayings=sayings_for(actor, found),
        deadline=open_deadlines(actor, now, [found.pk]).get(found.pk),
        inside=reads_all(actor),
        may=frozenset(_may(actor, found)) - ({"decide"} if waits else set()),
        waits_for_firm=waits and reads_all(actor),
    )


def _may(actor: Actor, found: Dispute) -> Iterator[str]:
    """Name what an actor may do to a dispute as it stands."""
    if actor.role is Role.SUPPLIER and found.state == "open":
        yield "hear"
    if actor.role is Role.SME_AUTHORITY and actor.whole_city:
        if found.state == "open":
            yield "decide" if found.here else "forward"
        if found.state == "forwarded":
            yield "answer"
    if actor.role in ASKERS and found.asker_id == actor.organisation_id and found.state in OPEN:
        yield "withdraw"


def was_heard(found: Dispute) -> bool:
    """Whether the firm has spoken: it asked itself, or said something to what others asked."""
    own = found.asker_id == found.supplier_id
    return own or found.sayings.filter(kind=Saying.Kind.HEARD, by=found.supplier_id).exists()
