"""How the cases of the demo city go, read from data/shapes.yaml: scripts of acts, how long ago.

How a script is written stands there. A shape rests in several places: one case for each.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ruamel.yaml import YAML

from cairong.driving.demo.facts import DATA
from cairong.driving.together import Ending

RIVAL, COUNTY = "rival", "clerk"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One act of a script, so many working days after the one before."""

    wait: int
    act: str
    ending: Ending


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One way a case goes; `rests` are the working days since its last act, one case for each.

    A rest below zero counts calendar days. `clause` picks the payment clause, `days` the term,
    `region` where the cases lie instead of going round the counties.
    """

    script: str
    rests: tuple[int, ...]
    clause: int | None = None
    days: int = 270
    region: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Read the script."""
        return tuple(_read(self.script))

    @property
    def length(self) -> int:
        """The working days between its first act and its last."""
        return sum(line.wait for line in self.lines)


def _read(script: str) -> Iterator[Line]:
    wait = 0
    for word in script.split():
        if word.startswith("+"):
            wait = int(word)
            continue
        sign = word[-1] if word[-1] in {Ending.WAITING, Ending.SENT_BACK, Ending.TAKEN_BACK} else ""
        yield Line(wait=wait, act=word.removesuffix(sign), ending=Ending(sign))
        wait = 0


def _shapes(key: str) -> tuple[Shape, ...]:
    """Read the shapes of one list, each way filled in where a script begins with it."""
    told = YAML(typ="safe", pure=True).load(DATA / "shapes.yaml")
    ways = dict[str, str]()
    for name, script in told["ways"].items():
        ways[name] = script.format_map(ways)
    return tuple(
        Shape(**row | {"script": row["script"].format_map(ways), "rests": tuple(row["rests"])})
        for row in told[key]
    )


SHAPES, EXTRA = _shapes("shapes"), _shapes("extra")


def oldest() -> int:
    """Count the working days back to the first act of all."""
    return max(
        shape.length + rest for shape in (*SHAPES, *EXTRA) for rest in shape.rests if rest > 0
    )
