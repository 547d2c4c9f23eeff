"""Outside data about a supplier, as its institutions and the supplier itself see them. 二(五)-1"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from cairong.lending.models import Application, DataConsent
from cairong.lending.steps.contact import PURSUED
from cairong.lending.steps.lookups import (
    Looked,
    data_consents,
    looked_at,
    looked_by,
    may_ask,
    sources_of,
    standing,
)
from cairong.policy.lookups import KINDS, Kind


@dataclass(frozen=True, kw_only=True)
class Let:
    """A source and the consent to have it read, where one stands."""

    source: str
    kind: Kind
    consent: DataConsent | None


@dataclass(frozen=True, kw_only=True)
class Looks:
    """What an institution read and may read: each source with its consent, what can be asked."""

    lets: list[Let]
    found: list[Looked]
    askable: list[Kind]
    codes: list[str]

    def of(self, criterion: str) -> list[Looked]:
        """List what speaks of one criterion."""
        return [each for each in self.found if each.kind.criterion == criterion]


def looks_of(application: Application, on: date) -> Looks:
    """Say what an application's institution may read of outside sources on a day."""
    codes, consents = may_ask(application, on), data_consents(application, on)
    there = sources_of(application.city_id)
    return Looks(
        lets=[Let(source=code, kind=KINDS[code], consent=consents.get(code)) for code in there],
        found=looked_by(application, on),
        askable=[KINDS[code] for code in codes],
        codes=codes,
    )


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a supplier sees of its own: which source an institution may have read, what was read."""

    lets: list[Let]
    found: list[Looked]


def shown_of(applications: Sequence[Application], city: str, on: date) -> dict[UUID, Shown]:
    """Say for each application of an intent who may have what read, and what was read."""
    there = sources_of(city)
    consents = standing({each.intent_id for each in applications}, on)
    found = looked_at([each.pk for each in applications])

    def lets(each: Application) -> list[Let]:
        of = (each.intent_id, each.institution_id)
        given = consents if each.state in PURSUED else {}
        return [
            Let(source=code, kind=KINDS[code], consent=given.get((*of, code))) for code in there
        ]

    return {each.pk: Shown(lets=lets(each), found=found[each.pk]) for each in applications}
