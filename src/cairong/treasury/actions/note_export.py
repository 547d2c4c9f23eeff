"""Keep that a list with the accounts of others left the organisation as a workbook."""

from datetime import datetime

from cairong.audit.models import Event
from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.parties.reads import city_of


@use_case(
    Role.TREASURY_OFFICER,
    Role.TREASURY_APPROVER,
    Role.COUNTY_CLERK,
    word="导出写有各方账号的清单",
    counties=True,
)
def note_export(*, actor: Actor, now: datetime, listed: str) -> Event:
    """Keep who took which list of accounts with them; what the list says stays out of the event.

    Writes: nothing but the event. Source: 二(三)-3.
    """
    return record(
        actor=actor,
        now=now,
        type="treasury.accounts.exported",
        subject=city_of(actor.city),
        after={"listed": listed},
        basis=["二(三)-3"],
    )
