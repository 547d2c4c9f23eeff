"""Who is told of a complaint, and what each of its events says."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.clocks.steps.duties import open_duty
from cairong.complaints.models import Complaint
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.models import Organisation
from cairong.policy.complaining import ANSWER, CLAUSE, KINDS, SETTLE

HEAD: Mapping[str, Role] = {
    Organisation.Kind.PURCHASER: Role.PURCHASER_APPROVER,
    Organisation.Kind.INSTITUTION: Role.INSTITUTION_MANAGER,
}


def head_of(found: Complaint) -> Role:
    """Name who answers for the complained-of: not the desk that is complained of, its head."""
    return HEAD[found.accused.kind]


def at_accused(found: Complaint) -> Tell:
    """Tell the head of the complained-of."""
    return Tell(organisation_id=found.accused_id, role=head_of(found))


def at_upper(found: Complaint) -> Tell:
    """Tell who stands above."""
    role = Role(found.upper_role)
    region = found.region if role is Role.PROCUREMENT_OFFICER else ""
    return Tell(organisation_id=found.upper_id, role=role, region=region)


def at_supplier(found: Complaint) -> Tell:
    """Tell who complained."""
    return Tell(organisation_id=found.supplier_id, role=Role.SUPPLIER)


def await_answer(found: Complaint, now: datetime) -> None:
    """Let the days of the complained-of begin. Writes: clocks.Duty."""
    _await(found, ANSWER, found.accused, head_of(found), now)


def await_upper(found: Complaint, now: datetime) -> None:
    """Let the days of who stands above begin. Writes: clocks.Duty."""
    _await(found, SETTLE, found.upper, Role(found.upper_role), now)


def _await(found: Complaint, kind: str, holder: Organisation, role: Role, now: datetime) -> None:
    open_duty(
        city=found.city_id,
        kind=kind,
        subject_id=found.pk,
        holder=holder,
        role=role,
        region=found.region,
        title=f"投诉 {found.no} {found.get_kind_display()}",
        start_on=day_of(now),
        now=now,
    )


def record_step(
    actor: Actor,
    now: datetime,
    found: Complaint,
    what: str,
    *,
    tell: Iterable[Tell],
    before: str = "",
    about: Iterable[UUID | None] = (),
    hidden: bool = False,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Record one step of a complaint: its three sides read it, nobody else.

    What is `hidden` from the complained-of is read by the supplier and who stands above alone.
    """
    accused = [] if hidden else [found.accused_id]
    record(
        actor=actor,
        now=now,
        type=f"complaints.complaint.{what}",
        subject=found,
        about=[found.case_id, *about],
        visible_to=[found.supplier_id, *accused, found.upper_id],
        before={"state": before} if before else {},
        after={
            "no": found.no,
            "kind": found.get_kind_display(),
            "supplier": found.supplier.name,
            "accused": found.accused.name,
            "upper": found.upper.name,
            "state": found.state,
            **(facts or {}),
        },
        basis=[CLAUSE, KINDS[found.kind].clause],
        tell=tell,
    )
