"""What an institution asked of an applicant, and how long either side has held the application."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cairong.kernel.calendar import Calendar, day_of
from cairong.kernel.errors import NotFound
from cairong.kernel.states import State
from cairong.lending.models import Application, Inquiry
from cairong.lending.states import INQUIRY
from cairong.policy.inquiring import Held, days_of, held, waits_of


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One list of defects, or question, with how it stands."""

    inquiry: Inquiry
    state: State


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Whose days an application took, in working days: the two sides add up to the whole."""

    stretches: list[Held]

    @property
    def institution(self) -> int:
        """The days that lay with the institution."""
        return days_of("institution", self.stretches)

    @property
    def supplier(self) -> int:
        """The days that lay with the supplier, which had to answer."""
        return days_of("supplier", self.stretches)

    @property
    def whole(self) -> int:
        """All days from the application's coming on."""
        return self.institution + self.supplier


def asked_of(applications: Collection[UUID]) -> list[Asked]:
    """List what was asked of applications, the newest first."""
    rows = Inquiry.objects.filter(application__in=applications).order_by("-asked_at", "-pk")
    return [Asked(inquiry=each, state=INQUIRY.states[each.state]) for each in rows]


def newest_of(asked: Iterable[Asked], kind: str) -> Asked:
    """Find the newest of a kind among what was asked. Raises NotFound."""
    for each in asked:
        if each.inquiry.kind == kind:
            return each
    raise NotFound("access.not_found", thing=Inquiry.Kind(kind).label)


def shares_of(
    application: Application, asked: Iterable[Asked], *, today: date, calendar: Calendar
) -> Shares:
    """Say whose days an application took until it was decided, or until today.

    `asked` is all that its supplier was asked.
    """
    end = day_of(application.decided_at) if application.decided_at else today
    answers = [
        (day_of(each.inquiry.asked_at), day_of(ended) if ended is not None else None)
        for each in asked
        for ended in [each.inquiry.ended_at]
    ]
    first = day_of(application.submitted_at)
    return Shares(stretches=held(first, end, waits_of(answers, end), calendar))
