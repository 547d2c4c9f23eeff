"""Acts that need two persons: rehearsed and proposed by one, carried out by another (D19)."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from pydantic import BaseModel

from cairong.audit.arguments import as_kept, fitting, model_of
from cairong.audit.models import Event
from cairong.audit.recording import RECORDED, Tell, plain, record
from cairong.audit.rehearsal import rehearsed
from cairong.audit.rows import fetch
from cairong.audit.transaction import require_level, require_role, use_case
from cairong.kernel.actor import APPROVER_OF, PUT_BEFORE_BUREAU, Actor, Role
from cairong.kernel.acts import ACTS, Act, declare
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict, Finding, Invalid, NotAllowed, NotFound, WrongState
from cairong.kernel.states import StateTable
from cairong.parties.contents import content_of
from cairong.parties.eyes import apart, hands_of, who_confirms
from cairong.parties.models import Mandate, Organisation, Person, Proposal
from cairong.parties.reads import same_person, the_only
from cairong.parties.states import PROPOSAL

# Why a fact may differ when the second person agrees.
NUMBERED = "办理时按顺序编号"
RUNNING = "累计数,随同时办理的其他事项变化"
DATED = "按办理之日写明或起算"
HEARD = "另一方可以在复核以前说明"
TWIN = "twin"  # whether who asks is the first person by another account
HANDS = "hands"  # whether who asks stands in the hands in which the first person stands


@dataclass(frozen=True, kw_only=True)
class TwoPersonAct[**P, R](Act):
    """One act of two persons: who approves it, and what is done when both have.

    One that is `put` before the bureau is prepared elsewhere and approved there.
    """

    approves: Role
    put: bool
    body: Callable[P, R]
    arguments: type[BaseModel]
    free: Mapping[str, str]

    def propose(self, *, actor: Actor, now: datetime, **arguments: Any) -> Proposal:
        """Rehearse the act, take it back, and lay it before the second person.

        Raises every refusal the act itself would raise, Invalid for arguments that do not fit.
        Writes: parties.Proposal.
        """
        return _propose(self, actor=actor, now=now, arguments=arguments)

    def approve(self, *, actor: Actor, now: datetime, proposal_id: UUID, reason: str = "") -> R:
        """Carry out a proposed act as the second person, whose words stay with the proposal.

        Raises NotAllowed where the second person is the first, through whichever account, and
        Conflict where a fact that is not `free` is no longer what was proposed.
        """
        return _approve(  # type: ignore[no-any-return]
            self, actor=actor, now=now, proposal_id=proposal_id, reason=reason
        )

    def by_system(self, *, actor: Actor, now: datetime, **arguments: Any) -> R:
        """Carry the act out as the system, where no persons are yet: in a founding, for samples.

        Raises NotAllowed for anybody else.
        """
        return _by_system(  # type: ignore[no-any-return]
            self, actor=actor, now=now, arguments=arguments
        )

    def kept(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Read arguments by the act's own signature. Raises Invalid naming the first bad field."""
        return fitting(self.arguments, arguments)


