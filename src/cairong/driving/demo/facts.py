"""What the demo city is made of, as data: works, payment clauses, products, invented names."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from cairong.contracts.facts import Milestone

DATA = Path(__file__).parent / "data"
CITY, MAIN_COUNTY = "410300", "410307"


@cache
def read(name: str) -> Any:
    """Read one file of the demo city's data."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def works() -> Sequence[Mapping[str, Any]]:
    """List the works of real notices: title and amount in fen."""
    return tuple(read("works")["works"])


def products() -> Sequence[Mapping[str, Any]]:
    """List the products, each with the index of its institution and where its terms come from."""
    return tuple(read("products")["products"])


@cache
def clauses() -> tuple[tuple[Milestone, ...], ...]:
    """List the payment clauses of real contracts, each as the milestones it agrees on."""
    return tuple(
        tuple(Milestone(**row) for row in clause["schedule"])
        for clause in read("clauses")["clauses"]
    )
