"""A year of events summed up from what was recorded: nothing of it is typed. 三(三)-3"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from cairong.promotion.effect import Effect, effect_of_all, held_in
from cairong.promotion.models import Feedback, Invitation, Question, SignUp


@dataclass(frozen=True, kw_only=True)
class Year:
    """What was held in a calendar year, by kind; who came, asked and said; what came of it."""

    year: int
    held: Mapping[str, int]
    came_by_kind: Mapping[str, int]
    invited: int
    signed_up: int
    came: int
    guests: int
    asked: int
    answered: int
    feedback: int
    effect: Effect | None

    @property
    def events(self) -> int:
        """How many events took place."""
        return sum(self.held.values())


def year_of(city: str, year: int, now: datetime) -> Year:
    """Sum a calendar year of events up."""
    events = held_in(city, year)
    of = {"event__in": events}
    signed = SignUp.objects.filter(taken_back_at=None, **of)
    sums = signed.aggregate(
        signed_up=Count("pk"),
        came=Count("pk", filter=Q(attended_at__isnull=False)),
        guests=Count("pk", filter=Q(attended_at__isnull=False, organisation=None)),
    )
    came = signed.filter(attended_at__isnull=False).values_list("event__kind").order_by()
    asked = Question.objects.filter(**of).aggregate(
        asked=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False))
    )
    return Year(
        year=year,
        held=Counter(each.kind for each in events),
        came_by_kind=dict(came.annotate(number=Count("pk"))),
        invited=Invitation.objects.filter(**of).count(),
        feedback=Feedback.objects.filter(**of).count(),
        effect=effect_of_all(events, now) if events else None,
        **sums,
        **asked,
    )
