"""Duties to pay that were kept, or still run, so that there is something to estimate from."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from cairong.clocks.models import Duty
from cairong.clocks.steps.duties import fulfil_duty, open_duty
from cairong.kernel.calendar import SHANGHAI
from cairong.parties.models import Organisation
from cairong.policy.duties import Agreed

AGREED = Agreed(days=30, unit="calendar", to_sme=False)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


def lay_duty(holder: Organisation, region: str, on: date, subject_id=None) -> Duty:
    """Let a purchaser owe from a day on."""
    return open_duty(
        city=holder.city_id, kind="pay", subject_id=subject_id or uuid4(), holder=holder,
        region=region, title="支付", start_on=on, now=noon(on), agreed=AGREED,
    )  # fmt: skip


def keep_duty(duty: Duty, on: date) -> None:
    fulfil_duty(subject_id=duty.subject_id, kind="pay", on=on, now=noon(on))


def lay_paid(holder: Organisation, region: str, on: date, spans: Iterable[int]) -> None:
    """Let a purchaser have paid what it accepted on a day after each of these days."""
    for days in spans:
        keep_duty(lay_duty(holder, region, on), on + timedelta(days=days))
