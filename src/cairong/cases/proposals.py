"""What of one's own organisation waits for its second person, or came back from it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.rows import anything
from cairong.kernel.actor import Actor, Role
from cairong.kernel.plain import plain
from cairong.parties.four_eyes import (
    in_same_hands,
    is_first,
    proposal_for,
    proposals_for,
    second_missing,
)
from cairong.parties.models import Proposal
from cairong.policy.catalogue import sentence

BACK = ("returned", "taken_back")
WAITING = """
    SELECT FROM parties_proposal WHERE organisation_id = %s AND state = 'waiting'
    UNION ALL SELECT FROM parties_proposal WHERE decider_id = %s AND state = 'waiting'"""


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A proposal of two persons as plain facts. `mine`: it waits for the reader to decide."""

    id: UUID
    act: str
    state: str
    approves: Role
    region: str
    prepared_by: str
    prepared_at: datetime
    about: tuple[UUID, ...] = ()
    reason: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    mine: bool = False

    def takes_on(self, acts: Collection[str], record_id: UUID) -> bool:
        """Whether it is one of the acts by which a record goes on."""
        return self.act in acts and record_id in self.about


@dataclass(frozen=True, kw_only=True)
class ProposalView(Proposed):
    """A proposal on its own page: what it would change on what basis, what the reader can do.

    `own`: the reader prepared it; `first`: or is as good as who did; `hands`: because one person
    brought both in. `missing` says who can help where nobody there could agree.
    """

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    basis: Sequence[str]
    opened: bool
    first: bool
    own: bool
    hands: bool
    may_recall: bool
    missing: str = ""


def proposal_view(actor: Actor, proposal_id: UUID, *, now: datetime | None = None) -> ProposalView:
    """Read a proposal of one's own organisation; at a moment, also who is missing for it.

    Raises NotFound.
    """
    found = proposal_for(actor, proposal_id)
    missing = second_missing(found, now) if now and found.state == "waiting" else None
    own = actor.person_id in {found.prepared_by_id, found.carried_by_id}
    opened = found.opened_at is not None
    return plain(
        ProposalView,
        found,
        **vars(facts_of(found, mine=may_decide(actor, found))),
        opened=opened,
        first=is_first(actor, found),
        own=own,
        hands=in_same_hands(found),
        missing=sentence(missing) if missing else "",
        may_recall=own and found.state == "waiting" and not opened,
    )


def facts_of(found: Proposal, *, mine: bool = False) -> Proposed:
    """Read a proposal, joined with who prepared it."""
    return plain(
        Proposed,
        found,
        approves=Role(found.approves),
        prepared_by=found.prepared_by.name,
        about=tuple(found.about),
        mine=mine,
    )


def may_decide(actor: Actor, found: Proposal) -> bool:
    """Whether an actor is a second person for a proposal that waits."""
    second = actor.role == found.approves and not actor.rests
    return found.state == "waiting" and second and not is_first(actor, found)


def any_waiting(actor: Actor) -> bool:
    """Whether anything of an organisation waits for a second person; mostly nothing does.

    Asked first: to work out what an actor may decide takes longer than all else of a desk.
    """
    return anything(WAITING, actor.organisation_id, actor.organisation_id)


def waiting_about(actor: Actor, about: Collection[UUID]) -> list[Proposed]:
    """List the proposals about any of these records that wait for a second person, oldest first."""
    if not any_waiting(actor):
        return []
    rows = proposals_for(actor).filter(state="waiting", about__overlap=list(about))
    rows = rows.select_related("prepared_by").order_by("prepared_at", "pk")
    return [facts_of(row, mine=may_decide(actor, row)) for row in rows]


def waiting_proposal(actor: Actor, act: str, about: UUID) -> Proposed | None:
    """Find the proposal of an act about a record that waits for the second person."""
    newest = newest_proposal(actor, act, about)
    return newest if newest is not None and newest.state == "waiting" else None


def first_waiting(actor: Actor, acts: Iterable[str], about: UUID) -> Proposed | None:
    """Find the proposal of the first of several acts about a record that waits."""
    return next(filter(None, (waiting_proposal(actor, act, about) for act in acts)), None)


def proposal_back(actor: Actor, act: str, about: UUID) -> Proposed | None:
    """Find the newest proposal of an act about a record, where it came back."""
    newest = newest_proposal(actor, act, about)
    return newest if newest is not None and newest.state in BACK else None


def newest_proposal(actor: Actor, act: str, about: UUID) -> Proposed | None:
    """Find the newest proposal of one's organisation of an act about a record."""
    rows = Proposal.objects.filter(
        city_id=actor.city,
        organisation=actor.organisation_id,
        act=act,
        about__contains=[about],
    )
    rows = rows.none() if actor.role is Role.AUDITOR else rows
    found = rows.select_related("prepared_by").order_by("-prepared_at", "-pk").first()
    return facts_of(found) if found else None
