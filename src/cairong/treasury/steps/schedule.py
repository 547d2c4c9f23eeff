"""What was accepted keeps its place when the schedule of payment is mended."""

from collections.abc import Sequence

from django.db.models import Sum

from cairong.audit.rows import locked
from cairong.contracts.models import Contract, ScheduleRow
from cairong.policy.rule import Answer
from cairong.policy.treasury import accepted_keeps_its_milestone, milestone_amounts
from cairong.treasury.models import Acceptance, Receivable


def accepted_in(contract: Contract, schedule: Sequence[ScheduleRow]) -> list[Answer]:
    """Find the milestones accepted already that a schedule drops or makes less than accepted.

    Locks the receivables, so that nothing is accepted by the old schedule meanwhile.
    Source: 二(三)-4.
    """
    rows = Receivable.objects.filter(contract=contract).order_by("seq")
    names, percents = [each.milestone for each in schedule], [each.percent for each in schedule]
    found: list[Answer] = []
    for receivable in locked(rows):
        amounts = milestone_amounts(receivable.amount_fen, percents)
        shares = dict(zip(names, amounts, strict=True))
        standing = receivable.acceptances.filter(Acceptance.STANDING)
        accepted = standing.values_list("milestone").annotate(fen=Sum("amount_fen"))
        found += [
            accepted_keeps_its_milestone(
                milestone=milestone, accepted_fen=fen, share_fen=shares.get(milestone, 0)
            )
            for milestone, fen in accepted.order_by("milestone")
        ]
    return found
