"""Figures of several lists: the statement is written once a day for a seat, and asked each time."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import Q, Sum

from cairong.audit.models import Event
from cairong.kernel.actor import Channel, public
from cairong.listing.counting import counted, counted_for, number_of
from cairong.listing.written import MOMENT
from cairong.parties.models import City, Region
from support.town import CITY, at, found_town

NOW, ACTOR = at("2025-10-09 23:30"), public(city=CITY)
NONE = {"regions": 0, "marked": 0, "cities": 0}


@pytest.fixture
def asked(db) -> list[object]:
    """The days for which the statement was written."""
    return []


@pytest.fixture
def asking(asked, django_assert_num_queries):
    def lists(actor, on):
        asked.append(on)
        with django_assert_num_queries(0):
            regions = Region.objects.filter(city_id=actor.city)
            return [
                (
                    regions,
                    {"regions": number_of(), "marked": number_of(Q(valid_from__isnull=False))},
                ),
                (City.objects.filter(pk=actor.city), {"cities": number_of()}),
            ]

    return lists


def test_it_is_written_once_and_says_what_stands_now(asking, asked):
    assert counted_for(asking, ACTOR, NOW) == NONE
    found_town()
    later = replace(ACTOR, channel=Channel.API, request_id=uuid4(), shown_at=NOW)
    found = counted_for(asking, later, NOW + timedelta(minutes=29))
    assert found == {"regions": Region.objects.count(), "marked": 0, "cities": 1}
    assert len(asked) == 1


def test_another_seat_and_another_day_are_written_anew(asking, asked):
    found_town()
    here = counted_for(asking, ACTOR, NOW)
    assert counted_for(asking, replace(ACTOR, city="410100"), NOW) == NONE
    assert counted_for(asking, ACTOR, NOW + timedelta(minutes=31)) == here
    assert [str(day) for day in asked] == ["2025-10-09", "2025-10-09", "2025-10-10"]


def test_the_moment_is_that_of_asking(db):
    found_town()
    founded = Event.objects.earliest("at").at

    def before(_actor, _on):
        return [(Event.objects.filter(at__lte=MOMENT), {"before": number_of()})]

    second = timedelta(seconds=1)
    assert counted_for(before, ACTOR, founded - second) == {"before": 0}
    assert counted_for(before, ACTOR, founded + second)["before"] > 0
    assert counted_for(before, ACTOR, founded - second) == {"before": 0}


def test_a_day_is_not_compared_with_the_moment(db):
    def begun(_actor, _on):
        return [(Region.objects.filter(valid_from__lt=MOMENT), {"begun": number_of()})]

    with pytest.raises(TypeError):
        counted_for(begun, ACTOR, NOW)


def test_of_nothing_there_is_nothing_to_sum(db):
    nothing = Region.objects.none()
    assert counted((nothing, {"sum": Sum("pk"), "all": number_of()})) == {"sum": 0, "all": 0}
