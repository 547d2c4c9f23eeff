"""Enter a publication of the loan prime rate, by two persons of the People's Bank."""

from datetime import date, datetime

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.rulebook.models import LprRow


@two_person("rulebook.publish_lpr", prepares=Role.PBOC, approves=Role.PBOC)
def publish_lpr(
    *,
    actor: Actor,
    now: datetime,
    published_on: date,
    one_year_bp: int,
    five_year_bp: int,
    source: str,
) -> LprRow:
    """Enter the LPR of a day, in basis points; it prices loans from 09:00 of that day (D16).

    Raises Invalid for a day in the future. Writes: rulebook.LprRow. Source: 二(五)-7, 三(一)-3.
    """
    if published_on > day_of(now):
        raise Invalid("rulebook.day_ahead", field="published_on", value=published_on)
    row = LprRow.objects.create(
        city_id=actor.city,
        published_on=published_on,
        one_year_bp=one_year_bp,
        five_year_bp=five_year_bp,
        source=clean_text(source, "source", least=4, most=300),
        recorded_at=now,
    )
    record(
        actor=actor,
        now=now,
        type="rulebook.lpr.published",
        subject=row,
        after={"on": published_on, "one_year_bp": one_year_bp, "five_year_bp": five_year_bp},
        basis=["二(五)-7", "三(一)-3"],
    )
    return row
