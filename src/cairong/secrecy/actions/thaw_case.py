"""Put a frozen case back that the competent authority found to be no state secret."""

from datetime import date, datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.lending.steps.years import sum_years_anew
from cairong.parties.four_eyes import two_person
from cairong.parties.reads import desks_told
from cairong.secrecy.models import Freeze
from cairong.secrecy.reads import BASIS, DESK
from cairong.secrecy.states import FREEZE
from cairong.secrecy.steps.resolving import facts_of, put_back, resolve


@two_person(Role.PROCUREMENT_OFFICER, word="解除冻结", of=FREEZE, fresh=True)
def thaw_case(
    *,
    actor: Actor,
    now: datetime,
    freeze_id: UUID,
    authority: str,
    document_no: str,
    document_on: date,
    signed_by: str,
) -> Freeze:
    """Put everything of it back as it was, by the authority's letter; what waited goes on.

    Raises Conflict where what was apart was changed. Writes: secrecy.Freeze, every row of the
    case. Source: 二(二)-5.
    """
    freeze = resolve(
        actor, freeze_id, "thaw", now, document_on=document_on, authority=authority,
        document_no=document_no, signed_by=signed_by,
    )  # fmt: skip
    put_back(freeze)
    sum_years_anew(actor.city)
    record(
        actor=actor,
        now=now,
        type="secrecy.case.thawed",
        subject=freeze,
        before={"no": freeze.no, "state": "frozen"},
        after={"state": freeze.state, **facts_of(freeze)},
        basis=BASIS,
        tell=desks_told(actor.city, *DESK),
    )
    return freeze
