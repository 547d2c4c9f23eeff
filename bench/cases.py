"""Steps 1–11 of a case through the use-cases, against the SQL they sent, sent again prepared."""

from statistics import median

from bench.case import Case
from bench.ground import Ground
from bench.record import Tape, recording
from bench.replay import Player
from bench.report import Count, Line
from bench.timing import seconds
from bench.town import Town

BOUND = 3.0
WARM, COUNTED = 2, 6


def measured(ground: Ground, town: Town, ours: str, floor: str) -> tuple[Line, list[Count]]:
    """Run equal cases in one database and play each step again in its twin, in turn.

    The first cases warm both sides: connections, caches, and what is prepared.
    """
    ground.use(ours)
    totals: list[tuple[float, float]] = []
    tapes: dict[str, Tape] = {}
    with Player(ground.address(floor)) as player:
        for number in range(WARM + COUNTED):
            known = player.prepared()
            totals.append(_case(Case(town, number), player, tapes))
        assert player.prepared() == known, "the last case prepared something"
    counted = totals[WARM:]
    commits = sum(tape.commits() for tape in tapes.values())
    counts = [
        Count(what=f"步骤 {name}", statements=tape.statements()) for name, tape in tapes.items()
    ]
    counts.append(Count(what="步骤 1–11: 提交", statements=commits))
    line = Line(
        what="步骤 1–11 ÷ 其 SQL 重放",
        floor_ms=median(one for one, _ in counted) * 1000,
        ours_ms=median(one for _, one in counted) * 1000,
        bound=BOUND,
    )
    return line, counts


def _case(case: Case, player: Player, tapes: dict[str, Tape]) -> tuple[float, float]:
    floor = ours = 0.0
    for name, step in case.steps():
        with recording() as tape:
            ours += seconds(step)
        floor += player.play(tape.sent)
        tapes[name] = tape
    return floor, ours
