"""Rules of what leaves only with two signatures: whose they are, and which of them counts when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

OBLIGATION = "二(三)-4"
KEY_RESTS = PERSON_RESTS = timedelta(hours=24)
UNHEARD_OF = "启动、恢复以后还没有核对过交换目录"
UNHEARD = timedelta(minutes=10)  # what a gateway knows that is silent longer, nobody knows
TWO, KEY, END_KEY = 2, "key", "end_key"


@dataclass(frozen=True, kw_only=True)
class ToSign:
    """Who may sign an order: two persons by their ids, or any of a desk but whom it is about.

    One that ends a key is signed by the person `whose` key it is, too. `names` and `desk` are said
    in refusals.
    """

    signers: Collection[UUID]
    whose: UUID
    kind: str = ""
    names: str
    desk: str


@dataclass(frozen=True, kw_only=True)
class Signer:
    """A person with a key of theirs, and what they are at the moment they sign.

    `seats` are the periods of their mandates in a role of the order's desk, `rests` the moments
    until which their accounts decide nothing, each for 24 hours before.
    """

    person_id: UUID
    person: str
    registered_at: datetime | None
    ended_at: datetime | None
    seats: Collection[tuple[date, date | None]] = ()
    rests: Collection[datetime] = ()


@rule(OBLIGATION)
def signature_counts(*, order: ToSign, by: Signer, at: datetime) -> Answer:
    """Say whether a signature counts that was made at a moment: the one rule of it.

    The acts, the gateway's pages, the check before anything leaves and `audit check` ask here;
    `orders_signature_counts` says the same in the database (tests/orders/test_counting.py).
    """
    own = ends_own(order=order, person_id=by.person_id)
    return (
        key_counts(registered_at=by.registered_at, ended_at=by.ended_at, at=at, fresh=own)
        or signed_by_its_persons(order=order, by=by)
        or holds_a_seat(order=order, by=by, at=at)
        or (None if own else is_awake(by=by, at=at))
    )


def ends_own(*, order: ToSign, person_id: UUID) -> bool:
    """Whether a person ends a key of their own: it takes away and adds nothing, so one is enough.

    A key that is not a day old, and a person who rests, may do it.
    """
    return order.kind == END_KEY and person_id == order.whose


def are_enough(*, order: ToSign, counted: Collection[UUID]) -> bool:
    """Whether these persons' signatures, which count, are all that an order needs.

    For a key of a ceremony one named person is, where nobody else holds one.
    """
    if any(ends_own(order=order, person_id=each) for each in counted):
        return True
    wanted = 1 if order.kind == KEY and len(order.signers) == 1 else TWO
    return len(set(counted)) >= wanted


def key_counts(
    *,
    registered_at: datetime | None,
    ended_at: datetime | None,
    at: datetime,
    fresh: bool = False,
) -> Answer:
    """Refuse a key that two persons have not registered, that is new, or that is ended.

    One that may be `fresh` counts before its day. By a key its own end is signed: it counts up to
    that moment and with it.
    """
    if registered_at is None or (fresh and at < registered_at):
        return Finding.of("orders.key_unsigned", OBLIGATION)
    if ended_at is not None and ended_at < at:
        return Finding.of("orders.key_ended", OBLIGATION, ended_at=ended_at.isoformat())
    if not fresh and at < registered_at + KEY_RESTS:
        until = (registered_at + KEY_RESTS).isoformat()
        return Finding.of("orders.key_rests", OBLIGATION, until=until)
    return None


def signed_by_its_persons(*, order: ToSign, by: Signer) -> Answer:
    """Refuse who did not decide what an order says, or whose own key it is about."""
    if order.signers:
        if by.person_id in order.signers:
            return None
        return Finding.of("orders.not_signer", OBLIGATION, person=by.person, who=order.names)
    if by.person_id != order.whose or order.kind == END_KEY:
        return None
    return Finding.of("orders.own_key", OBLIGATION, person=by.person)


def holds_a_seat(*, order: ToSign, by: Signer, at: datetime) -> Answer:
    """Refuse who held no mandate of the order's desk on the day of the signature."""
    on = day_of(at)
    if any(since <= on and (until is None or on <= until) for since, until in by.seats):
        return None
    return Finding.of("orders.no_mandate", OBLIGATION, person=by.person, desk=order.desk)


def is_awake(*, by: Signer, at: datetime) -> Answer:
    """Refuse a person one of whose accounts was renewed in the 24 hours before."""
    resting = [until for until in by.rests if until - PERSON_RESTS <= at < until]
    if not resting:
        return None
    until = max(resting).isoformat()
    return Finding.of("orders.person_rests", OBLIGATION, person=by.person, until=until)


