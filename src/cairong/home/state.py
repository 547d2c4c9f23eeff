"""What stands in the data folder: nothing yet, something half-made, or a city."""

from enum import StrEnum

from cairong.home.folder import Home, write_whole


class CityState(StrEnum):
    """How far the city in a data folder has come; kept in the file `city`."""

    NONE = ""
    BUILDING = "building"
    FOUNDING = "founding"
    RESTORING = "restoring"
    DEMO = "demo"
    REAL = "real"


def city_state(home: Home) -> CityState:
    """Read how far the city has come."""
    try:
        return CityState((home.path / "city").read_text().strip())
    except FileNotFoundError:
        return CityState.NONE


def keep_city_state(home: Home, state: CityState) -> None:
    """Write down how far the city has come."""
    write_whole(home.path / "city", state + "\n", mode=0o644)
