"""What of one's own organisation waits for its second person, or came back from it."""

from collections.abc import Iterable
from uuid import UUID

from cairong.kernel.actor import Actor
from cairong.parties.four_eyes import is_first
from cairong.parties.models import Proposal

BACK = ("returned", "taken_back")


def may_decide(actor: Actor, found: Proposal) -> bool:
    """Whether an actor is a second person for a proposal that waits."""
    return found.state == "waiting" and actor.role == found.approves and not is_first(actor, found)


def waiting_proposal(actor: Actor, act: str, about: UUID) -> Proposal | None:
    """Find the proposal of an act about a record that waits for the second person."""
    newest = newest_proposal(actor, act, about)
    return newest if newest is not None and newest.state == "waiting" else None


def first_waiting(actor: Actor, acts: Iterable[str], about: UUID) -> Proposal | None:
    """Find the proposal of the first of several acts about a record that waits."""
    return next(filter(None, (waiting_proposal(actor, act, about) for act in acts)), None)


def proposal_back(actor: Actor, act: str, about: UUID) -> Proposal | None:
    """Find the newest proposal of an act about a record, where it came back."""
    newest = newest_proposal(actor, act, about)
    return newest if newest is not None and newest.state in BACK else None


def newest_proposal(actor: Actor, act: str, about: UUID) -> Proposal | None:
    """Find the newest proposal of one's organisation of an act about a record."""
    return (
        Proposal.objects.filter(
            city_id=actor.city,
            organisation=actor.organisation_id,
            act=act,
            about__contains=[about],
        )
        .order_by("-prepared_at", "-pk")
        .first()
    )
