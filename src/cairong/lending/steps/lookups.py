"""Which outside sources there are, who may have them read, and what came of it. 二(五)-1"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from cairong.kernel.calendar import day_of
from cairong.kernel.errors import WrongState
from cairong.lending.models import Application, DataConsent, Intent, Lookup
from cairong.lending.states import LOOKUP, UNDECIDED
from cairong.lending.steps.contact import PURSUED
from cairong.lending.steps.registering import CONSENT_DAYS
from cairong.parties.models import City, Organisation
from cairong.policy.eligibility import CLAUSE, CRITERIA, Criterion
from cairong.policy.lookups import KINDS, RESULT_WORDS, Kind, kind_of, said_of


def sources_of(city: str) -> tuple[str, ...]:
    """Name the sources that can be read in a city: a demonstration's are simulated, all of them.

    A real city has those alone whose addresses its operator named.
    """
    if City.objects.filter(pk=city, demo=True).exists():
        return tuple(KINDS)
    return tuple(code for code in KINDS if code in settings.LOOKUP_SOURCES)


def require_source(city: str, source: str) -> None:
    """Bar what rests on a source nobody reads here. Raises Invalid, WrongState."""
    kind = kind_of(source)
    if source not in sources_of(city):
        raise WrongState("lookup.no_source", CLAUSE, what=kind.word)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a source answered: facts of its kind, who provided them, its number, of which day."""

    facts: Mapping[str, Any]
    provider: str
    reference: str
    of_on: date


@dataclass(frozen=True, kw_only=True)
class Looked:
    """One look into a source: what came of it, as its reader may see it.

    `hidden`: its consent is over, so the institution reads the value no more.
    """

    source: str
    kind: Kind
    state: str
    word: str
    asked_at: datetime
    by: str
    said: str
    result: str
    provider: str
    reference: str
    why: str
    next_at: datetime | None
    hidden: bool

    @property
    def result_word(self) -> str:
        """Say the result."""
        return RESULT_WORDS.get(self.result, "")

    @property
    def criterion(self) -> Criterion:
        """The criterion that it speaks of."""
        return CRITERIA[self.kind.criterion]


def standing(intents: Iterable[UUID], on: date) -> Mapping[tuple[UUID, UUID, str], DataConsent]:
    """Find the consents of intents that stand on a day, by intent, institution and source."""
    rows = DataConsent.objects.filter(
        intent__in=list(intents), withdrawn_at__isnull=True, until__gte=on
    )
    return {(each.intent_id, each.institution_id, each.source): each for each in rows}


def data_consents(application: Application, on: date) -> Mapping[str, DataConsent]:
    """Find the consents by which an application's institution may have sources read on a day.

    They are given for the application's purpose and end with it.
    """
    if application.state not in PURSUED:
        return {}
    rows = standing([application.intent_id], on)
    return {
        source: each
        for (_, institution, source), each in rows.items()
        if institution == application.institution_id
    }


def looked_by(application: Application, on: date) -> list[Looked]:
    """Say what an application's institution may read of its looks: by consents that stand."""
    consents = data_consents(application, on)
    rows = Lookup.objects.filter(application=application).select_related("person")
    read_by = {each.pk for each in consents.values()}
    return [_looked(row, hidden=row.consent_id not in read_by) for row in _newest(rows).values()]


def looked_at(application_ids: Sequence[UUID]) -> Mapping[UUID, list[Looked]]:
    """Say what was read of a supplier for each application, as the supplier itself sees it."""
    rows = Lookup.objects.filter(application__in=application_ids).select_related("person")
    found: dict[UUID, list[Looked]] = {pk: [] for pk in application_ids}
    for row in rows.order_by("-asked_at", "-pk"):
        found[row.application_id].append(_looked(row, hidden=False))
    return found


def _newest(rows: "Iterable[Lookup]") -> dict[str, Lookup]:
    return {row.source: row for row in sorted(rows, key=lambda each: (each.asked_at, each.pk))}


def _looked(row: Lookup, *, hidden: bool) -> Looked:
    answered = row.state == "answered" and row.of_on is not None and not hidden
    return Looked(
        source=row.source,
        kind=KINDS[row.source],
        state=row.state,
        word=LOOKUP.states[row.state].word,
        asked_at=row.asked_at,
        by=row.person.name,
        said=said_of(row.source, row.value, row.of_on) if answered and row.of_on else "",
        result=row.result if answered else "",
        provider=row.provider if answered else "",
        reference=row.reference if answered else "",
        why=row.why if row.state in ("asked", "given_up") else "",
        next_at=row.not_before if row.state == "asked" and row.attempts else None,
        hidden=hidden and row.state == "answered",
    )


def may_ask(application: Application, on: date) -> list[str]:
    """Name the sources that an officer can ask for now: by consent, and not asked already."""
    if application.state not in UNDECIDED:
        return []
    consents = data_consents(application, on)
    open_now = set(
        Lookup.objects.filter(application=application, state="asked").values_list("source")
    )
    there = sources_of(application.city_id)
    return [code for code in there if code in consents and (code,) not in open_now]


def let_read(
    intent: Intent, institutions: Iterable[Organisation], sources: Sequence[str], *, now: datetime
) -> None:
    """Keep a supplier's consent that institutions have sources read.

    Raises Invalid, WrongState for a source that nobody reads here. Writes: lending.DataConsent.
    """
    for source in sources:
        require_source(intent.city_id, source)
    until = day_of(now) + timedelta(days=CONSENT_DAYS)
    DataConsent.objects.bulk_create(
        DataConsent(
            city_id=intent.city_id, intent=intent, institution=each, source=source, given_at=now,
            until=until,
        )
        for each in institutions
        for source in sources
    )  # fmt: skip
