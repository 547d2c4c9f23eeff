"""Give every shape its works, parties and clause; the first of each goes to the main ones."""

from collections.abc import Iterator
from itertools import cycle

from cairong.driving.demo.case import Case
from cairong.driving.demo.cast import Cast, Party, regions
from cairong.driving.demo.facts import CITY, MAIN_COUNTY, clauses, works
from cairong.driving.demo.shapes import EXTRA, SHAPES, Shape
from cairong.driving.demo.shelf import Shelved


def cases(cast: Cast, shelf: dict[str, list[Shelved]]) -> Iterator[tuple[Case, Shape, int]]:
    """Make every case with its shape and the days it rests."""
    elsewhere = _elsewhere()
    number = 0
    for shape in (*SHAPES, *EXTRA):
        for place, rest in enumerate(shape.rests):
            main = place == 0 and shape in SHAPES
            region = shape.region or (MAIN_COUNTY if main else next(elsewhere))
            yield _case(cast, shelf, shape, number=number, region=region, main=main), shape, rest
            number += 1


def _elsewhere() -> Iterator[str]:
    """Go round the counties; the city's own level comes up once in two rounds."""
    counties = [code for code in regions() if code not in {MAIN_COUNTY, CITY}]
    return cycle([*counties, *counties, CITY, MAIN_COUNTY])


def _case(
    cast: Cast,
    shelf: dict[str, list[Shelved]],
    shape: Shape,
    *,
    number: int,
    region: str,
    main: bool,
) -> Case:
    work = works()[number % len(works())]
    serving = [party for party in cast.institutions if party.serves(region)]
    lender = serving[0] if main else serving[number % len(serving)]
    rivals = [party for party in serving if party is not lender]
    purchasers = cast.purchasers[region]
    clause = clauses()[number % len(clauses()) if shape.clause is None else shape.clause]
    return Case(
        title=work["title"],
        amount_fen=work["amount_fen"],
        project_no=f"洛采演-{number + 1:04d}",
        clause=clause,
        days=shape.days,
        purchaser=purchasers[0 if main else number % len(purchasers)],
        supplier=cast.suppliers[0 if main else number % len(cast.suppliers)],
        lender=_able(lender, rivals, shelf, shape),
        rival=rivals[number % len(rivals)],
        desk=cast.desks[region],
        shelf=shelf,
    )


def _able(
    lender: Party, others: list[Party], shelf: dict[str, list[Shelved]], shape: Shape
) -> Party:
    """Keep the lender where one of its products runs long enough, else take another."""
    for party in (lender, *others):
        if any(product.max_days >= shape.days for product in shelf[party.organisation.name]):
            return party
    raise LookupError(shape.days)
