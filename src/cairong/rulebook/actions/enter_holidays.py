"""Enter the State Council's holiday notice of a year, by two persons (D15, D28)."""

from datetime import date, datetime

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import SATURDAY
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.rulebook import reads
from cairong.rulebook.models import HolidayNotice


@two_person(Role.PROCUREMENT_OFFICER, word="录入放假安排")
def enter_holidays(
    *,
    actor: Actor,
    now: datetime,
    year: int,
    days_off: list[date],
    days_worked: list[date],
    source: str,
) -> HolidayNotice:
    """Enter a year's days off (weekdays that rest) and days worked (weekend days that do not).

    Open duties through that year are worked out again after commit, and the last days of offers,
    intents and lock requests, visibly. Raises Invalid
    naming the day that does not belong. Writes: rulebook.HolidayNotice. Source: 三(一)-2.
    """
    for field, days, weekend in (("days_off", days_off, False), ("days_worked", days_worked, True)):
        _check_days(field, days, year, weekend=weekend)
    before = reads.calendar_of(actor.city)
    notice = HolidayNotice.objects.create(
        city_id=actor.city,
        year=year,
        days_off=sorted(set(days_off)),
        days_worked=sorted(set(days_worked)),
        source=clean_text(source, "source", least=4, most=300),
        recorded_at=now,
    )
    known = before.years.get(year)
    record(
        actor=actor,
        now=now,
        type="rulebook.holidays.entered",
        subject=notice,
        before={
            "days_off": sorted(known.rest) if known else [],
            "days_worked": sorted(known.work) if known else [],
        },
        after={
            "year": year,
            "days_off": notice.days_off,
            "days_worked": notice.days_worked,
            "source": notice.source,
        },
        basis=["三(一)-2"],
    )
    return notice


def _check_days(field: str, days: list[date], year: int, *, weekend: bool) -> None:
    if field == "days_off" and not days:
        raise Invalid("invalid.missing", field=field)
    for day in days:
        if day.year != year:
            raise Invalid("rulebook.day_of_other_year", field=field, value=day, year=year)
        if (day.weekday() >= SATURDAY) is not weekend:
            raise Invalid("rulebook.day_of_week", field=field, value=day)
