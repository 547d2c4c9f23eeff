"""Until when an offer and an intent stand: counted when they are made, and by a later notice."""

from datetime import date

from cairong.kernel.calendar import Calendar, add_calendar_days, add_working_days
from cairong.rulebook.reads import parameter


def offer_until(city: str, start: date, calendar: Calendar) -> date:
    """Count the working days for which an offer made on a day may be accepted."""
    return add_working_days(start, parameter(city, "offer_days", on=start), calendar).due


def intent_until(city: str, start: date, calendar: Calendar) -> date:
    """Count the calendar days for which an intent registered on a day stands."""
    return add_calendar_days(start, parameter(city, "intent_lapse_days", on=start), calendar).due
