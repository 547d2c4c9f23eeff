"""Order that a frozen case be purged, as the competent authority demands in writing."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.parties.four_eyes import two_person
from cairong.parties.reads import desks_told
from cairong.secrecy.models import Freeze
from cairong.secrecy.reads import BASIS, DESK
from cairong.secrecy.states import FREEZE
from cairong.secrecy.steps.resolving import facts_of, resolve


@two_person(Role.PROCUREMENT_OFFICER, word="同意清除涉密案件", of=FREEZE, fresh=True)
def order_purge(
    *,
    actor: Actor,
    now: datetime,
    freeze_id: UUID,
    authority: str,
    document_no: str,
    document_on: date,
    signed_by: str,
) -> Freeze:
    """Order it by the authority's letter: its name, the letter's number and day, who signed it.

    From then on it cannot be put back. The operator stops the service and purges (`cairong purge`).
    Writes: secrecy.Freeze. Source: 二(二)-5, 保密法§29.
    """
    freeze = resolve(
        actor, freeze_id, "order", now, document_on=document_on, authority=authority,
        document_no=document_no, signed_by=signed_by,
    )  # fmt: skip
    record(
        actor=actor,
        now=now,
        type="secrecy.purge.ordered",
        subject=freeze,
        before={"no": freeze.no, "state": "frozen"},
        after={"state": freeze.state, **facts_of(freeze)},
        basis=BASIS,
        tell=desks_told(actor.city, *DESK, Role.OPERATOR),
    )
    return freeze
