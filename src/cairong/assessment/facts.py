"""What the acts of this room are told, and the facts a year's result is made of."""

import json
from datetime import UTC, datetime

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from cairong.assessment.models import Scheme, Value
from cairong.assessment.reads import names_of, newest_values
from cairong.evaluation.facts import facts_of as records_of
from cairong.evaluation.facts import vouch
from cairong.evaluation.reads import facts_text, newest, year_record
from cairong.evaluation.scheme import governing
from cairong.kernel.calendar import day_of
from cairong.policy.reassess import FACTS_FORMAT
from cairong.policy.recount import canonical


@dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid"))
class GivenValue:
    """A value by hand, in hundredths of its indicator's unit, and the document it stands in."""

    indicator: str
    value: int
    source: str


def facts_of(city: str, year: int, scheme: Scheme, *, now: datetime) -> str:
    """Export what a year's assessment needs as it stands at a moment, as canonical text.

    What the platform counts is what the yearly evaluation published of the year, if it did.
    """
    judged = year_record(city, year)
    text = (
        facts_text(newest(judged))
        if judged
        else records_of(city, year, governing(city, year), now=now)
    )
    records = json.loads(text)
    values = [
        {
            "id": str(each.pk),
            "institution": str(each.institution_id),
            "indicator": each.indicator,
            "number": each.number,
            "value_hundredths": each.value,
            "source": each.source,
        }
        for each in newest_values(city, year)
    ]
    vouch(city, Value._meta.db_table, values)
    held = {each["institution"] for each in values} | records["institutions"].keys()
    return canonical(
        {
            "format": FACTS_FORMAT,
            "city": city,
            "year": year,
            "cut_off": now.astimezone(UTC).isoformat(timespec="microseconds"),
            "day": day_of(now).isoformat(),
            "published": {
                "first_year": scheme.first_year,
                "on": day_of(scheme.published_at).isoformat(),
                "sha256": scheme.sha256,
            },
            "scheme": json.loads(scheme.document),
            "institutions": names_of(city, held),
            "values": values,
            "records": records,
        }
    )
