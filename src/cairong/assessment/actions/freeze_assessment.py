"""Freeze an assessed year, by two of the People's Bank: from then on it never changes."""

from datetime import datetime

from cairong.assessment.models import Objection, Version, Year
from cairong.assessment.reads import newest, published_year
from cairong.assessment.states import YEAR
from cairong.assessment.steps.versions import INSIDE, concerned, shown, uncounted
from cairong.audit.recording import record
from cairong.evaluation.steps.versions import told_of
from cairong.kernel.actor import Actor, Role
from cairong.kernel.calendar import day_of
from cairong.parties.four_eyes import two_person
from cairong.policy.assessment import CLAUSE, result_final
from cairong.policy.rule import require


@two_person(Role.PBOC, word="冻结导向效果评估", of=YEAR)
def freeze_assessment(*, actor: Actor, now: datetime, year: int) -> Year:
    """Let the newest version stand for good; its hashes go into the chain.

    Raises NotFound for a year that was not published, WrongState for a frozen one, PolicyBreach
    while somebody may object, an objection waits, or a value is not in the newest version.
    Writes: assessment.Year. Source: 三(二)-2.
    """
    of = published_year(actor, year, lock=True)
    before = of.state
    of.state = YEAR.after(before, "freeze")
    version = Version.objects.select_related("of").get(pk=newest(of).pk)
    waiting = Objection.objects.filter(version__of=of, state="open").order_by("at")
    require(
        result_final(
            until=version.object_on,
            today=day_of(now),
            objections=list(waiting.values_list("institution__name", flat=True)),
            uncounted=uncounted(version),
        )
    )
    of.frozen_at = now
    of.save(update_fields=["state", "frozen_at"])
    told = concerned(version)
    facts = {key: each for key, each in shown(version).items() if key != "object_on"}
    record(
        actor=actor,
        now=now,
        type="assessment.year.frozen",
        subject=of,
        visible_to=told,
        before={"state": before},
        after={"year": year, "state": of.state, **facts},
        basis=[CLAUSE],
        tell=told_of(told, of.pk),
        inside=INSIDE,
    )
    return of
