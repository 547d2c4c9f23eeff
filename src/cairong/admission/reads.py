"""Institutions as the bureau decides about them, and as others may read what was decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from cairong.admission.models import Decision
from cairong.audit.rows import fetch
from cairong.clocks.models import Duty
from cairong.clocks.reads import Deadline, open_deadlines
from cairong.evaluation.models import Year
from cairong.evaluation.reads import year_view
from cairong.kernel.actor import INSTITUTION, Actor, Role
from cairong.lending.models import Application, Loan, Offer
from cairong.lending.states import OPEN_APPLICATIONS, STANDING_OFFERS
from cairong.parties.models import Organisation
from cairong.parties.reads import known_facts, own_organisation
from cairong.policy.admission import PAPERS, REVIEW, PaperKind

DESK = (Role.PROCUREMENT_OFFICER, Role.PROCUREMENT_APPROVER)
WATCHING = (Role.PBOC, Role.REGULATOR)
READERS = (*DESK, *WATCHING, *sorted(INSTITUTION))
HOLDING = ("admitted", "kept", "conditions")
YEARS = 3  # of the evaluation that are shown


@dataclass(frozen=True, kw_only=True)
class Rated:
    """What the yearly evaluation gave an institution in one frozen year."""

    year: int
    score: Any
    grade: str


@dataclass(frozen=True, kw_only=True)
class AdmissionPage:
    """An institution with its facts, decisions (newest first), ratings, and what runs there.

    `waiting` counts what goes back to suppliers if it is suspended, `accepted` what ends besides
    where draws are stopped, `running` the loans that go on in any case.
    """

    institution: Organisation
    facts: Mapping[str, Any]
    suspended_on: date | None
    draws_stopped: bool
    decisions: list[Decision]
    ratings: list[Rated]
    deadline: Deadline | None
    waiting: int
    accepted: int
    running: int

    @property
    def newest(self) -> Decision | None:
        """The decision that holds."""
        return self.decisions[0] if self.decisions else None

    @property
    def holds(self) -> Decision | None:
        """The decision whose words hold: a suspension that is over leaves its conditions."""
        if self.suspended_on:
            return self.newest
        return next((each for each in self.decisions if each.kind in HOLDING), self.newest)

    def shown(self, kind: PaperKind, part: str = "number") -> str:
        """Say the number (or the last day) of a paper as it was last shown, if it was."""
        papers: list[dict[str, str]] = next(
            (each.papers for each in self.decisions if each.papers), []
        )
        return next((each[part] or "" for each in papers if each["kind"] == kind), "")


def institutions_for(actor: Actor) -> QuerySet[Organisation]:
    """List the institutions whose admission an actor may read, with what was decided last.

    The city's procurement desk, the People's Bank and the regulator all of them, an institution
    itself.
    """
    rows = Organisation.objects.filter(
        city_id=actor.city, kind=Organisation.Kind.INSTITUTION, active=True
    ).select_related("institution_profile")
    if actor.role in INSTITUTION:
        rows = rows.filter(pk=own_organisation(actor))
    elif actor.role not in READERS or not actor.whole_city:
        rows = rows.none()
    newest = Decision.objects.filter(institution=OuterRef("pk")).order_by("-at", "-pk")
    held = newest.filter(kind__in=HOLDING).values("kind")[:1]
    return rows.annotate(
        decision=Case(
            When(
                institution_profile__suspended_on=None,
                then=Coalesce(held, newest.values("kind")[:1]),
            ),
            default=Value("suspended"),
        ),
        decided_at=Subquery(newest.values("at")[:1]),
    ).order_by("name", "pk")


def admission_page(actor: Actor, now: datetime, institution_id: UUID) -> AdmissionPage:
    """Read an institution for its page. Raises NotFound."""
    found = fetch(institutions_for(actor), institution_id, "金融机构")
    profile = found.institution_profile
    waiting = Application.objects.filter(institution=found, state__in=OPEN_APPLICATIONS)
    accepted = Offer.objects.filter(institution=found, state__in=STANDING_OFFERS)
    return AdmissionPage(
        institution=found,
        facts=known_facts(found),
        suspended_on=profile.suspended_on,
        draws_stopped=profile.draws_stopped,
        decisions=list(found.decisions.select_related("by").order_by("-at", "-pk")),
        ratings=_ratings(found, now),
        deadline=open_deadlines(actor, now, [found.pk]).get(found.pk),
        waiting=waiting.count(),
        accepted=accepted.count(),
        running=Loan.objects.filter(institution=found, state="repaying").count(),
    )


def unreviewed(actor: Actor) -> list[UUID]:
    """Name the institutions that take part and have no review ahead."""
    ahead = Duty.objects.filter(
        kind=REVIEW, subject_id=OuterRef("pk"), state__in=["running", "paused"]
    )
    rows = Organisation.objects.filter(
        city_id=actor.city, kind=Organisation.Kind.INSTITUTION, active=True,
        institution_profile__suspended_on=None,
    )  # fmt: skip
    return list(rows.exclude(Exists(ahead)).order_by("pk").values_list("pk", flat=True))


def papers_said(decision: Decision) -> str:
    """Write the papers of a decision in a line."""
    return "、".join(
        f"{PAPERS[each['kind']]} {each['number']}"
        + (f"(至 {each['until']})" if each["until"] else "")
        for each in decision.papers
    )


def _ratings(institution: Organisation, now: datetime) -> list[Rated]:
    frozen = Year.objects.filter(city=institution.city_id, state="frozen").order_by("-year")
    years = list(frozen.values_list("year", flat=True)[:YEARS])
    views = [year_view(institution.city_id, year, now=now) for year in years]
    found = [(view.year, view.of(institution.pk)) for view in views]
    return [
        Rated(year=year, score=row.evaluation.score, grade=row.evaluation.grade)
        for year, row in found
        if row is not None
    ]
