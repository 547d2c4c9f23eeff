"""The numbers, days off and LPR that hold in a city: defaults of policy, overridden by rows."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import connection

from cairong.kernel.calendar import Calendar, Year, day_of
from cairong.kernel.errors import NotFound
from cairong.policy.calendar_data import CALENDAR
from cairong.policy.lpr import LPR, Lpr, lpr_at, lpr_month
from cairong.policy.parameters import BY_CODE, Dated, Parameter, first_day, held_on, parameter_on
from cairong.rulebook.models import HolidayNotice, ParameterRow

NOTICES = "SELECT * FROM rulebook_holidaynotice WHERE city_id = %s ORDER BY recorded_at, id"
ENTERED = """
    SELECT published_on, one_year_bp, five_year_bp, source FROM rulebook_lprrow WHERE city_id = %s
"""  # written out: every price asks it
type Numbers = Callable[[str, date], int]


def parameter(city: str, code: str, *, on: date) -> int:
    """Return the value of a parameter that holds in a city on a day.

    Raises PolicyBreach for a day before the parameter's first.
    """
    return parameter_row(city, code, on=on).value


def parameter_row(city: str, code: str, *, on: date) -> Parameter:
    """Return the parameter that holds in a city on a day, with its unit and source.

    Raises PolicyBreach for a day before the parameter's first.
    """
    return parameter_on(code, on, _own(city, code, on))


def parameter_if_any(city: str, code: str, *, on: date) -> Parameter | None:
    """Find the parameter that holds in a city on a day; None before the parameter's first."""
    return held_on(code, on, _own(city, code, on))


def parameter_or_first(city: str, code: str, *, on: date) -> int:
    """Return the value that holds in a city on a day, on an earlier day than its first the first.

    For what is older than the parameter and has to run under some number all the same.
    """
    return parameter(city, code, on=max(on, first_day(code)))


def numbers_of(city: str, *codes: str) -> Numbers:
    """Read a city's own values of some parameters once, to be asked for many days."""
    rows = [own(row) for row in ParameterRow.objects.filter(city_id=city, code__in=codes)]
    return lambda code, on: parameter_on(code, on, rows).value


def parameters_of(city: str, *, on: date) -> list[Parameter]:
    """List every parameter that holds in a city on a day, in one statement."""
    entered = ParameterRow.objects.filter(city_id=city)
    rows = [own(row) for row in entered if row.code in BY_CODE]
    held = (held_on(code, on, rows) for code in BY_CODE)
    return [each for each in held if each is not None]


def parameter_history(city: str, code: str) -> list[Parameter]:
    """List a parameter's values, the city's own and those that ship, newest first.

    Raises NotFound.
    """
    if code not in BY_CODE:
        raise NotFound("access.not_found", thing="参数")
    rows = ParameterRow.objects.filter(city_id=city, code=code)
    values = [*(own(row) for row in rows), *BY_CODE[code].by_city()]
    return sorted(values, key=lambda value: value.valid_from, reverse=True)


def own(row: ParameterRow) -> Parameter:
    """Read a city's own row as the parameter it sets."""
    return BY_CODE[row.code].set_to(Dated(row.valid_from, row.value, row.source))


def _own(city: str, code: str, on: date) -> list[Parameter]:
    rows = ParameterRow.objects.filter(city_id=city, code=code, valid_from__lte=on)
    return [own(row) for row in rows.order_by("-valid_from")[:1]]


def calendar_of(city: str) -> Calendar:
    """Build a city's calendar: the notices that ship, and those entered since, newest last."""
    return _with(list(HolidayNotice.objects.raw(NOTICES, [city])))


class Calendars:
    """A city's calendar as it was at any time: ours, with the notices entered until then."""

    def __init__(self, city: str) -> None:
        self._notices = list(HolidayNotice.objects.raw(NOTICES, [city]))
        self._made: dict[int, Calendar] = {}

    def of_version(self, version: str) -> Calendar | None:
        """Give the calendar that bore a version; None where an earlier program's bore it."""
        base, _, entered = version.partition("+")
        number = int(entered) if entered.isdigit() else 0
        if base != CALENDAR.version or number > len(self._notices):
            return None
        return self._of_first(number)

    def at_end(self, version: str, moment: datetime | None) -> Calendar | None:
        """Give the calendar known at a moment (now where none), of that version or later."""
        known = self.of_version(version)
        if known is None:
            return None
        until = [each for each in self._notices if moment is None or each.recorded_at <= moment]
        number = int(version.partition("+")[2] or 0)
        return self._of_first(max(number, len(until)))

    def _of_first(self, number: int) -> Calendar:
        if number not in self._made:
            self._made[number] = _with(self._notices[:number])
        return self._made[number]


def _with(notices: Sequence[HolidayNotice]) -> Calendar:
    if not notices:
        return CALENDAR
    version = f"{CALENDAR.version}+{len(notices)}"
    return CALENDAR.with_years([year_of(notice) for notice in notices], version)


def year_of(notice: HolidayNotice) -> Year:
    """Read one entered notice as a year of the calendar."""
    return Year(
        year=notice.year,
        rest=frozenset(notice.days_off),
        work=frozenset(notice.days_worked),
        source=notice.source,
    )


def lpr_history(city: str) -> list[Lpr]:
    """List a city's publications of the LPR, oldest first, entered ones replacing shipped ones."""
    known = {each.published_on: each for each in LPR}
    with connection.cursor() as cursor:
        cursor.execute(ENTERED, [city])
        for day, short_bp, long_bp, source in cursor.fetchall():
            known[day] = Lpr(
                published_on=day, one_year_bp=short_bp, five_year_bp=long_bp, evidence=source
            )
    return [known[day] for day in sorted(known)]


def lpr_on(city: str, moment: datetime) -> Lpr:
    """Return the last publication by a moment (D16). Raises PolicyBreach when there is none."""
    return lpr_at(moment, lpr_history(city))


def lpr_standing(city: str, moment: datetime) -> tuple[Lpr, date | None]:
    """Return the last publication by a moment, and the month (its first day) that is due after it.

    None where nothing is due. Raises PolicyBreach when there is no publication.
    """
    last, due = lpr_on(city, moment), lpr_month(day_of(moment), calendar_of(city))
    return last, due if last.published_on < due else None
