"""The year against its line, worked by hand: amounts in 万元, whose they are, what is missing.

一(二)-3 一(二)-4
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from cairong.kernel.actor import Role
from cairong.oversight.actions.enter_outside import enter_outside
from cairong.oversight.actions.keep_outside_paper import keep_outside_paper
from cairong.oversight.reads import Financed, financed, standing
from cairong.parties.models import Region
from cairong.rulebook.models import ParameterRow
from lending.ground import Case, stand_case, twice
from oversight.ground import WAN, lent, repaid, seen
from support.slips import PAPER
from support.staging import staged
from support.town import CITY, COUNTY, at, found_town
from support.undecided import look_away

pytestmark = pytest.mark.django_db
PLACES = {"市": CITY, "西": COUNTY, "宜": "410327", "川": "410329"}
NOW = at("2028-01-10 10:00")
FEN = Decimal("0.000001")


@dataclass(frozen=True)
class Row:
    """What is drawn («西 26 100»: 100 万 in 2026), what else is so, and how a level stands then.

    A draw may name its day («西 2026-12-31 100») and that it was repaid the same day («=»); from
    outside it is «outside», a merged county «merged», a parameter «set».
    """

    drawn: str
    asked: str
    stands: str
    outside: str = ""
    merged: str = ""
    set: dict[str, int] = field(default_factory=dict)


ROWS = [
    # no base, nothing at all
    Row("", "市 27", "0 0 - - - none"),
    Row("西 27 50", "西 27", "50 0 - - - none"),
    Row("西 26 100", "西 27", "0 100 130 130 -100.0 normal"),
    # the line to the fen
    Row("西 26 100;西 27 130", "西 27", "130 100 130 0 30.0 normal"),
    Row("西 26 100;西 27 129.999999", "西 27", "129.999999 100 130 0.000001 30.0 normal"),
    Row("市 26 100;市 27 200", "市 27", "200 100 200 0 100.0 normal"),
    Row("市 26 100;市 27 199.999999", "市 27", "199.999999 100 200 0.000001 100.0 normal"),
    Row("西 26 200;西 27 199", "西 27", "199 200 260 61 -0.5 normal"),
    Row("西 26 2000;西 27 2001", "西 27", "2001 2000 2600 599 0.1 normal"),
    Row("西 26 2000;西 27 1999", "西 27", "1999 2000 2600 601 -0.1 normal"),
    Row(
        "市 26 4500000;市 27 8412000", "市 27", "8412000 4500000 9000000 588000 86.9 normal"
    ),
    # small bases
    Row("西 26 99.9999;西 27 130", "西 27", "130 99.9999 129.99987 0 30.0 small"),
    Row("宜 26 1;宜 27 110", "宜 27", "110 1 1.3 0 10900.0 small"),
    Row("宜 26 0.000001;宜 27 0.000002", "宜 27", "0.000002 0.000001 0.000002 0 100.0 small"),
    Row("宜 26 0.000003;宜 27 0.000003", "宜 27", "0.000003 0.000003 0.000004 0.000001 0.0 small"),
    Row(
        "西 26 100;西 27 130", "西 27", "130 100 130 0 30.0 small",
        set={"small_base_fen": 101 * WAN},
    ),
    # which year
    Row("西 2026-12-31 100;西 2027-01-01 100", "西 27", "100 100 130 30 0.0 normal"),
    Row("宜 2026-12-31 100;宜 2027-01-01 100", "宜 26", "100 0 - - - none"),
    Row("宜 2026-12-31 100;宜 2027-01-01 100", "宜 28", "0 100 130 130 -100.0 normal"),
    Row("宜 2019-06-01 100;宜 2020-06-01 100", "宜 20", "100 100 - - - before"),
    Row("宜 2020-06-01 100;宜 2021-06-01 130", "宜 21", "130 100 130 0 30.0 normal"),
    # which level: the contract's, whoever the supplier is
    Row("市 26 100;市 27 50;西 27 500", "市 27", "50 100 200 150 -50.0 normal"),
    Row("西 26 60;西 26 40;西 27 70;西 27 60", "西 27", "130 100 130 0 30.0 normal"),
    # merged and renamed counties
    Row("西 26 100;宜 26 100;宜 27 260", "宜 27", "260 200 260 0 30.0 normal", merged="西>宜"),
    Row("西 26 100;西 27 130", "宜 27", "130 100 130 0 30.0 normal", merged="西>宜"),
    Row(
        "西 26 50;宜 26 50;川 26 100;川 27 100", "川 27", "100 200 260 160 -50.0 normal",
        merged="西>宜;宜>川",
    ),
    Row("市 26 100;西 26 100;市 27 400", "市 27", "400 200 400 0 100.0 normal", merged="西>市"),
    # outside the platform: the years before, by institution or not, corrected, of a merged county
    Row("市 27 500", "市 27", "500 300 600 100 66.7 normal", outside="市 26 300"),
    Row("市 26 100;市 27 600", "市 27", "600 300 600 0 100.0 normal", outside="市 26 200"),
    Row("宜 25 100", "宜 26", "130 100 130 0 30.0 normal", outside="宜 26 130"),
    Row("西 27 130", "西 27", "130 100 130 0 30.0 normal", outside="西 26 60 甲;西 26 40"),
    Row("西 27 65", "西 27", "65 50 65 0 30.0 small", outside="西 26 100;西 26 50"),
    Row("西 27 200", "西 27", "200 200 260 60 0.0 normal", outside="西 26 100;西 26 200"),
    Row("西 27 65", "西 27", "65 0 - - - none", outside="西 26 100;西 26 0"),
    Row("宜 27 130", "宜 27", "130 100 130 0 30.0 normal", outside="西 26 100", merged="西>宜"),
    Row("西 27 10", "西 27", "10 0 - - - none", outside="市 26 100"),
    # repaid the same day: it counts, and is told apart
    Row("西 26 100;西 27 100;西 27 30=", "西 27", "130 100 130 0 30.0 normal 30"),
    Row("市 26 100;市 27 600=", "市 27", "600 100 200 0 500.0 normal 600"),
    # two readings of 市级
    Row("市 26 100;西 26 100;市 27 100;西 27 500", "全 27", "600 200 - - 200.0 aside"),
    Row("市 26 100;西 26 100;市 27 100;西 27 500", "市 27", "100 100 200 100 0.0 normal"),
    Row(
        "市 26 100;西 26 100;市 27 100;西 27 500", "全 27", "600 200 400 0 200.0 normal",
        set={"target_city_scope": 2},
    ),
    Row(
        "市 26 100;西 26 100;市 27 100;西 27 500", "市 27", "100 100 - - 0.0 aside",
        set={"target_city_scope": 2},
    ),
    Row(
        "市 26 100;西 26 100;市 27 399", "全 27", "399 200 400 1 99.5 normal",
        set={"target_city_scope": 2},
    ),
    # lines of a city's own, from their day
    Row(
        "西 26 100;西 27 130", "西 27", "130 100 150 20 30.0 normal",
        set={"target_county_percent": 50},
    ),
    Row(
        "宜 25 100;宜 26 130", "宜 26", "130 100 130 0 30.0 normal",
        set={"target_county_percent": 50},
    ),
    Row(
        "市 26 100;市 27 180", "市 27", "180 100 180 0 80.0 normal",
        set={"target_city_percent": 80},
    ),
]  # fmt: skip


@staged
def case(db) -> Case:
    look_away("lending")  # loans are written here that nobody drew
    return stand_case(found_town(at("2025-09-01 08:00")))


@staged
def loan(case: Case):
    return case.draw(case.ready(case.publish(), 10_000), 10_000, now=at("2025-10-21 10:00"))


def day_of(year: str) -> str:
    return year if "-" in year else f"20{year}-05-10"


def fen(wan: str) -> int:
    return int(Decimal(wan) / FEN)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.asked}: {row.drawn or 'nothing'}")
def test_a_level_stands_as_worked_by_hand(case, loan, row: Row):
    for place, year, wan in (each.split() for each in row.drawn.split(";") if each):
        amount, on = wan.rstrip("="), day_of(year)
        back = wan.endswith("=")
        owed = fen(amount) if back else 0
        drawn = lent(loan, PLACES[place], on, Decimal(amount), outstanding_fen=owed)
        if back:
            repaid(drawn, on, "repaid")
    pair = case.town.bureau(Role.PROCUREMENT_OFFICER), case.town.bureau(Role.PROCUREMENT_APPROVER)
    for place, year, wan, *lender in (each.split() for each in row.outside.split(";") if each):
        paper = keep_outside_paper(actor=pair[0], now=NOW, name="统计表.pdf", content=PAPER)
        twice(
            enter_outside, *pair, NOW, year=int(f"20{year}"), region=PLACES[place],
            institution_id=case.town.institution("乙银行").pk if lender else None,
            amount_fen=fen(wan), loans=int(Decimal(wan) > 0), paper_id=paper.pk,
            source="年度统计表",
        )  # fmt: skip
    for pair_of in filter(None, row.merged.split(";")):
        gone, heir = pair_of.split(">")
        Region.objects.filter(code=PLACES[gone]).update(successor_code=PLACES[heir])
    for code, value in row.set.items():
        ParameterRow.objects.create(
            city_id=CITY, code=code, value=value, valid_from=date(2027, 1, 1), source="通知",
            recorded_at=NOW,
        )  # fmt: skip
    place, year = row.asked.split()
    officer = case.town.bureau(Role.PROCUREMENT_OFFICER)
    board, first = financed(officer, int(f"20{year}")), standing(officer, int(f"20{year}"))
    assert seen(first) == seen(board)
    levels = {level.code: level for level in board.levels}
    assert said(board.whole if place == "全" else levels[PLACES[place]]) == row.stands


def said(level: Financed) -> str:
    """Write how a level stands as the table does."""
    grown = level.growth
    amounts = (grown.year_fen, grown.base_fen, grown.line_fen, grown.missing_fen)
    wan = ("-" if each is None else f"{(Decimal(each) / WAN).normalize():f}" for each in amounts)
    percent = "-" if grown.percent is None else str(grown.percent)
    brief = [f"{level.brief_fen // WAN}"] if level.brief_fen else []
    return " ".join([*wan, percent, grown.base, *brief])
