"""Days set around the day of building: how many working days ago, or calendar days ago."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from cairong.kernel.calendar import Calendar, start_of

MORNING = timedelta(hours=9)
EVENING = timedelta(hours=17, minutes=40)
NIGHT = timedelta(minutes=10)
BETWEEN = timedelta(minutes=23)


@dataclass
class Days:
    """The working days before one day, counted backwards from it."""

    today: date
    calendar: Calendar
    known: list[date] = field(default_factory=list)

    def ago(self, working: int) -> date:
        """Find the day so many working days before today; 1 is the last one before it."""
        day = self.known[-1] if self.known else self.today
        while len(self.known) < working:
            day -= timedelta(days=1)
            if self.calendar.is_working(day):
                self.known.append(day)
        return self.known[working - 1]

    def span(self, oldest: int) -> list[date]:
        """List the working days from so many ago to the last one, oldest first."""
        self.ago(oldest)
        return self.known[:oldest][::-1]


def moment(day: date, place: int) -> datetime:
    """Give the n-th act of a day its moment, in the order of acts, within office hours."""
    return start_of(day) + MORNING + BETWEEN * place
