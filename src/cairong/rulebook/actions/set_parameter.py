"""Set a city's own value of a parameter from a day on, by two persons (D28)."""

from datetime import date, datetime

from cairong.audit.recording import record
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.kernel.errors import Invalid
from cairong.kernel.text import clean_text
from cairong.parties.four_eyes import two_person
from cairong.policy.parameters import Parameter, checked_value, within_law
from cairong.policy.rule import require
from cairong.rulebook import reads
from cairong.rulebook.models import ParameterRow


@two_person(Role.PROCUREMENT_OFFICER, word="调整参数")
def set_parameter(
    *, actor: Actor, now: datetime, code: str, value: int, valid_from: date, source: str
) -> ParameterRow:
    """Set a parameter from a day on; running cases keep the value of their day.

    Raises Invalid for an unknown code, a value out of range, or a day that has passed;
    PolicyBreach for a number laxer than the law's.
    Writes: rulebook.ParameterRow. Source: 三(一)-2.
    """
    known = checked_value(code, value)
    if valid_from < day_of(now):
        raise Invalid("rulebook.day_passed", field="valid_from", value=valid_from.isoformat())
    require(within_law(code=code, value=value, on=valid_from))
    before = reads.parameter_if_any(actor.city, code, on=valid_from)
    row = ParameterRow.objects.create(
        city_id=actor.city,
        code=code,
        value=value,
        valid_from=valid_from,
        source=clean_text(source, "source", least=4, most=300),
        recorded_at=now,
    )
    record(
        actor=actor,
        now=now,
        type="rulebook.parameter.set",
        subject=row,
        before=_shown(before) if before else None,
        after=_shown(reads.own(row)),
        basis=["三(一)-2", known.city.obligation],
    )
    return row


def _shown(parameter: Parameter) -> dict[str, object]:
    """Say a value with its unit, from when and by which paper: what the second person reads."""
    return {
        "word": parameter.word,
        "setting": parameter.said,
        "from": parameter.valid_from,
        "source": parameter.source,
    }
