"""Enter a publication of the loan prime rate, by two persons of the People's Bank."""

from datetime import date, datetime

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.policy.lpr import Lpr
from cairong.rulebook.models import LprRow
from cairong.rulebook.reads import lpr_history

FARTHEST_BP = 200  # no publication ever moved so far; 0.0385 for 3.85 does


@two_person(Role.PBOC, word="录入贷款市场报价利率")
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

    Raises Invalid for a day in the future, or a rate so far from the last that it must be a slip
    of the unit. Writes: rulebook.LprRow. Source: 二(五)-7, 三(一)-3.
    """
    if published_on > day_of(now):
        raise Invalid("rulebook.day_ahead", field="published_on", value=published_on)
    last = _last(actor.city, published_on)
    if last is not None:
        _near("one_year_bp", one_year_bp, last.one_year_bp, last.published_on)
        _near("five_year_bp", five_year_bp, last.five_year_bp, last.published_on)
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
        before=_shown(last) if last else None,
        after=_shown(
            Lpr(
                published_on=published_on,
                one_year_bp=one_year_bp,
                five_year_bp=five_year_bp,
                evidence=row.source,
            )
        ),
        basis=["二(五)-7", "三(一)-3"],
    )
    return row


def _last(city: str, day: date) -> Lpr | None:
    """Return what held before: the publication of the day itself, else the last before it."""
    known = [each for each in lpr_history(city) if each.published_on <= day]
    return known[-1] if known else None


def _near(field: str, value: int, last: int, on: date) -> None:
    if abs(value - last) > FARTHEST_BP:
        raise Invalid("rulebook.lpr_jump", field=field, value=value, last=last, on=on)


def _shown(lpr: Lpr) -> dict[str, object]:
    return {
        "on": lpr.published_on,
        "one_year_bp": lpr.one_year_bp,
        "five_year_bp": lpr.five_year_bp,
        "source": lpr.evidence,
    }
