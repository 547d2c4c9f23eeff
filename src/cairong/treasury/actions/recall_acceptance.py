"""Two persons take back an acceptance recorded wrongly, while nothing of it is asked for."""

from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from cairong.audit.recording import record
from cairong.clocks.steps.duties import cancel_duties
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Conflict
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import RUNNING, two_person
from cairong.policy.rule import require
from cairong.policy.treasury import acceptance_not_asked_for
from cairong.treasury.chart import Kind
from cairong.treasury.models import Acceptance, AcceptanceRecall
from cairong.treasury.reads import acceptance_for
from cairong.treasury.states import ENDED_PAYMENTS
from cairong.treasury.steps.books import move
from cairong.treasury.steps.tellings import about, lenders, parties_of, supplier


@two_person(Role.PURCHASER_OFFICER, word="撤回验收登记", free={"due_fen": RUNNING}, moves=False)
def recall_acceptance(
    *, actor: Actor, now: datetime, acceptance_id: UUID, reason: str
) -> Acceptance:
    """Take back an acceptance as if it had not been recorded; it can be recorded anew.

    Its duty to pay is cancelled, and counts as not kept where it was overdue. Raises NotFound,
    Invalid, Conflict where it was taken back before, PolicyBreach where some of it is asked for
    or paid. Writes: treasury.AcceptanceRecall, treasury.Entry, clocks.Mark. Source: 二(三)-4, D19.
    """
    words = clean_text(reason, "reason", least=2, most=500, lines=True)
    acceptance = acceptance_for(actor, acceptance_id, lock=True)
    receivable, amount = acceptance.receivable, acceptance.amount_fen
    if AcceptanceRecall.objects.filter(acceptance=acceptance).exists():
        raise Conflict("treasury.acceptance_recalled", "二(三)-4", milestone=acceptance.milestone)
    asked = acceptance.parts.exclude(payment__state__in=ENDED_PAYMENTS)
    require(
        acceptance_not_asked_for(
            milestone=acceptance.milestone,
            asked_fen=asked.aggregate(fen=Sum("amount_fen", default=0))["fen"],
        )
    )
    AcceptanceRecall.objects.create(acceptance=acceptance, reason=words, recalled_at=now)
    move(receivable, Kind.UNACCEPT, amount, ref_id=acceptance.pk, now=now)
    cancel_duties(subject_id=acceptance.pk, on=day_of(now), now=now, reason=words)
    record(
        actor=actor,
        now=now,
        type="treasury.acceptance.recalled",
        subject=acceptance,
        about=about(receivable),
        visible_to=parties_of(receivable),
        before={"due_fen": receivable.due_fen + amount},
        after={
            "milestone": acceptance.milestone,
            "amount_fen": amount,
            "accepted_on": acceptance.accepted_on,
            "reason": words,
            "due_fen": receivable.due_fen,
        },
        basis=["二(三)-4"],
        tell=[supplier(receivable), *lenders(receivable)],
    )
    return acceptance
