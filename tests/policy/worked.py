"""How a case of a clock is written down that was worked by hand."""

from dataclasses import KW_ONLY, dataclass
from datetime import date


@dataclass(frozen=True)
class Worked:
    """One case as it is written down.

    `counted` are the days as a wall calendar shows them: «10:9-11,13 11:3», the year running on
    after December. `came` is the day from which an institution was silent, `first` the start that
    a supplier disputed, with what was due by it; `pauses` are «since/until».
    """

    what: str
    _: KW_ONLY
    start: str
    counted: str
    pauses: str = ""
    came: str = ""
    first: str = ""
    first_due: str = ""
    provisional: bool = False
    done: str = ""
    verdict: str = ""

    @property
    def begins(self) -> date:
        return date.fromisoformat(self.start)

    @property
    def stands_still(self) -> list[tuple[date, date]]:
        pairs = (each.split("/") for each in self.pauses.split())
        return [(date.fromisoformat(since), date.fromisoformat(until)) for since, until in pairs]

    @property
    def days(self) -> list[date]:
        found = []
        for part in self.counted.split():
            month, days = part.split(":")
            year = self.begins.year + (int(month) < self.begins.month)
            for span in days.split(","):
                first, _, last = span.partition("-")
                numbers = range(int(first), int(last or first) + 1)
                found += [date(year, int(month), number) for number in numbers]
        return found
