"""Who may audit: somebody who does nothing else here, and whom no single hand has seated."""

from collections.abc import Collection
from datetime import date, timedelta

from cairong.kernel.actor import Role
from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

APART = timedelta(days=30)  # between another desk and the first word about an alarm
BASIS = ["网络安全法§23"]


@rule("网络安全法§23")
def audits_alone(
    *, role: str, other_roles: Collection[str], administrator: bool, deputy: bool
) -> Answer:
    """Refuse an auditor who administers, stands in for somebody, or has any other role.

    `other_roles` are the other roles that the person holds, then or later. Whoever holds one is no
    auditor, and an auditor takes none.
    """
    audits = role == Role.AUDITOR
    if audits and (administrator or deputy):
        return Finding.of("parties.auditor_plain", BASIS[0])
    if any((other == Role.AUDITOR) != audits for other in other_roles):
        return Finding.of("parties.auditor_apart", BASIS[0])
    return None


@rule("网络安全法§23")
def is_proven(*, brought_by: str) -> Answer:
    """Refuse an auditor whom nobody but the one who brought them in has confirmed."""
    if not brought_by:
        return None
    return Finding.of("notary.auditor_unproven", BASIS[0], brought_by=brought_by)


@rule("网络安全法§23")
def is_apart(*, seated_until: date | None, on: date) -> Answer:
    """Refuse an auditor who held another desk until lately: they would look into their own acts."""
    if seated_until is None or on - seated_until >= APART:
        return None
    return Finding.of(
        "notary.auditor_lately",
        BASIS[0],
        seated_until=seated_until.isoformat(),
        days=APART.days,
        free_on=(seated_until + APART).isoformat(),
    )
