"""Last year's evaluation of the demo city stands frozen, with what it earned. 三(二)-1 三(二)-2"""

import pytest

from cairong.driving.demo.facts import CITY
from cairong.evaluation.facts import facts_of
from cairong.evaluation.models import Appeal, Support, Year, YearVersion
from cairong.evaluation.reads import facts_text, year_view
from cairong.evaluation.scheme import governing
from cairong.kernel.calendar import day_of
from cairong.policy.recount import result_of
from support.plain import recounted

pytestmark = [pytest.mark.usefixtures("built"), pytest.mark.xdist_group("demo")]


def test_last_year_is_frozen_and_this_year_runs(built):
    year = day_of(built).year
    last, this = (year_view(CITY, each, now=built) for each in (year - 1, year))
    assert (last.frozen, last.trial, this.record, this.trial) == (True, False, None, False)
    assert last.rows
    assert this.rows
    version = YearVersion.objects.get(of=last.record, number=last.version.number)
    assert result_of(facts_text(version)) == version.result
    assert not last.open_flags
    assert set(Appeal.objects.values_list("state", flat=True)) == {"upheld", "overruled"}
    assert Year.objects.count() == 1


def test_five_years_give_the_same_bytes_elsewhere(built, tmp_path):
    for year in range(day_of(built).year - 4, day_of(built).year + 1):
        text = facts_of(CITY, year, governing(CITY, year), now=built)
        assert recounted(text, tmp_path) == result_of(text).encode()


def test_some_of_it_was_granted_and_some_declined():
    assert set(Support.objects.values_list("granted", flat=True)) == {True, False}
