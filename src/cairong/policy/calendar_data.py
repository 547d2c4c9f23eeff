"""The State Council's holiday notices of 2019 to 2026, as dated data of the project."""

from datetime import date

from cairong.kernel.calendar import Calendar, Year
from cairong.policy.clauses import read_data


def _days(year: int, days: list[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(f"{year}-{day}") for day in days)


def default_calendar() -> Calendar:
    """Build the calendar of the notices in policy/data/calendar.json."""
    data = read_data("calendar.json")
    years = [
        Year(
            year=row["year"],
            rest=_days(row["year"], row["rest"]),
            work=_days(row["year"], row["work"]),
            source=row["source"],
        )
        for row in data["years"]
    ]
    return Calendar().with_years(years, data["version"])


CALENDAR: Calendar = default_calendar()
