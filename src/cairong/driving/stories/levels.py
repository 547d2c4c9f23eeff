"""What a story expects of the board of targets: one level of one year, as its watchers read it."""

from dataclasses import replace

from cairong.driving.stories.stage import Stage
from cairong.driving.stories.vocabulary import expectation
from cairong.kernel.actor import Role
from cairong.kernel.calendar import day_of
from cairong.oversight.coverage import coverage
from cairong.oversight.reads import board_of


@expectation(
    example="region: '410303', year: 2026, yuan: 400000, loans: 1, percent: '30.0', met: yes",
    yuan=int,
    loans=int,
    filed=int,
    institutions=int,
    smes=int,
    first_time=int,
    line_yuan=int,
    percent=str,
    met=bool,
    gaps=str,
)
def expect_level(stage: Stage, *, region: str, year: int) -> dict[str, object]:
    """一个级次一年的融资:本金、笔数、备案、放款机构和中小微企业家数、首次融资家数、目标线、增幅、够不够,还缺什么。"""
    watcher = replace(stage.system, role=Role.PBOC, region=stage.city)
    board = board_of(watcher, year, until=day_of(stage.now))
    found = next(each for each in coverage(watcher, board) if each.level.code == region)
    grown = found.level.growth
    return {
        "yuan": grown.year_fen,
        "loans": found.level.loans,
        "filed": found.filed,
        "institutions": found.level.institutions,
        "smes": found.level.smes,
        "first_time": found.first_time,
        "line_yuan": grown.line_fen or 0,
        "percent": "" if grown.percent is None else str(grown.percent),
        "met": grown.reached is True,
        "gaps": "、".join(found.gaps),
    }
