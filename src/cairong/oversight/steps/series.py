"""The numbers that letters bear: a word of its own (字号), the year, and the next of both."""

import re
from typing import Any

from django.db.models import Manager, Max

from cairong.kernel.errors import Invalid
from cairong.parties.models import City

WORD = re.compile(r"[\u3400-\u9fff]{2,12}")


def series_word(series: str) -> str:
    """Read the word of a series. Raises Invalid for what is none."""
    found = series.strip()
    if not WORD.fullmatch(found):
        raise Invalid("oversight.urge_word", field="series", value=found)
    return found


def next_number(numbered: "Manager[Any]", city: str, word: str, year: int) -> int:
    """Give the next number of a word and year without a gap, the city's row locked until then."""
    City.objects.select_for_update(of=("self",), no_key=True).get(pk=city)
    rows = numbered.filter(city_id=city, word=word, year=year)
    last: int | None = rows.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
