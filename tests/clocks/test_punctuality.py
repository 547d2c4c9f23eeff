"""Many duties judged in one statement, as `verdict_of` judges each."""

from datetime import date, timedelta
from itertools import product
from uuid import uuid4

from cairong.clocks.models import Duty
from cairong.clocks.reads import punctuality, verdict_of
from support.town import CITY, COUNTY, Town

TODAY = date(2025, 10, 20)
DAYS = tuple(TODAY + timedelta(days=days) for days in (-2, 0, 2))


def test_one_statement_says_what_is_said_of_each(town: Town, django_assert_num_queries):
    ends = ((None, None), *((day, None) for day in DAYS), *((None, day) for day in DAYS))
    cases = list(product(DAYS, (None, *DAYS), ends))
    Duty.objects.bulk_create(
        Duty(
            city_id=CITY, kind="review_filing", subject_id=uuid4(), holder_role="x", region=COUNTY,
            title="", start_on=TODAY, days=1, unit="working", due_on=due, due_law_on=law,
            calendar_version="1", done_on=done, cancelled_on=gone,
        )
        for due, law, (done, gone) in cases
    )  # fmt: skip
    said = [verdict_of(one, today=TODAY) for one in Duty.objects.all()]
    with django_assert_num_queries(1):
        counts = Duty.objects.aggregate(**punctuality(today=TODAY))
    assert counts["kept"] == said.count("kept") > 0
    assert counts["judged"] == len(said) - said.count("open") < len(said)
