"""A year on a rough picture of the city: each county a tile where it lies, with its verdict."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cairong.oversight.reads import Board, Financed
from cairong.policy.regions import places_of
from cairong.web.overseer.words import loans_href

WIDTH, HEIGHT, GAP = 112, 100, 6  # of a tile, in units of the picture
SHORT = 2  # a name of so few characters is written whole
STANDINGS = {
    "reached": "已达到",
    "behind": "未达到",
    "apart": "无目标线",
    "none": "无融资",
}


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One county on the picture: its corner, what it is called, how it stands, what it opens."""

    x: int
    y: int
    name: str
    short: str
    percent: str
    standing: str
    word: str
    fen: int
    href: str


@dataclass(frozen=True, kw_only=True)
class Map:
    """The picture: its size, its tiles, and whether they stand where the counties lie."""

    width: int
    height: int
    tiles: tuple[Tile, ...]
    lies: bool
    tile_width: int = WIDTH
    tile_height: int = HEIGHT

    @property
    def counted(self) -> list[tuple[str, str, int]]:
        """Count the counties by how they stand, with the word for it."""
        found = [tile.standing for tile in self.tiles]
        return [(key, word, found.count(key)) for key, word in STANDINGS.items()]


def map_of(board: Board, city: str) -> Map | None:
    """Draw the counties of a board; None where there is nothing to set beside each other."""
    counties = {level.code: level for level in board.levels if not level.city_level}
    if len(counties) <= 1:
        return None
    places, lies = places_of(city, tuple(counties))
    across, down = (max(place[at] for place in places.values()) + 1 for at in (0, 1))
    return Map(
        width=across * (WIDTH + GAP) - GAP,
        height=down * (HEIGHT + GAP) - GAP,
        tiles=tuple(_tiles(counties, places)),
        lies=lies,
    )


def _tiles(
    counties: Mapping[str, Financed], places: Mapping[str, tuple[int, int]]
) -> Iterator[Tile]:
    for code, (column, row) in sorted(places.items(), key=lambda each: each[1][::-1]):
        level, grown = counties[code], counties[code].growth
        standing = _standing(level)
        yield Tile(
            x=column * (WIDTH + GAP),
            y=row * (HEIGHT + GAP),
            name=level.name,
            short=_short(level.name),
            percent="" if grown.percent is None else f"{grown.percent:+} %",
            standing=standing,
            word=STANDINGS[standing],
            fen=grown.year_fen,
            href=loans_href(level.year, region=code),
        )


def _standing(level: Financed) -> str:
    if level.growth.reached is not None:
        return "reached" if level.growth.reached else "behind"
    return "apart" if level.growth.year_fen else "none"


def _short(name: str) -> str:
    """Shorten the name of a county to what people call it; one of two characters stays whole."""
    return name if len(name) <= SHORT else name[:-1].removesuffix("回族")
