"""Freeze a year's result, by two of the People's Bank: from then on it never changes."""

from datetime import datetime
from uuid import UUID

from cairong.audit.recording import record
from cairong.evaluation.models import Appeal, Year
from cairong.evaluation.reads import flag_said, last_day, published_year, year_view
from cairong.evaluation.states import YEAR
from cairong.evaluation.steps.versions import INSIDE, require_city, scores_of, told_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.four_eyes import two_person
from cairong.policy.evaluation import OBLIGATION
from cairong.policy.incentives import may_freeze
from cairong.policy.rule import require


@two_person(Role.PBOC, word="冻结年度评价", of=YEAR)
def freeze_year(*, actor: Actor, now: datetime, year: int) -> Year:
    """Let the newest version stand for good; its hashes go into the chain, whose head is signed.

    Raises NotFound for a year that was not published, WrongState for a frozen one, PolicyBreach
    while somebody may appeal, an appeal waits, or a flag was not looked at.
    Writes: evaluation.Year. Source: 三(二)-1.
    """
    require_city(actor)
    of = published_year(actor, year, lock=True)
    before = of.state
    of.state = YEAR.after(before, "freeze")
    view = year_view(actor.city, year, now=now)
    assert view.version is not None
    waiting = Appeal.objects.filter(version__of=of, state="open").order_by("at")
    require(
        may_freeze(
            until=last_day(of),
            today=day_of(now),
            appeals=list(waiting.values_list("institution__name", flat=True)),
            flags=[flag_said(row, flag) for row, flag in view.open_flags],
        )
    )
    of.frozen_at = now
    of.save(update_fields=["state", "frozen_at"])
    told = _concerned(of)
    record(
        actor=actor,
        now=now,
        type="evaluation.year.frozen",
        subject=of,
        visible_to=told,
        before={"state": before},
        after={
            "year": year,
            "state": of.state,
            "version": view.version.number,
            "scores": scores_of(view.rows),
            "cut_off": view.version.cut_off,
            "result_sha256": view.version.sha256,
            "facts_sha256": view.version.facts_sha256,
        },
        basis=[OBLIGATION],
        tell=told_of(told, of.pk),
        inside=INSIDE,
    )
    return of


def _concerned(of: Year) -> list[UUID]:
    """Name everybody who was in any version of its result."""
    rows = of.versions.order_by("number").values_list("changed", flat=True)
    return list(dict.fromkeys(pk for changed in rows for pk in changed))
