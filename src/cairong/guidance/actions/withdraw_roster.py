"""A supplier takes its consent back: it is pushed no more, and nobody sees it in the roster."""

from datetime import datetime

from cairong.audit.recording import record
from cairong.audit.rows import locked
from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import cancel_duties
from cairong.guidance.models import RosterEntry
from cairong.guidance.roster import own_entry
from cairong.guidance.states import ENTRY, PUSH
from cairong.guidance.steps.pushing import told
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import NotFound
from cairong.kernel.text import clean_text
from cairong.policy.roster import CLAUSE


@use_case(Role.SUPPLIER, word="撤回进入名录库的同意")
def withdraw_roster(*, actor: Actor, now: datetime, reason: str) -> RosterEntry:
    """Take one's consent back at any time; all to whom it was pushed are told.

    Whoever has not answered need not any more.

    Raises NotFound for whoever was never in it, WrongState where it is withdrawn.
    Writes: guidance.RosterEntry, guidance.RosterPush, clocks.Mark. Source: 三(二)-4.
    """
    entry = own_entry(actor, lock=True)
    if entry is None:
        raise NotFound("access.not_found", thing="名录库企业")
    text = clean_text(reason, "reason", least=2, most=300, lines=True)
    entry.state, entry.withdrawn_at = ENTRY.after(entry.state, "withdraw"), now
    entry.save(update_fields=["state", "withdrawn_at"])
    pushed = list(locked(entry.pushes.exclude(state="closed")).order_by("pk"))
    for each in [each for each in pushed if each.state == "waiting"]:
        each.state = PUSH.after(each.state, "close")
        each.save(update_fields=["state"])
        cancel_duties(subject_id=each.pk, on=day_of(now), now=now, reason="企业撤回同意")
    record(
        actor=actor,
        now=now,
        type="guidance.roster.withdrawn",
        subject=entry,
        about=[each.pk for each in pushed],
        before={"state": "listed"},
        after={"supplier": actor.organisation_name, "state": entry.state, "reason": text},
        basis=[CLAUSE],
        tell=told(pushed),
    )
    return entry
