"""The numbers, days off and LPR that hold in a city: defaults of policy, overridden by rows."""

from dataclasses import replace
from datetime import date, datetime

from cairong.kernel.calendar import Calendar, Year
from cairong.kernel.errors import NotFound
from cairong.policy.calendar_data import CALENDAR
from cairong.policy.lpr import LPR, Lpr, lpr_at
from cairong.policy.parameters import BY_CODE, Parameter, parameter_on
from cairong.rulebook.models import HolidayNotice, LprRow, ParameterRow


def parameter(city: str, code: str, *, on: date) -> int:
    """Return the value of a parameter that holds in a city on a day."""
    return parameter_row(city, code, on=on).value


def parameter_row(city: str, code: str, *, on: date) -> Parameter:
    """Return the parameter that holds in a city on a day, with its unit and source."""
    row = (
        ParameterRow.objects.filter(city_id=city, code=code, valid_from__lte=on)
        .order_by("-valid_from")
        .first()
    )
    held = parameter_on(code, on)
    if row is None or row.valid_from < held.valid_from:
        return held
    return own(row)


def parameters_of(city: str, *, on: date) -> list[Parameter]:
    """List every parameter as it holds in a city on a day, in one statement."""
    entered = ParameterRow.objects.filter(city_id=city)
    rows = [own(row) for row in entered if row.code in BY_CODE]
    return [parameter_on(code, on, rows) for code in BY_CODE]


def parameter_history(city: str, code: str) -> list[Parameter]:
    """List a parameter's values from the default on, newest first. Raises NotFound."""
    if code not in BY_CODE:
        raise NotFound("access.not_found", thing="参数")
    rows = ParameterRow.objects.filter(city_id=city, code=code).order_by("-valid_from")
    return [*(own(row) for row in rows), BY_CODE[code]]


def own(row: ParameterRow) -> Parameter:
    """Read a city's own row as the parameter it sets."""
    return replace(BY_CODE[row.code], value=row.value, valid_from=row.valid_from, source=row.source)


def calendar_of(city: str) -> Calendar:
    """Build a city's calendar: the notices that ship, and those entered since, newest last."""
    notices = list(HolidayNotice.objects.filter(city_id=city).order_by("recorded_at"))
    if not notices:
        return CALENDAR
    version = f"{CALENDAR.version}+{len(notices)}"
    return CALENDAR.with_years([year_of(one) for one in notices], version)


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
    known = {one.published_on: one for one in LPR}
    for row in LprRow.objects.filter(city_id=city):
        known[row.published_on] = Lpr(
            published_on=row.published_on,
            one_year_bp=row.one_year_bp,
            five_year_bp=row.five_year_bp,
            evidence=row.source,
        )
    return [known[day] for day in sorted(known)]


def lpr_on(city: str, moment: datetime) -> Lpr:
    """Return the last publication by a moment (D16). Raises PolicyBreach when there is none."""
    return lpr_at(moment, lpr_history(city))