def two_person[**P, R](
    *prepare: Role,
    word: str,
    free: Mapping[str, str] | None = None,
    of: StateTable | tuple[StateTable, ...] = (),
    numbers: tuple[str, ...] = (),
    fulfils: str = "",
    moves: bool = True,
    fresh: bool = False,
    put: bool = False,
    counties: bool = False,
    room: str = "",
) -> Callable[[Callable[P, R]], TwoPersonAct[P, R]]:
    """Declare an act that one person prepares and another approves (kernel/acts.py).

    It is called by its room (or another `room`, by which proposals kept of before name it) and the
    function's name. The roles named prepare it; who approves
    goes by the first (`APPROVER_OF`; `PUT_BEFORE_BUREAU` for one that is `put` before the bureau).
    For one that is `fresh` both show their second factor anew.

    What its event would say after the act must still be said when the second person agrees, but
    for the facts that are `free`, each with the reason why it may differ, and for `numbers`.

    The decorated function takes keyword arguments only: `actor`, `now`, then its own, typed so
    that they can be kept as JSON. It runs inside the transaction of the proposal or approval,
    with the actor of the moment, and records exactly one event.
    """

    def decorate(body: Callable[P, R]) -> TwoPersonAct[P, R]:
        name = f"{room or body.__module__.split('.')[1]}.{body.__name__}"
        act = TwoPersonAct(
            name=name,
            word=word,
            roles=prepare,
            approves=(PUT_BEFORE_BUREAU if put else APPROVER_OF)[prepare[0]],
            put=put,
            body=body,
            arguments=model_of(name, body),
            free=dict.fromkeys(numbers, NUMBERED) | dict(free or {}),
            of=of if isinstance(of, tuple) else (of,),
            numbers=numbers,
            fulfils=fulfils,
            moves=moves,
            fresh=fresh,
            counties=counties,
        )
        return declare(act)

    return decorate


def act_of(name: str) -> TwoPersonAct[..., Any]:
    """Find the act of two persons that a proposal names."""
    act = ACTS[name]
    assert isinstance(act, TwoPersonAct)
    return act


@use_case()
def _propose(
    act: TwoPersonAct[..., Any], *, actor: Actor, now: datetime, arguments: Mapping[str, Any]
) -> Proposal:
    require_level(actor, *act.roles, counties=act.counties)
    kept = act.kept(arguments)
    event = _rehearse(act, actor, now, kept)
    assert actor.organisation_id is not None
    assert actor.person_id is not None
    bureau = the_only(actor.city, Organisation.Kind.BUREAU).pk if act.put else None
    proposal = Proposal.objects.create(
        city_id=actor.city,
        organisation_id=actor.organisation_id,
        decider_id=bureau,
        region=actor.region,
        act=act.name,
        approves=act.approves,
        about=event.about,
        arguments=as_kept(act.arguments, kept),
        before=event.before,
        after={key: value for key, value in event.after.items() if key != "tell"},
        basis=event.basis,
        prepared_by_id=actor.person_id,
        prepared_at=now,
    )
    record(
        actor=actor,
        now=now,
        type="parties.proposal.made",
        subject=proposal,
        about=event.about,
        after={"act": act.name, "content_hash": content_of(proposal)},
        basis=event.basis,
        tell=[
            Tell(
                organisation_id=bureau or actor.organisation_id,
                role=act.approves,
                region=actor.region,
            )
        ],
    )
    return proposal


@use_case(Role.SYSTEM)
def _by_system(
    act: TwoPersonAct[..., Any], *, actor: Actor, now: datetime, arguments: Mapping[str, Any]
) -> Any:
    return act.body(actor=actor, now=now, **arguments)


def _rehearse(
    act: TwoPersonAct[..., Any], actor: Actor, now: datetime, arguments: Mapping[str, Any]
) -> Event:
    with rehearsed() as recorded:
        before = transaction.savepoint_create()
        act.body(actor=actor, now=now, **arguments)
        transaction.savepoint_rollback(before)
    return recorded.events[0]


@use_case()
def _approve(
    act: TwoPersonAct[..., Any], *, actor: Actor, now: datetime, proposal_id: UUID, reason: str
) -> Any:
    proposal = proposal_for(actor, proposal_id, lock=True)
    if proposal.act != act.name:
        raise NotFound("access.not_found", thing="送审事项")
    state = PROPOSAL.after(proposal.state, "approve")
    require_second(actor, proposal, now)
    require_role(actor, act.approves)
    _decide(proposal, actor, now, state, reason)
    done = act.body(actor=actor, now=now, **act.kept(proposal.arguments))
    _require_as_proposed(act, proposal)
    return done


