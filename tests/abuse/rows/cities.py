"""A city beside the one that stands, of which the gateway's pages would then speak."""

CITIES = [
    ("a second city", ("""
        INSERT INTO parties_city (code, name, opened_on, demo)
        SELECT '410400', '平顶山市', opened_on - 1, demo FROM parties_city""",), "parties_second_city"),
    ("another code for the city that stands",
     ("UPDATE parties_city SET code = '410400'",), "fk_parties_city_code"),
]  # fmt: skip
