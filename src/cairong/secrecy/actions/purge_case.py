"""Purge a frozen case: what is left is that it was, when it went, and by whose demand."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.parties.reads import desks_told
from cairong.secrecy.models import Freeze
from cairong.secrecy.reads import BASIS, DESK, freeze_for
from cairong.secrecy.states import FREEZE
from cairong.secrecy.steps.resolving import facts_of, purge


@use_case(Role.SYSTEM, word="清除涉密案件")
def purge_case(*, actor: Actor, now: datetime, freeze_id: UUID) -> Freeze:
    """Purge what two persons ordered to be purged; the command does it, while nothing else runs.

    Raises WrongState. Writes: secrecy.Freeze, audit.Sealed. Source: 二(二)-5, 保密法§29.
    """
    freeze = freeze_for(actor, freeze_id, lock=True)
    after = FREEZE.after(freeze.state, "purge")
    freeze.digest, freeze.state, freeze.purged_at = purge(freeze), after, now
    freeze.save(update_fields=["digest", "state", "purged_at"])
    record(
        actor=actor,
        now=now,
        type="secrecy.purge.carried_out",
        subject=freeze,
        after={**facts_of(freeze), "digest": freeze.digest.hex()},
        basis=BASIS,
        tell=desks_told(actor.city, *DESK),
    )
    return freeze
