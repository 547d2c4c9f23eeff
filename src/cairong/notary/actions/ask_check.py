"""Check everything when an auditor asks for it: asked for, carried out by the worker, answered."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.notary.actions.check_rows import check_all
from cairong.notary.actions.watch import BASIS
from cairong.notary.models import AskedCheck, Check
from cairong.notary.reads import standing
from cairong.notary.states import ASKED
from cairong.parties.reads import desks_told


@use_case(Role.AUDITOR, word="申请全部核对")
def ask_check(*, actor: Actor, now: datetime) -> AskedCheck:
    """Ask for a check of everything; the worker begins within seconds.

    Raises Conflict while one that was asked for is not done. Writes: notary.AskedCheck.
    Source: 二(二)-6, 网络安全法§23.
    """
    asked = AskedCheck.objects.create(city=actor.city, person_name=actor.person_name, asked_at=now)
    record(actor=actor, now=now, type="notary.check.asked", subject=asked, basis=BASIS)
    return asked


def carry_out_checks(*, actor: Actor, clock: Callable[[], datetime]) -> int:
    """Carry out what was asked for in a city; one that was cut off begins again. Count them.

    While everything is compared for the night it waits for the next round.
    """
    asked = AskedCheck.objects.filter(city=actor.city).exclude(state="done").first()
    if asked is None:
        return 0
    if asked.state != "running":
        asked.state = ASKED.after(asked.state, "begin")

    def told(part: AskedCheck.Part, checked: int, total: int) -> None:
        asked.part, asked.checked, asked.total, asked.moved_at = part, checked, total, clock()
        asked.save(update_fields=["state", "part", "checked", "total", "moved_at"])

    whole = check_all(actor=actor, now=clock(), told=told)
    if whole is None:
        return 0
    answer_check(actor=actor, now=clock(), asked_id=asked.pk, whole=whole)
    return 1


@use_case(Role.SYSTEM, word="答复全部核对")
def answer_check(*, actor: Actor, now: datetime, asked_id: UUID, whole: Check) -> AskedCheck:
    """Keep what a check of everything (`whole`) found, and tell the auditors.

    Writes: notary.AskedCheck. Source: 二(二)-6.
    """
    asked = AskedCheck.objects.select_for_update(of=("self",), no_key=True).get(
        pk=asked_id, city=actor.city
    )
    asked.state = ASKED.after(asked.state, "finish")
    asked.done_at, asked.took_ms, asked.upto = now, whole.took_ms, whole.upto
    asked.found, asked.differs = whole.found, whole.differs
    asked.token = standing(actor.city, now).token
    asked.save()
    facts: dict[str, Any] = {"upto": asked.upto, "count": asked.differs}
    record(
        actor=actor,
        now=now,
        type="notary.check.answered",
        subject=asked,
        after={**facts, "found": asked.found, "head": asked.token},
        basis=BASIS,
        tell=desks_told(actor.city, Role.AUDITOR),
    )
    return asked
