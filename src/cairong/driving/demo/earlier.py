"""The years before the platform in the demo city: what its bureau entered by its statistics."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cairong.driving.demo.cast import Cast, regions
from cairong.driving.demo.facts import CITY
from cairong.driving.together import together
from cairong.kernel.actor import Role
from cairong.kernel.money import format_yuan
from cairong.kernel.typesetting import set_in_type
from cairong.oversight.actions.enter_outside import enter_outside
from cairong.oversight.actions.keep_outside_paper import keep_outside_paper
from cairong.parties.reads import region_names

SOURCE = Path(__file__).parent / "statistics.typ"
WAN = 1_000_000
OF_CITY, LEAST, STEP = 620, 18, 11


def enter_years_before(cast: Cast, *, now: datetime) -> None:
    """Enter what each level financed in the two years before the city's first case."""
    people = cast.desks[CITY].people
    officer, approver = people[Role.PROCUREMENT_OFFICER], people[Role.PROCUREMENT_APPROVER]
    for back in (2, 1):
        year = now.year - back
        rows = list(_levels(back))
        paper = keep_outside_paper(
            actor=officer, now=now, name=f"{year}年统计表.pdf", content=_paper(year, rows)
        )
        for region, fen, loans in rows:
            together(
                enter_outside, officer, approver, now, year=year, region=region,
                institution_id=None, amount_fen=fen, loans=loans, paper_id=paper.pk,
                source=f"{year}年度政府采购合同融资统计表",
            )  # fmt: skip


def _levels(back: int) -> Iterator[tuple[str, int, int]]:
    """Give each level's principal and loans; the last county began a year later than the others."""
    places = regions()
    for place, region in enumerate(places):
        if region == places[-2] and back > 1:
            continue
        wan = OF_CITY if region == CITY else LEAST + STEP * place
        fen = wan * WAN * 3 // (2 + back)
        yield region, fen, max(fen // (30 * WAN), 1)


def _paper(year: int, rows: list[tuple[str, int, int]]) -> bytes:
    names = region_names(CITY)
    lines = [
        (f"{names[region]}本级" if region == CITY else names[region], format_yuan(fen), str(loans))
        for region, fen, loans in rows
    ]
    given = {"title": f"{year}年度政府采购合同融资统计表", "rows": lines}
    return set_in_type(SOURCE, given)
