"""The duty to pay what was accepted: opened, kept by payments oldest first, opened again."""

from datetime import date, datetime

from cairong.clocks.models import Duty
from cairong.clocks.reads import OPEN
from cairong.clocks.steps.duties import fulfil_duty, open_duty
from cairong.kernel.calendar import Unit
from cairong.parties.reads import organisation
from cairong.policy.duties import Agreed
from cairong.treasury.models import Acceptance, Receivable
from cairong.treasury.steps.tellings import about

PAY = "pay"


def open_pay_duty(receivable: Receivable, acceptance: Acceptance, *, now: datetime) -> Duty:
    """Open the purchaser's duty to have an acceptance paid, in the days the contract agrees.

    Writes: clocks.Duty. Source: 二(三)-4, 802§9.
    """
    contract = receivable.contract
    unit: Unit = "working" if acceptance.agreed_unit == "working" else "calendar"
    return open_duty(
        city=receivable.city_id,
        kind=PAY,
        subject_id=acceptance.pk,
        holder=organisation(receivable.city_id, contract.purchaser_id),
        region=receivable.region,
        title=f"{contract.title}:支付「{acceptance.milestone}」",
        start_on=acceptance.accepted_on,
        now=now,
        about=about(receivable),
        agreed=Agreed(days=acceptance.agreed_days, unit=unit),
    )


def match_pay_duties(receivable: Receivable, *, on: date, now: datetime) -> None:
    """Bring the duties to pay in line with what is paid, the oldest acceptance first.

    An acceptance that is paid in full ends its duty, on the day the money moved (`on`), which may
    be before we hear of it; one that no longer is paid (退汇) has it opened again, with its first
    days (I7). Writes: clocks.Duty, clocks.Mark.
    """
    acceptances = list(receivable.acceptances.order_by("accepted_on", "pk"))
    running = set(
        Duty.objects.filter(
            kind=PAY, subject_id__in=[one.pk for one in acceptances], state__in=OPEN
        ).values_list("subject_id", flat=True)
    )
    left = receivable.paid_fen
    for acceptance in acceptances:
        left -= acceptance.amount_fen
        if left >= 0 and acceptance.pk in running:
            fulfil_duty(subject_id=acceptance.pk, kind=PAY, on=on, now=now)
        elif left < 0 and acceptance.pk not in running:
            open_pay_duty(receivable, acceptance, now=now)
