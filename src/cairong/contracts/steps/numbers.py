"""Give out the platform's own URL-safe numbers, per city, series and year (D3)."""

from django.db import connection

AWARDS, CONTRACTS = "ZB", "HT"


def next_numbers(city: str, series: str, year: int, count: int = 1) -> list[str]:
    """Take the next numbers of a series: HT2025-000001. Writes: contracts.Numbering."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contracts_numbering (city_id, series, year, last) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (city_id, series, year)"
            " DO UPDATE SET last = contracts_numbering.last + EXCLUDED.last RETURNING last",
            [city, series, year, count],
        )
        last = cursor.fetchone()[0]
    return [f"{series}{year}-{number:06d}" for number in range(last - count + 1, last + 1)]
