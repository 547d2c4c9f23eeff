"""Official tables of the demo city: the year before and this one, issued by three desks."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from cairong.driving.demo.cast import Cast
from cairong.driving.demo.days import Days
from cairong.driving.demo.facts import CITY
from cairong.driving.demo.timeline import Placed
from cairong.kernel.actor import Actor, Role
from cairong.oversight.actions.issue_statistic import issue_statistic

PLACE = 11


def tables(cast: Cast, days: Days) -> Iterator[Placed]:
    """Lay the tables on their days: of last year whole, of this one to the end of a month."""
    officer = cast.desks[CITY].people[Role.PROCUREMENT_OFFICER]
    pboc = cast.overseers[Role.PBOC]
    last = days.today.year - 1
    asked = (
        (6, officer, "targets", date(last, 12, 31)),
        (6, officer, "coverage", date(last, 12, 31)),
        (5, pboc, "lenders", date(last, 12, 31)),
        (4, pboc, "institutions", days.ago(6)),
        (3, officer, "months", days.ago(6)),
    )
    for place, (ago, actor, kind, cut_off) in enumerate(asked):
        yield Placed(
            day=days.ago(ago), place=PLACE + place % 3, run=partial(_issue, actor, kind, cut_off)
        )


def _issue(actor: Actor, kind: str, cut_off: date, now: datetime) -> None:
    issue_statistic(actor=actor, now=now, kind=kind, year=cut_off.year, cut_off=cut_off)
