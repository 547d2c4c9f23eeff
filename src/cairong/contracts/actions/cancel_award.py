"""Take an award back that will not be contracted."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import Tell, record
from cairong.audit.transaction import use_case
from cairong.clocks.steps.duties import cancel_duties
from cairong.contracts.models import Award
from cairong.contracts.reads import award_for, draft_of
from cairong.contracts.states import AWARD, CONTRACT
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.text import clean_text


@use_case(Role.PURCHASER_OFFICER, word="取消中标(成交)记录")
def cancel_award(*, actor: Actor, now: datetime, award_id: UUID, reason: str) -> Award:
    """Cancel an award with its draft and its duty to sign, saying why; intents on it end.

    Raises WrongState once it is contracted, Invalid without a reason.
    Writes: contracts.Award, contracts.Contract, clocks.Mark.
    """
    award = award_for(actor, award_id, lock=True)
    before, award.state = award.state, AWARD.after(award.state, "cancel")
    said = clean_text(reason, "reason", least=1, most=300, lines=True)
    award.save(update_fields=["state"])
    draft = draft_of(award)
    if draft is not None:
        draft.state = CONTRACT.after(draft.state, "cancel")
        draft.save(update_fields=["state"])
    cancel_duties(subject_id=award.pk, on=day_of(now), now=now, reason=said)
    suppliers = list(award.shares.exclude(supplier=None).values_list("supplier", flat=True))
    record(
        actor=actor,
        now=now,
        type="contracts.award.cancelled",
        subject=award,
        about=[award.pk],
        visible_to=suppliers,
        before={"state": before},
        after={"state": award.state, "reason": said},
        basis=["二(二)-1"],
        tell=[Tell(organisation_id=supplier, role=Role.SUPPLIER) for supplier in suppliers],
    )
    return award
