"""When a supplier may say that clock A began earlier, and how early. 二(四)-3, D14"""

from datetime import date

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule


@rule("二(四)-3")
def disputed_in_time(*, today: date, last: date) -> Answer:
    """Bar a dispute of the start once the days for it are over."""
    if today <= last:
        return None
    return Finding.of("lending.start_late", "二(四)-3", last=last)


@rule("二(四)-3")
def claimed_before(*, claimed_on: date, there_on: date, start_on: date) -> Answer:
    """Bar a claimed day that is not earlier, or on which not even the asking was there."""
    if there_on <= claimed_on < start_on:
        return None
    return Finding.of(
        "lending.start_outside", "二(四)-3", value=claimed_on, least=there_on, start=start_on
    )
