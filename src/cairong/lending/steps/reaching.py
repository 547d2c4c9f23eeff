"""Whom an intent reaches: the institutions that could offer for it, each with its application."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cairong.clocks.steps.duties import open_duty
from cairong.kernel.calendar import Calendar, day_of
from cairong.kernel.errors import Invalid, WrongState
from cairong.lending.models import Application, Intent
from cairong.parties.models import Organisation
from cairong.parties.reads import institutions_serving
from cairong.policy.products import Borrower, named_lend, somebody_lends
from cairong.policy.rule import Answer, require
from cairong.products.reads import Bounds, bounds_for


@dataclass(frozen=True, kw_only=True)
class Lenders:
    """Who serves a borrower's region; who of them has a product for it, and how far it goes."""

    borrower: Borrower
    serving: list[Organisation]
    bounds: dict[UUID, Bounds]

    @property
    def able(self) -> list[Organisation]:
        """Those that could offer."""
        return [each for each in self.serving if each.pk in self.bounds]

    @property
    def nobody(self) -> Answer:
        """Why none of them could offer, if so."""
        return somebody_lends(
            serving=len(self.serving), able=len(self.able), borrower=self.borrower
        )

    def named(self, wanted: Sequence[UUID]) -> list[Organisation]:
        """Find those named, who all serve the region, take new business and could offer.

        Raises WrongState for a suspended one, Invalid, PolicyBreach.
        """
        named = [each for each in self.serving if each.pk in set(wanted)]
        if len(named) != len(set(wanted)):
            self._require_taking(wanted)
            raise Invalid(
                "lending.institution_not_serving",
                field="institution_ids",
                region=self.borrower.place,
            )
        unable = [each.name for each in named if each.pk not in self.bounds]
        require(named_lend(unable=unable, borrower=self.borrower))
        return named

    def _require_taking(self, wanted: Sequence[UUID]) -> None:
        stopped = Organisation.objects.filter(
            pk__in=wanted, city=self.borrower.city, institution_profile__suspended_on__isnull=False
        )
        if names := stopped.order_by("name").values_list("name", flat=True):
            raise WrongState("admission.these_suspended", "一(一)-4", names="、".join(names))

    def largest_cap(self, asked: Iterable[Organisation]) -> int:
        """Say the largest cap of those asked; none of nobody."""
        return max((self.bounds[each.pk].cap_percent for each in asked), default=0)

    def least(self, asked: Iterable[Organisation]) -> tuple[int, str]:
        """Say the least amount that one of those asked lends, and who it is."""
        return min((self.bounds[each.pk].least_fen, each.name) for each in asked)


def lenders_for(borrower: Borrower, grade: str = "") -> Lenders:
    """Look at who could lend to a borrower now; up to which cap, by its performance grade."""
    serving = institutions_serving(borrower.city, borrower.region)
    bounds = bounds_for(borrower, grade)
    return Lenders(borrower=borrower, serving=list(serving), bounds=bounds)


def apply_at(
    intent: Intent,
    institutions: Sequence[Organisation],
    *,
    title: str,
    at: datetime,
    now: datetime,
    calendar: Calendar,
) -> list[Application]:
    """Put an intent before institutions, each with the days in which it has to get in touch.

    They run from the moment `at`, which is that of receipt where it was asked for on paper.

    Writes: lending.Application, clocks.Duty. Source: 二(一)-3.
    """
    applications = Application.objects.bulk_create(
        Application(
            city_id=intent.city_id,
            intent=intent,
            institution=institution,
            region=intent.region,
            submitted_at=at,
        )
        for institution in institutions
    )
    for application in applications:
        open_duty(
            city=intent.city_id,
            kind="first_contact",
            subject_id=application.pk,
            holder=application.institution,
            region=intent.region,
            title=f"{intent.no} {title}",
            start_on=day_of(at),
            now=now,
            about=[intent.pk],
            calendar=calendar,
        )
    return applications
