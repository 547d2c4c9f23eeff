"""What a new value of a parameter would have changed, shown before a second person agrees to it."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from cairong.cases.proposals import ProposalView
from cairong.kernel.actor import Actor
from cairong.kernel.calendar import day_of
from cairong.oversight.reads import CITY_TARGET, COUNTY_TARGET, WATCHERS, Financed, financed
from cairong.oversight.replay import KINDS, last_year, replay
from cairong.policy.parameters import BY_CODE
from cairong.web.parts import Column, plain_table
from cairong.web.rulebook.whatif import said_of

ACT = "rulebook.set_parameter"
TARGETS = {CITY_TARGET: "try_city", COUNTY_TARGET: "try_county"}
LINES = (
    Column("level", "级次"),
    Column("amount", "本年融资", "money"),
    Column("was", "现行目标线", "money"),
    Column("would", "按新值的目标线", "money"),
    Column("reached", "现在"),
    Column("would_reach", "按新值"),
)


def tried(actor: Actor, now: datetime, found: ProposalView) -> dict[str, Any]:
    """Replay the last year's record under the value that waits; nothing for another act."""
    if found.act != ACT or found.state != "waiting" or actor.role not in WATCHERS:
        return {}
    code, value = str(found.arguments["code"]), int(found.arguments["value"])
    if code in TARGETS:
        return {"tried": "target", **_lines(actor, now, code, value)}
    if code not in KINDS:
        return {"tried": "none", "number": BY_CODE[code]}
    since, until = last_year(now)
    said = said_of(replay(actor, now, {code: value}, since=since, until=until))
    href = f"{reverse('rulebook-whatif')}?{urlencode({'code': code, 'days': value})}"
    return {"tried": "days", "tried_href": href, **said}


def _lines(actor: Actor, now: datetime, code: str, value: int) -> dict[str, Any]:
    """Hold this year's levels against the line as it is, and as it would be."""
    year = day_of(now).year
    held = financed(actor, year)
    other = {each.code: each for each in financed(actor, year, tried={code: value}).levels}
    rows = [
        {
            "level": each.name,
            "amount": each.growth.year_fen,
            "was": each.growth.line_fen,
            "would": other[each.code].growth.line_fen,
            "reached": _reached(each),
            "would_reach": _reached(other[each.code]),
        }
        for each in held.levels
        if each.city_level is (code == CITY_TARGET)
    ]
    caption = f"{year}年各级次与两条目标线"
    return {
        "lines": plain_table(caption, LINES, rows, empty="没有这样的级次。"),
        "tried_href": f"{reverse('overseer-targets')}?{urlencode({TARGETS[code]: value})}",
    }


def _reached(level: Financed) -> str:
    reached = level.growth.reached
    return "没有可比的上年" if reached is None else "达到" if reached else "没有达到"
