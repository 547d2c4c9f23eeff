"""Suppliers that obtained a procurement file later are added; the notice letter goes to each."""

from datetime import datetime
from uuid import UUID

from cairong.agencies.models import ProcurementFile
from cairong.agencies.reads import file_for
from cairong.agencies.states import FILE
from cairong.agencies.steps.acting import is_agency, require_own_file, under_any
from cairong.agencies.steps.obtaining import keep_recipients
from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.policy.agencies import LETTER


@use_case(Role.AGENCY_CLERK, Role.PURCHASER_OFFICER, word="登记获取采购文件的供应商")
def add_recipients(*, actor: Actor, now: datetime, file_id: UUID, obtained: str) -> ProcurementFile:
    """Add who obtained a procurement file (code and name, one a line); those entered stay.

    Raises NotFound, WrongState for a cancelled file, Invalid naming the line, Conflict where
    nothing is new, PolicyBreach for an agency without an agreement that holds, or itself among
    them. Writes: agencies.Recipient. Source: 附-1, 条例§16, 87号令§8.
    """
    found = file_for(actor, file_id, lock=True)
    FILE.after(found.state, "obtain")
    if is_agency(actor):
        require_own_file(actor, found)
        under_any(actor, now, found.purchaser, found.project_no)
    count = keep_recipients(actor, now, found, obtained, least=1)
    record(
        actor=actor,
        now=now,
        type="agencies.file.obtained",
        subject=found,
        visible_to=[found.purchaser_id, found.agency_id],
        after={"project_no": found.project_no, "title": found.title, "count": count},
        basis=[LETTER],
    )
    return found
