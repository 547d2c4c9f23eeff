"""Rules of what leaves only with two signatures: whose they are, and which key counts when."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

OBLIGATION = "二(三)-4"
KEY_RESTS = timedelta(hours=24)


@rule(OBLIGATION)
def key_counts(
    *, registered_at: datetime | None, ended_at: datetime | None, at: datetime
) -> Answer:
    """Refuse a key that two persons have not registered, that is new, or that is ended."""
    if registered_at is None:
        return Finding.of("orders.key_unsigned", OBLIGATION)
    if ended_at is not None and ended_at <= at:
        return Finding.of("orders.key_ended", OBLIGATION, ended_at=ended_at.isoformat())
    if at < registered_at + KEY_RESTS:
        until = (registered_at + KEY_RESTS).isoformat()
        return Finding.of("orders.key_rests", OBLIGATION, until=until)
    return None


@rule(OBLIGATION)
def signed_by_its_persons(
    *, person_id: UUID, person: str, signers: Collection[UUID], names: str
) -> Answer:
    """Refuse the signature of somebody who did not decide what an order says."""
    if person_id in signers:
        return None
    return Finding.of("orders.not_signer", OBLIGATION, person=person, who=names)


@rule(OBLIGATION)
def signed_by_others(*, person_id: UUID, person: str, whose: UUID) -> Answer:
    """Refuse the signature of the person whose own key an order is about."""
    if person_id != whose:
        return None
    return Finding.of("orders.own_key", OBLIGATION, person=person)
