"""Whether a mandate is in force on a day: one answer, whether it is asked of a row or of many."""

from datetime import date, timedelta

import pytest

from cairong.parties.models import Mandate

FIRST, LAST = date(2025, 9, 1), date(2025, 9, 30)
BEFORE, AFTER = FIRST - timedelta(days=1), LAST + timedelta(days=1)

STANDING = [
    # from,  until, why ended,  on,     over,  in force
    (FIRST, None, "", BEFORE, False, False),
    (FIRST, None, "", FIRST, False, True),
    (FIRST, None, "", AFTER, False, True),
    (FIRST, LAST, "", BEFORE, False, False),
    (FIRST, LAST, "", LAST, False, True),
    (FIRST, LAST, "", AFTER, True, False),
    (FIRST, LAST, "调离", FIRST, True, False),
    (FIRST, LAST, "调离", AFTER, True, False),
    (FIRST, FIRST, "", FIRST, False, True),
]


@pytest.mark.django_db
@pytest.mark.parametrize("standing", STANDING)
def test_a_row_and_a_query_say_the_same(town, standing):
    begins, ends, reason, on, over, runs = standing
    actor = town.actor(town.purchaser(), "purchaser-officer")
    rows = Mandate.objects.filter(pk=actor.mandate_id)
    rows.update(valid_from=begins, valid_to=ends, ended_reason=reason)
    mandate = rows.get()
    assert (mandate.is_over(on), mandate.is_running(on)) == (over, runs)
    assert (rows.lasting(on).exists(), rows.running(on).exists()) == (not over, runs)
