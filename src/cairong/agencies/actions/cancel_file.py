"""A procurement file entered by mistake, or whose project is given up, is cancelled."""

from datetime import datetime
from uuid import UUID

from cairong.agencies.actions.issue_file import told_of
from cairong.agencies.models import ProcurementFile
from cairong.agencies.reads import file_for
from cairong.agencies.states import FILE
from cairong.agencies.steps.acting import is_agency, require_own_file, under_any
from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.text import clean_text
from cairong.policy.agencies import LETTER


@use_case(Role.AGENCY_CLERK, Role.PURCHASER_OFFICER, word="作废采购文件")
def cancel_file(*, actor: Actor, now: datetime, file_id: UUID, reason: str) -> ProcurementFile:
    """Cancel a procurement file; letters that went out stay with it. No award stands on it later.

    Raises NotFound, WrongState, PolicyBreach for an agency without an agreement that holds;
    Conflict where an award stands on it. Writes: agencies.ProcurementFile. Source: 附-1, 条例§16.
    """
    found = file_for(actor, file_id, lock=True)
    found.state = FILE.after(found.state, "cancel")
    if is_agency(actor):
        require_own_file(actor, found)
        under_any(actor, now, found.purchaser, found.project_no)
    found.cancelled_at = now
    found.cancelled_reason = clean_text(reason, "reason", least=2, most=300, lines=True)
    found.save(update_fields=["state", "cancelled_at", "cancelled_reason"])
    record(
        actor=actor,
        now=now,
        type="agencies.file.cancelled",
        subject=found,
        visible_to=[found.purchaser_id, found.agency_id],
        after={
            "project_no": found.project_no,
            "title": found.title,
            "reason": found.cancelled_reason,
        },
        basis=[LETTER],
        tell=told_of(found),
    )
    return found
