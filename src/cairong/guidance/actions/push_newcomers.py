"""Daily: institutions that serve a region since a firm of it is in the roster are told too."""

from datetime import datetime
from functools import partial
from uuid import UUID

from cairong.audit.recording import record
from cairong.audit.rows import anything
from cairong.audit.transaction import carry_out_each, use_case
from cairong.guidance.models import RosterEntry
from cairong.guidance.roster import entry_locked, newly_serving, unpushed
from cairong.guidance.states import ENTRY
from cairong.guidance.steps.pushing import push, told
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import WrongState
from cairong.parties.models import Organisation
from cairong.policy.roster import CLAUSE

LISTED = "SELECT FROM guidance_rosterentry WHERE city_id = %s"


def push_newcomers(*, actor: Actor, now: datetime) -> int:
    """Push the firms of the roster to institutions that began to serve their region; count them."""
    if not anything(LISTED, actor.city):
        return 0
    acts = [partial(widen_roster, entry_id=pk) for pk in newly_serving(actor)]
    return carry_out_each(acts, actor=actor, now=now)


@use_case(Role.SYSTEM, word="推送名录库企业给新服务该区域的机构")
def widen_roster(*, actor: Actor, now: datetime, entry_id: UUID) -> RosterEntry:
    """Push one firm to whoever serves its region now and was not told of it.

    Raises WrongState where its consent does not stand, or where everybody was told.
    Writes: guidance.RosterPush, clocks.Duty. Source: 三(二)-4.
    """
    entry = entry_locked(actor, entry_id)
    ENTRY.after(entry.state, "widen")
    made = push(entry, list(unpushed(entry)), now=now)
    if not made:
        raise WrongState("roster.all_told", CLAUSE)
    name = Organisation.objects.get(pk=entry.supplier_id).name
    record(
        actor=actor,
        now=now,
        type="guidance.roster.widened",
        subject=entry,
        about=[each.pk for each in made],
        visible_to=[entry.supplier_id],
        after={"supplier": name, "asked": len(made)},
        basis=[CLAUSE],
        tell=told(made),
    )
    return entry
