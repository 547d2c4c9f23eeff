"""The milestones of a receivable: what each is of it, what of that is accepted or paid before."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Sum

from cairong.audit.rows import locked
from cairong.contracts.models import Contract, ScheduleRow
from cairong.policy.rule import Answer
from cairong.policy.treasury import accepted_keeps_its_milestone, milestone_amounts
from cairong.treasury.models import Acceptance, OpeningPart, Receivable


def shares_of(receivable: Receivable) -> dict[str, int]:
    """Say how much of a receivable each milestone is, in fen, in the order of the schedule."""
    rows = list(receivable.contract.schedule.order_by("position"))
    amounts = milestone_amounts(receivable.amount_fen, [row.percent for row in rows])
    return {row.milestone: fen for row, fen in zip(rows, amounts, strict=True)}


def done_of(receivables: Iterable[Receivable]) -> dict[tuple[UUID, str], int]:
    """Sum what of each receivable's milestones is accepted, or was paid before it came here."""
    held = list(receivables)
    standing = Acceptance.objects.filter(Acceptance.STANDING, receivable__in=held)
    done = {
        (pk, milestone): fen
        for pk, milestone, fen in standing.order_by()
        .values_list("receivable", "milestone")
        .annotate(Sum("amount_fen"))
    }
    if before := [each.pk for each in held if each.opening_fen]:
        rows = OpeningPart.objects.filter(
            opening__receivable__in=before, opening__state="standing"
        ).values_list("opening__receivable", "milestone", "paid_fen")
        for pk, milestone, fen in rows:
            done[pk, milestone] = done.get((pk, milestone), 0) + fen
    return done


def accepted_in(contract: Contract, schedule: Sequence[ScheduleRow]) -> list[Answer]:
    """Find the milestones accepted or paid already that a schedule drops or makes less than that.

    Locks the receivables, so that nothing is accepted by the old schedule meanwhile.
    Source: 二(三)-4.
    """
    rows = Receivable.objects.filter(contract=contract).order_by("seq")
    names, percents = [each.milestone for each in schedule], [each.percent for each in schedule]
    found: list[Answer] = []
    for receivable in locked(rows):
        amounts = milestone_amounts(receivable.amount_fen, percents)
        shares = dict(zip(names, amounts, strict=True))
        found += [
            accepted_keeps_its_milestone(
                milestone=milestone, accepted_fen=fen, share_fen=shares.get(milestone, 0)
            )
            for (_, milestone), fen in sorted(done_of([receivable]).items())
        ]
    return found