@use_case(word="退回送审事项")
def send_back(*, actor: Actor, now: datetime, proposal_id: UUID, reason: str) -> Proposal:
    """Return a proposal to whoever prepared it, with the reason. Writes: parties.Proposal."""
    proposal = proposal_for(actor, proposal_id, lock=True)
    require_second(actor, proposal, now)
    require_role(actor, Role(proposal.approves))
    if not reason.strip():
        raise Invalid("invalid.required", field="reason")
    _decide(proposal, actor, now, PROPOSAL.after(proposal.state, "send_back"), reason)
    told = [
        Tell(organisation_id=proposal.organisation_id, role=role, region=proposal.region)
        for role in ACTS[proposal.act].roles
    ]
    _record_decision(proposal, actor, now, "parties.proposal.returned", tell=told)
    return proposal


@use_case(word="收回送审事项")
def take_back(*, actor: Actor, now: datetime, proposal_id: UUID) -> Proposal:
    """Take one's own proposal back, as long as the second person has not opened it."""
    proposal = proposal_for(actor, proposal_id, lock=True)
    if actor.person_id not in {proposal.prepared_by_id, proposal.carried_by_id}:
        raise NotAllowed("four_eyes.not_preparer")
    state = PROPOSAL.after(proposal.state, "take_back")
    if proposal.opened_at is not None:
        raise WrongState("four_eyes.opened", opened_at=proposal.opened_at.isoformat())
    _decide(proposal, actor, now, state)
    _record_decision(proposal, actor, now, "parties.proposal.taken_back")
    return proposal


@use_case(word="打开送审事项")
def open_proposal(*, actor: Actor, now: datetime, proposal_id: UUID) -> Proposal:
    """Open a proposal as the person who may approve it; from then on it cannot be recalled.

    Raises WrongState for one that waits no more.
    """
    proposal = proposal_for(actor, proposal_id, lock=True)
    require_second(actor, proposal, now)
    require_role(actor, Role(proposal.approves))
    PROPOSAL.after(proposal.state, "approve")
    if proposal.opened_at is None:
        proposal.opened_at = now
        proposal.save(update_fields=["opened_at"])
    _record_decision(proposal, actor, now, "parties.proposal.opened")
    return proposal


def proposal_for(actor: Actor, proposal_id: UUID, *, lock: bool = False) -> Proposal:
    """Fetch a proposal of the actor's own organisation, in its region. Raises NotFound."""
    return fetch(proposals_for(actor), proposal_id, "送审事项", lock=lock)


def proposals_for(actor: Actor) -> QuerySet[Proposal]:
    """List the proposals of the actor's own organisation, in its region, for `is_first` to ask."""
    return _of_organisation(actor).annotate(twin=Exists(_twins(actor)), hands=hands_of(actor))


def proposals_to_decide(actor: Actor) -> QuerySet[Proposal]:
    """List what waits for an actor as the second person: nothing it was the first person of."""
    first = Q(prepared_by__in=[actor.person_id]) | Q(carried_by__in=[actor.person_id])
    rows = _of_organisation(actor).filter(approves=actor.role, state="waiting")
    rows = rows.annotate(hands=hands_of(actor)).exclude(first | Exists(_twins(actor)))
    return rows.none() if actor.rests else rows.filter(hands=False)


def is_first(actor: Actor, proposal: Proposal) -> bool:
    """Whether the actor is no second person: it prepared a proposal, or is as good as who did.

    Two people of one name are one pair of eyes unless their telephones tell them apart: somebody
    who was invited twice has two accounts, not two persons. So are two whom one person brought in,
    until somebody apart has confirmed one of them (parties/eyes.py).
    """
    return _is_same(actor, proposal) or in_same_hands(proposal)


def in_same_hands(proposal: Proposal) -> bool:
    """Whether who asked for a proposal stands in the hands in which its first person stands."""
    return bool(getattr(proposal, HANDS, False))


