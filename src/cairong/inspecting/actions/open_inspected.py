"""Open a case for an inspection: what is read of it is recorded, each time."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.inspecting.models import Look
from cairong.inspecting.reads import reading
from cairong.kernel.actor import Actor, Role
from cairong.policy.inspecting import CLAUSE


@use_case(Role.INSPECTOR, word="查看案件")
def open_inspected(*, actor: Actor, now: datetime, contract_id: UUID) -> Look:
    """Record that an inspector reads a case that its inspection reaches today.

    Raises NotFound for any other. Writes: inspecting.Look. Source: 三(一)-2.
    """
    found = reading(actor, now, contract_id)
    assert actor.person_id is not None
    look = Look.objects.create(
        inspection=found.inspection, person_id=actor.person_id, contract=found.contract, at=now
    )
    record(
        actor=actor,
        now=now,
        type="inspecting.case.opened",
        subject=look,
        about=[found.inspection.pk],
        after={"no": found.contract.no, "letter_no": found.inspection.letter_no},
        basis=[CLAUSE],
    )
    return look
