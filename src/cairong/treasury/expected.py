"""When what is still to be paid on a receivable will probably be paid (二(五)-3).

It rests on the duties to pay (clocks): each began with an acceptance and ended with the last money
for it. One statement counts a purchaser's by how long they took; where these are too few, a second
counts all of the city. Both read one index alone (`clocks_duty_paying`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from cairong.clocks.models import Duty
from cairong.parties.reads import region_names
from cairong.policy.expected import (
    Lived,
    Part,
    estimate,
    last_on,
    needed_for,
    needed_on,
    term_meets_payment,
)
from cairong.policy.lending import Terms
from cairong.policy.rule import Answer
from cairong.rulebook.reads import numbers_of
from cairong.treasury.models import Acceptance, PaymentPart, Receivable
from cairong.treasury.steps.paying import PAY
from cairong.treasury.steps.schedule import done_of, shares_of

LEAST, YEARS = "expected_least_times", "expected_years"
BEYOND = "expected_beyond_days"
YEAR_DAYS = 365


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What of a receivable is not paid yet, when each part probably is, and what that rests on.

    `least` payments are needed for an estimate, of acceptances in the last `years`; a term may end
    `beyond` days after the last of them.
    """

    today: date
    purchaser: str
    region: str
    parts: list[Part]
    least: int
    years: int
    beyond: int

    def needed(self, fen: int) -> list[Part]:
        """List the parts that have to be paid to repay an amount; none where it cannot be told."""
        return needed_for(self.parts, fen, self.today)

    def fits(self, terms: Terms) -> Answer:
        """Hold the term of what is lent today against what is paid when (二(五)-3)."""
        return term_meets_payment(
            ends_on=self.today + timedelta(days=terms.days),
            paid_on=needed_on(self.parts, terms.amount_fen, self.today),
            last_on=last_on(self.parts, self.today),
            beyond=self.beyond,
            reason=terms.term_reason,
        )


@dataclass(frozen=True, kw_only=True)
class _Owed:
    """An amount of a milestone that has not come yet, and since when it is accepted, if it is."""

    milestone: str
    fen: int
    accepted_on: date | None = None

    def waited(self, today: date) -> int:
        """Count the days since its acceptance; before it, payment within a day is to come too."""
        return (today - self.accepted_on).days if self.accepted_on else -1

    def part(self, lived: list[Lived], *, today: date, least: int) -> Part:
        """Estimate when it will be paid."""
        return Part(
            milestone=self.milestone,
            fen=self.fen,
            accepted_on=self.accepted_on,
            estimate=estimate(lived, waited=self.waited(today), least=least),
        )


def outlook_of(receivable: Receivable, today: date) -> Outlook:
    """Say when what is still to be paid on a receivable will probably be paid."""
    numbers = numbers_of(receivable.city_id, LEAST, YEARS, BEYOND)
    least, years = numbers(LEAST, today), numbers(YEARS, today)
    since, owed = today - timedelta(days=YEAR_DAYS * years), list(_owed(receivable))
    parts: list[Part] = []
    for whose in _pools(receivable) if owed else ():
        lived = list(_lived(receivable, whose, since=since, today=today))
        parts = [each.part(lived, today=today, least=least) for each in owed]
        if all(part.estimate for part in parts):
            break
    return Outlook(
        today=today,
        purchaser=receivable.contract.purchaser_name,
        region=region_names(receivable.city_id).get(receivable.region, ""),
        parts=parts,
        least=least,
        years=years,
        beyond=numbers(BEYOND, today),
    )


def _pools(receivable: Receivable) -> tuple[Q, Q]:
    """Name what is counted at first, and where that is too little: the purchaser's; the city's."""
    return Q(holder_organisation=receivable.contract.purchaser_id), Q()


def _owed(receivable: Receivable) -> Iterator[_Owed]:
    """List what is accepted and has not come, the oldest first; then what is not accepted yet."""
    if receivable.opening_fen is None:
        return
    arrived = Q(parts__payment__state="confirmed")
    accepted = receivable.acceptances.filter(Acceptance.STANDING).annotate(
        arrived_fen=Sum("parts__amount_fen", filter=arrived, default=0)
    )
    for each in accepted.order_by("accepted_on", "pk"):
        if fen := each.amount_fen - each.arrived_fen:
            yield _Owed(milestone=each.milestone, fen=fen, accepted_on=each.accepted_on)
    done = done_of([receivable])
    for milestone, share in shares_of(receivable).items():
        if (fen := share - done.get((receivable.pk, milestone), 0)) > 0:
            yield _Owed(milestone=milestone, fen=fen)


def _lived(receivable: Receivable, whose: Q, *, since: date, today: date) -> Iterator[Lived]:
    """Count acceptances since a day by whose they are, how long it took, and whether it is paid.

    Of money that came back only the duty that runs since counts, and nothing of recalled ones.
    """
    returned = PaymentPart.objects.filter(payment__state="returned").values("acceptance")
    later = Duty.objects.filter(subject_id=OuterRef("subject_id"), kind=PAY, pk__gt=OuterRef("pk"))
    rows = (
        Duty.objects.filter(whose, city_id=receivable.city_id, kind=PAY, start_on__gt=since)
        .exclude(state=Duty.State.CANCELLED)
        .exclude(Q(subject_id__in=returned) & Exists(later))
        .order_by()
        .values_list(
            Case(
                When(holder_organisation=receivable.contract.purchaser_id, then=Value("purchaser")),
                When(region=receivable.region, then=Value("region")),
                default=Value("city"),
            ),
            Coalesce("done_on", Value(today)) - F("start_on"),
            "state",
        )
        .annotate(number=Count("*"))
    )
    for scope, took, state, number in rows:
        yield Lived(scope, max(took.days, 0), state == Duty.State.DONE, number)
