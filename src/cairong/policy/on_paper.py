"""The other wheel (线下): an application on paper, entered by the institution it was handed to."""

import re
from datetime import date

from cairong.kernel.calendar import Calendar, add_working_days
from cairong.kernel.errors import Finding, Invalid
from cairong.kernel.text import half_width
from cairong.policy.rule import Answer, rule

CLAUSE = "二(一)-6"
ENTRY_DAYS = "paper_entry_days"
SHIPPED = ((ENTRY_DAYS, "纸质申请收件后登记的期限", "个工作日", 1),)  # code, word, unit, value
CHARACTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that a hand writes like another
LENGTH = 12
MISREAD = str.maketrans("OIL", "011")
APART = re.compile(r"[\s-]+")


def read_code(text: str) -> str:
    """Read the number of a form as a hand or a camera gives it. Raises Invalid."""
    code = APART.sub("", half_width(text)).upper().translate(MISREAD)
    if len(code) != LENGTH or set(code) - set(CHARACTERS):
        raise Invalid("lending.form_code", field="code", value=text.strip()[:40], length=LENGTH)
    return code


def shown_code(code: str) -> str:
    """Write the number of a form in groups of four."""
    return "-".join(code[place : place + 4] for place in range(0, LENGTH, 4))


@rule(CLAUSE)
def received_in_order(*, received_on: date, printed_on: date, today: date) -> Answer:
    """Bar a day of receipt before the form was printed, or still to come."""
    if printed_on <= received_on <= today:
        return None
    return Finding.of(
        "lending.form_received", CLAUSE, value=received_on, printed=printed_on, today=today
    )


@rule(CLAUSE)
def still_stands(*, received_on: date, stands_until: date, today: date) -> Answer:
    """Bar what was received so long ago that nothing is left of an intent of that day."""
    if today <= stands_until:
        return None
    return Finding.of("lending.form_old", CLAUSE, value=received_on, until=stands_until)


def entered_late(*, received_on: date, entered_on: date, days: int, calendar: Calendar) -> bool:
    """Whether a form was entered later than the working days after its receipt allow."""
    return entered_on > add_working_days(received_on, days, calendar).due
