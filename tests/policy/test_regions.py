"""Where the counties of a city stand on a rough picture of it. 一(二)-1"""

from cairong.policy.regions import known_cities, places_of


def test_every_county_that_stands_has_a_place_of_its_own_or_none_has():
    for city, known in known_cities().items():
        standing = [county.code for county in known.counties if county.valid_to is None]
        places, lies = places_of(city, standing)
        assert lies == bool(known.places)
        assert places.keys() == set(standing)
        assert len(set(places.values())) == len(standing)


def test_a_county_nobody_placed_puts_all_in_rows():
    places, lies = places_of("410300", ["410303", "419999", "410302"])
    assert (places, lies) == ({"410302": (0, 0), "410303": (1, 0), "419999": (2, 0)}, False)