def require_second(actor: Actor, proposal: Proposal, now: datetime) -> None:
    """Refuse the first person of a proposal as its second, by whatever account or desk.

    Refuses likewise whoever stands in the same hands, naming who can confirm one of the two.
    Raises NotAllowed. Source: D19.
    """
    first = next(iter(proposal.basis), "")
    if _is_same(actor, proposal):
        raise NotAllowed("four_eyes.same_person", first, person=actor.person_name)
    if in_same_hands(proposal):
        raise NotAllowed(
            "four_eyes.same_hands",
            first,
            first=proposal.prepared_by.name,
            who=who_confirms(proposal.organisation, _firsts(proposal), day_of(now)),
        )


def second_missing(proposal: Proposal, now: datetime) -> Finding | None:
    """Say who can help where nobody of the organisation is apart from a proposal's first person."""
    here = {proposal.region, proposal.city_id}
    seats = Mandate.objects.running(day_of(now)).filter(
        organisation=proposal.decider_id or proposal.organisation_id,
        role=proposal.approves,
        region__in=here,
    )
    if apart(seats, _firsts(proposal)).exists():
        return None
    who = who_confirms(proposal.organisation, _firsts(proposal), day_of(now))
    return Finding.of("four_eyes.no_second", next(iter(proposal.basis), ""), who=who)


def _is_same(actor: Actor, proposal: Proposal) -> bool:
    return actor.person_id in _firsts(proposal) or getattr(proposal, TWIN, False)


def _firsts(proposal: Proposal) -> set[UUID | None]:
    return {proposal.prepared_by_id, proposal.carried_by_id}


def _require_as_proposed(act: TwoPersonAct[..., Any], proposal: Proposal) -> None:
    """Refuse to carry out what is no longer what the second person was given to read."""
    recorded = RECORDED.get()
    assert recorded is not None
    changed = [
        *_moved(proposal.before, plain(recorded.before), act.free),
        *_moved(proposal.after, plain(recorded.after), act.free),
    ]
    if changed:
        raise Conflict("four_eyes.changed", what="、".join(dict.fromkeys(changed)))


def _moved(seen: Mapping[str, Any], now: Mapping[str, Any], free: Collection[str]) -> Iterator[str]:
    for key in [*seen, *(now.keys() - seen.keys())]:
        if key not in free and seen.get(key) != now.get(key):
            yield key


def _of_organisation(actor: Actor) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(city_id=actor.city)
    if actor.role is Role.AUDITOR:  # of the bureau, and of none of its cases
        return rows.none()
    own = Q(organisation=actor.organisation_id)
    if actor.role in PUT_BEFORE_BUREAU.values():
        own |= Q(decider=actor.organisation_id)
    rows = rows.filter(own)
    return rows if actor.whole_city else rows.filter(region=actor.region)


def _twins(actor: Actor) -> QuerySet[Person]:
    """The actor's person, where nothing tells it apart from a proposal's first person."""
    same = same_person(OuterRef("prepared_by__name"), OuterRef("prepared_by__phone")) | same_person(
        OuterRef("carried_by__name"), OuterRef("carried_by__phone")
    )
    return Person.objects.filter(same, pk__in=[actor.person_id])


def _decide(proposal: Proposal, actor: Actor, now: datetime, state: str, reason: str = "") -> None:
    proposal.state, proposal.reason = state, reason
    proposal.decided_by_id, proposal.decided_at = actor.person_id, now
    proposal.save(update_fields=["state", "reason", "decided_by", "decided_at"])


def _record_decision(
    proposal: Proposal, actor: Actor, now: datetime, type_: str, *, tell: Sequence[Tell] = ()
) -> None:
    record(
        actor=actor,
        now=now,
        type=type_,
        subject=proposal,
        about=proposal.about,
        after={"act": proposal.act, "reason": proposal.reason},
        basis=proposal.basis,
        tell=tell,
    )
