"""Several lists counted and summed in one statement, each figure under its own name."""

import pytest
from django.db.models import BigIntegerField, Count, Max, Q, Sum, Value

from cairong.listing.counting import counted
from cairong.parties.models import Organisation, Region
from support.town import CITY

REGIONS = Region.objects.order_by("code")
HOUSES = Organisation.objects.filter(city_id=CITY)


@pytest.mark.usefixtures("town")
class TestCounted:
    def test_each_figure_comes_back_under_its_name(self):
        kinds = {"bureaus": Count("pk", filter=Q(kind="bureau")), "houses": Count("pk")}
        found = counted((HOUSES, kinds), (REGIONS, {"regions": Count("pk")}))
        assert found == {"bureaus": 1, "houses": 5, "regions": 4}

    def test_the_order_of_the_lists_changes_nothing(self):
        lists = [
            (REGIONS, {"regions": Count("pk")}),
            (HOUSES, {"houses": Count("pk"), "none": Count("pk", filter=Q(kind="supplier"))}),
        ]
        assert counted(*lists) == counted(*reversed(lists)) == {
            "regions": 4, "houses": 5, "none": 0,
        }  # fmt: skip

    def test_one_list_alone_is_counted_too(self):
        assert counted((REGIONS, {"regions": Count("pk")})) == {"regions": 4}

    def test_a_sum_over_nothing_is_zero(self):
        nobody = Region.objects.filter(code="000000")
        assert counted((nobody, {"sum": Sum("pk"), "count": Count("pk")})) == {"sum": 0, "count": 0}

    @pytest.mark.parametrize("place", [0, 1])
    def test_a_list_that_can_hold_nothing_counts_zero(self, place: int):
        lists = [(HOUSES, {"houses": Count("pk")})]
        lists.insert(place, (Region.objects.none(), {"regions": Count("pk"), "sum": Sum("pk")}))
        assert counted(*lists) == {"houses": 5, "regions": 0, "sum": 0}

    def test_nothing_but_empty_lists_is_all_zero(self):
        nothing = (Region.objects.none(), {"regions": Count("pk")})
        assert counted(nothing, (Organisation.objects.none(), {"houses": Count("pk")})) == {
            "regions": 0, "houses": 0,
        }  # fmt: skip

    def test_numbers_beyond_sixty_four_bits_are_kept_exactly(self):
        most = 2**63 - 1
        number = Value(most, output_field=BigIntegerField())
        figures = {"most": Max(number), "sum": Sum(number)}
        assert counted((REGIONS, figures)) == {"most": most, "sum": 4 * most}

    def test_it_is_one_statement_however_many_lists(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            counted(*[(REGIONS, {f"regions_{n}": Count("pk")}) for n in range(7)])