@rule(OBLIGATION)
def ceremony_is_open(
    *, holders: Mapping[UUID, str], persons: Collection[UUID], demo: bool = False
) -> Answer:
    """Refuse a ceremony where two others can sign, and one for the wrong persons.

    `holders` are those who can sign for a key, by their names, but those whose lost keys end by it.
    A demonstration keeps keys for any number of persons by one.
    """
    names = "、".join(sorted(holders.values()))
    if len(holders) >= TWO:
        return Finding.of("orders.founded", OBLIGATION, who=names)
    if own := [holders[each] for each in persons if each in holders]:
        return Finding.of("orders.holds_key", OBLIGATION, person="、".join(own))
    wanted, given = TWO - len(holders), len(set(persons))
    if given == wanted or demo:
        return None
    who = names or "没有人"
    return Finding.of("orders.ceremony_persons", OBLIGATION, wanted=wanted, given=given, who=who)


@rule(OBLIGATION)
def key_came_back(*, fingerprint: str, ended: Collection[str]) -> Answer:
    """Refuse a key that ended, though the rows of a backup that was restored say otherwise."""
    if fingerprint not in ended:
        return None
    return Finding.of("orders.key_came_back", OBLIGATION, fingerprint=fingerprint[:12])


@rule(OBLIGATION)
def signed_already(*, person: str, signed: bool) -> Answer:
    """Refuse a second signature of one person: several keys of theirs are one signature."""
    return Finding.of("orders.signed_before", OBLIGATION, person=person) if signed else None


@rule(OBLIGATION)
def leaves_by_gateway(*, released_at: datetime, founded_at: datetime | None) -> Answer:
    """Refuse of a payment that the desk pays by its own means anyway: nothing here knows of it."""
    if founded_at is not None and released_at >= founded_at:
        return None
    return Finding.of("treasury.not_by_gateway", OBLIGATION)


@rule(OBLIGATION)
def not_by_own_means(*, decided_at: datetime | None) -> Answer:
    """Refuse of a payment that two persons decided to pay by their own means: it may be paid."""
    if decided_at is None:
        return None
    return Finding.of("treasury.by_own_means", OBLIGATION, decided_at=decided_at.isoformat())


@rule(OBLIGATION)
def nothing_in_doubt(*, doubted: bool) -> Answer:
    """Refuse of a payment that may have left, whatever the rows say since a restore."""
    return Finding.of("treasury.in_doubt", OBLIGATION) if doubted else None


@rule(OBLIGATION)
def gateway_is_sound(*, heard_at: datetime | None, trouble: str, at: datetime) -> Answer:
    """Refuse while the gateway is silent, or says that something troubles it.

    What left is known by its folder and the rows together: after a restore, or while it is away,
    the rows alone may say that nothing did.
    """
    if heard_at is None or heard_at < at - UNHEARD:
        minutes = int(UNHEARD.total_seconds() // 60)
        return Finding.of("treasury.gateway_silent", OBLIGATION, minutes=minutes)
    if trouble:
        return Finding.of("treasury.gateway_troubled", OBLIGATION, trouble=trouble)
    return None


@rule(OBLIGATION)
def account_is_signed(*, signed: bool) -> Answer:
    """Refuse to lead anybody to pay to an account that two persons did not sign."""
    return None if signed else Finding.of("treasury.account_unsigned", OBLIGATION)


@rule(OBLIGATION)
def what_left_is_known(*, heard: bool, unsure: str) -> Answer:
    """Refuse while folder and rows disagree, or after a restore: it may have left already.

    So it may where the gateway was never heard of since. A folder that cannot be written may be
    gone round: nothing leaves by it.
    """
    if heard and not unsure:
        return None
    return Finding.of("treasury.left_unknown", OBLIGATION, unsure=unsure or UNHEARD_OF)


@rule(OBLIGATION)
def was_paid_late(*, said: bool) -> Answer:
    """Refuse to take a called-off payment up again of which the treasury never said it paid."""
    return None if said else Finding.of("treasury.never_said", OBLIGATION)


@rule(OBLIGATION)
def none_paid_after_all(*, numbers: Collection[str]) -> Answer:
    """Refuse to pay anything of a receivable while a called-off payment of it may have arrived."""
    if not numbers:
        return None
    return Finding.of("treasury.other_paid_late", OBLIGATION, number="、".join(sorted(numbers)))


@rule(OBLIGATION)
def nothing_paid_late(*, numbers: Collection[str]) -> Answer:
    """Refuse where the treasury said later that it paid what it had said it did not."""
    if not numbers:
        return None
    return Finding.of("treasury.paid_late", OBLIGATION, number="、".join(sorted(numbers)))
