"""Sum the years of a city anew, where loans came or went past the trigger that sums them."""

from django.db import connection


def sum_years_anew(city: str) -> None:
    """Sum what was drawn in each year from the loans as they stand.

    Writes: lending.YearDrawn, YearBorrower. Source: 一(二)-3.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT lending_years_anew(%s)", [city])
