"""Say, as the procurement approver, what one number under two suppliers' names was (D38)."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text
from cairong.parties.deciding import deciding_bureau, require_deciding
from cairong.policy.counties import TREASURY
from cairong.treasury.models import SharedNumber
from cairong.treasury.reads import shared_for
from cairong.treasury.states import SHARED
from cairong.treasury.steps.own_accounts import CLAUSE


@use_case(Role.PROCUREMENT_APPROVER, word="查看两家供应商的同一账号", counties=True)
def look_into_shared(*, actor: Actor, now: datetime, shared_id: UUID, finding: str) -> SharedNumber:
    """Keep what was found out about one number under two names, once; the treasury desk hears it.

    It changes no account: what is wrong is mended by returning a filing or changing a payee.
    Raises NotFound, WrongState where it was done, Invalid. Writes: treasury.SharedNumber.
    Source: 二(三)-3, D38.
    """
    shared = shared_for(actor, shared_id, lock=True)
    require_deciding(actor, shared.region, now)
    before = shared.state
    shared.state = SHARED.after(before, "look")
    shared.finding = clean_text(finding, "finding", least=4, most=500, lines=True)
    shared.seen_at, shared.seen_by_id = now, actor.person_id
    shared.save(update_fields=["state", "finding", "seen_at", "seen_by"])
    bureau = deciding_bureau(actor.city, shared.region, TREASURY, day_of(now)).pk
    record(
        actor=actor,
        now=now,
        type="treasury.account.shared_seen",
        subject=shared,
        before={"state": before},
        after={"state": shared.state, "finding": shared.finding},
        basis=[CLAUSE],
        tell=[Tell(organisation_id=bureau, role=Role.TREASURY_APPROVER, region=shared.region)],
    )
    return shared
