"""Reading a list: a page and all of it, narrowed, sorted and counted, from rows or worked out."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.db.models import Q

from cairong.kernel.actor import public
from cairong.kernel.calendar import day_of
from cairong.listing.declared import TODAY, Asked, Condition, Field, Listed
from cairong.listing.reading import read_all, read_page
from cairong.parties.models import City, Region
from support.town import CITY, at, found_town

NOW, ACTOR = at("2025-10-09 23:30"), public(city=CITY)
NAME = Field("name", sort=True, search=True)
CODE = Field("code", sort=True, filter=True)


def page(listed: Listed, **asked):
    return read_page(
        listed, listed.columns, actor=ACTOR, now=NOW, asked=Asked(fields=listed.columns, **asked)
    )


def keys(found, key: str = "code") -> list:
    return [one[key] for one in found.rows]


def counted_regions(times: list[int]):
    """A field read for all rows together, that counts how often it is read."""

    def read(_actor, _now, ids):
        times.append(len(ids))
        return {pk: f"{pk}号" for pk in ids}

    return read


@pytest.mark.django_db
class TestStored:
    @pytest.fixture(autouse=True)
    def _regions(self):
        found_town()
        Region.objects.bulk_create(
            Region(city_id=CITY, code=f"{n:06}", name=f"区{n % 2}") for n in range(41)
        )

    def regions(self, *columns: Field, **more) -> Listed:
        return Listed(
            columns=columns or (NAME, CODE),
            source=lambda actor: Region.objects.filter(city_id=actor.city).order_by("code"),
            **more,
        )

    def test_the_first_page_of_twenty(self):
        found = page(self.regions())
        assert (found.number, found.last, found.total) == (1, 3, 45)
        assert keys(found) == [f"{n:06}" for n in range(20)]

    def test_orders_turn_round_and_the_key_settles_ties(self):
        assert keys(page(self.regions(), sort="-code"))[0] == "410329"
        listed, ids = self.regions(), []
        for number in (1, 2, 3):
            ids += [one.id for one in page(listed, sort="name", page=number).rows]
        assert len(set(ids)) == 45

    def test_a_page_beyond_the_end_is_the_last(self):
        found = page(self.regions(), page=100_000)
        assert (found.number, len(found.rows)) == (3, 5)

    def test_words_are_looked_for_where_fields_say_so(self):
        assert page(self.regions(), words="区1").total == 20
        assert page(self.regions(CODE), words="区1").total == 45
        assert page(self.regions(CODE, search=("name",)), words="区1").total == 20
        said_so = Field("code", search=lambda _actor, _now, words: Q(code=words))
        assert page(self.regions(said_so), words="000007").total == 1

    def test_a_row_that_says_the_words_many_times_is_one_row(self):
        cities = Listed(
            columns=(Field("code", search="regions__name"),),
            source=lambda actor: City.objects.filter(pk=actor.city),
        )
        assert keys(page(cities, words="区")) == [CITY]

    def test_it_is_narrowed_by_fields_and_by_conditions(self):
        assert keys(page(self.regions(), chosen={"code": "000003"})) == ["000003"]
        least = Condition("least", of="code__gte")
        assert page(self.regions(filters=(least,)), chosen={"least": "410000"}).total == 4
        assert page(self.regions(filters=(least,))).total == 45

    def test_a_condition_of_its_own_is_asked_even_where_nothing_is_chosen(self):
        def even(_actor, _now, value):
            return Q() if value == "all" else Q(name="区0")

        listed = self.regions(filters=(Condition("which", where=even),))
        assert page(listed).total == 21
        assert page(listed, chosen={"which": "all"}).total == 45

    def test_what_belongs_to_the_rows_is_read_once_for_a_page(self, django_assert_num_queries):
        times: list[int] = []
        batch = counted_regions(times)
        columns = (CODE, Field("mark", batch=batch), Field("both", of="name", batch=batch))
        with django_assert_num_queries(2):
            found = page(self.regions(*columns))
        assert times == [20]
        assert found.rows[0]["mark"] == f"{found.rows[0].id}号"
        assert found.rows[0]["both"] == ("区0", f"{found.rows[0].id}号")

    def test_the_day_of_reading_is_a_value_like_others(self):
        found = page(self.regions(Field("due", of=("code", TODAY))))
        assert found.rows[0]["due"] == ("000000", date(2025, 10, 9)) == ("000000", day_of(NOW))

    def test_a_row_is_known_by_what_the_list_says(self):
        found = page(self.regions(by="code", carries=("city_id",)))
        assert (found.rows[3].id, found.rows[3]["city_id"]) == ("000003", CITY)

    def test_fields_are_summed_over_all_pages(self):
        amount = Field("sum", of="pk", total=True)
        whole = sum(Region.objects.filter(city_id=CITY).values_list("pk", flat=True))
        assert page(self.regions(amount)).sums == {"sum": whole}

    def test_all_of_it_is_read_in_order_up_to_a_bound(self):
        listed = self.regions()
        asked = Asked(fields=listed.columns, sort="-code")
        rows = list(read_all(listed, [CODE], actor=ACTOR, now=NOW, asked=asked, most=3))
        assert [one["code"] for one in rows] == ["410329", "410327", "410303"]


@dataclass(frozen=True)
class Inner:
    amount: int | None


@dataclass(frozen=True)
class Item:
    name: str
    inner: Inner


ITEMS = [Item("甲", Inner(3)), Item("乙", Inner(None)), Item("甲乙", Inner(20))]


def worked(**more) -> Listed:
    name = Field("name", search=True, filter=True)
    amount = Field("amount", of="inner__amount", sort=True, total=True)
    return Listed(columns=(name, amount), rows=lambda *_: ITEMS, by="name", **more)


class TestWorkedOut:
    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ({}, ["甲", "乙", "甲乙"]),
            ({"sort": "amount"}, ["甲", "甲乙", "乙"]),
            ({"sort": "-amount"}, ["甲乙", "甲", "乙"]),
            ({"words": "甲"}, ["甲", "甲乙"]),
            ({"chosen": {"name": "甲"}}, ["甲"]),
            ({"page": 9}, ["甲", "乙", "甲乙"]),
        ],
    )
    def test_it_is_narrowed_sorted_and_cut(self, asked, names):
        assert [one.id for one in page(worked(), **asked).rows] == names

    def test_what_is_chosen_is_given_to_whoever_works_it_out(self):
        listed = Listed(
            columns=(Field("name"),),
            rows=lambda _actor, _now, chosen: [Item(chosen["year"], Inner(1))],
        )
        assert keys(page(listed, chosen={"year": "2026"}), "name") == ["2026"]

    def test_it_is_summed_and_read_whole(self):
        listed = worked(per_page=2)
        assert page(listed).sums == {"amount": 23}
        asked = Asked(fields=listed.columns)
        rows = read_all(listed, listed.columns, actor=ACTOR, now=NOW, asked=asked, most=2)
        assert [one.id for one in rows] == ["甲", "乙"]
