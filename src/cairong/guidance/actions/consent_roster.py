"""A supplier that took part in procurement consents to be in the «百千万» roster."""

from datetime import datetime

from cairong.audit.recording import record
from cairong.audit.transaction import use_case
from cairong.guidance.models import RosterEntry
from cairong.guidance.roster import own_entry, size_of, took_part, unpushed
from cairong.guidance.states import ENTRY
from cairong.guidance.steps.pushing import push, push_again, told
from cairong.kernel.actor import Actor, Role
from cairong.kernel.errors import Conflict
from cairong.parties.models import Organisation
from cairong.parties.reads import own_organisation
from cairong.policy.roster import CLAUSE, entered_is_private_or_small, entered_took_part
from cairong.policy.rule import require


@use_case(Role.SUPPLIER, word="同意进入“百千万”名录库")
def consent_roster(*, actor: Actor, now: datetime, private: bool = False) -> RosterEntry:
    """Enter the roster by one's own word; institutions that serve the region are told at once.

    They see name, code, county and contact. `private` says that the firm is in private hands.
    Raises PolicyBreach with every rule that is not met, Conflict for whoever is in it already.
    Writes: guidance.RosterEntry, guidance.RosterPush, clocks.Duty. Source: 三(二)-4.
    """
    firm = Organisation.objects.get(pk=own_organisation(actor))
    entry = own_entry(actor, lock=True)
    if entry is not None and entry.state == "listed":
        raise Conflict("roster.listed", CLAUSE)
    require(
        entered_took_part(name=firm.name, active=firm.active, took_part=took_part(firm)),
        entered_is_private_or_small(name=firm.name, size=size_of(firm.pk), private=private),
    )
    entry, before = _listed(actor, firm, entry, private=private, now=now)
    pushes = [*push_again(entry, now=now), *push(entry, unpushed(entry), now=now)]
    record(
        actor=actor,
        now=now,
        type="guidance.roster.consented",
        subject=entry,
        about=[each.pk for each in pushes],
        before=before,
        after={
            "supplier": firm.name,
            "state": entry.state,
            "private": private,
            "asked": len(pushes),
        },
        basis=[CLAUSE],
        tell=told(pushes),
    )
    return entry


def _listed(
    actor: Actor, firm: Organisation, entry: RosterEntry | None, *, private: bool, now: datetime
) -> tuple[RosterEntry, dict[str, str]]:
    if entry is None:
        made = RosterEntry.objects.create(
            city_id=actor.city, supplier=firm, region=firm.region, private=private,
            consented_at=now,
        )  # fmt: skip
        return made, {}
    before: dict[str, str] = {"state": entry.state}
    entry.state = ENTRY.after(entry.state, "consent")
    entry.region, entry.private = firm.region, private
    entry.consented_at, entry.withdrawn_at = now, None
    entry.save(update_fields=["state", "region", "private", "consented_at", "withdrawn_at"])
    return entry, before
