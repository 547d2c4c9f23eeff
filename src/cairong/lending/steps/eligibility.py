"""How a supplier stands by each criterion of an application. 二(五)-1"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cairong.lending.models import Application, EligibilityMark
from cairong.policy.eligibility import CRITERIA, RESULTS, Criterion, by_size
from cairong.policy.lending import REASONS


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One criterion with its result, source and day; empty where nothing is known.

    One that a machine works out has no `by`: who judged it for the institution, and `at` when.
    """

    key: str
    criterion: Criterion
    result: str = ""
    source: str = ""
    on: date | None = None
    by: str = ""
    at: datetime | None = None

    @property
    def word(self) -> str:
        """Say the result."""
        return RESULTS.get(self.result, "没有判断")


def marks_of(application: Application) -> Mapping[str, EligibilityMark]:
    """Find the newest mark of each criterion."""
    rows = EligibilityMark.objects.filter(application=application).select_related("person")
    return {mark.criterion: mark for mark in rows.order_by("at", "pk")}


def judged_by_institutions(application_ids: Sequence[UUID]) -> Mapping[UUID, list[Judged]]:
    """Say what each institution asked judged of its criteria, by application; the newest counts."""
    rows = EligibilityMark.objects.filter(application__in=application_ids).select_related("person")
    newest = {(row.application_id, row.criterion): row for row in rows.order_by("at", "pk")}
    return {
        pk: [_marked(key, newest[pk, key]) for key in CRITERIA if (pk, key) in newest]
        for pk in application_ids
    }


def criterion_of(code: str) -> Criterion | None:
    """Find the criterion that a reason for a rejection rests on, if it is one of eligibility."""
    reason = REASONS.get(code)
    return CRITERIA.get(reason.criterion) if reason else None


def judged_of(application: Application) -> list[Judged]:
    """Say of each criterion what is known: by the platform, or by the institution's judgement."""
    marks = marks_of(application)
    return [
        _size(application, criterion) if criterion.machine else _marked(key, marks.get(key))
        for key, criterion in CRITERIA.items()
    ]


def _marked(key: str, mark: EligibilityMark | None) -> Judged:
    if mark is None:
        return Judged(key=key, criterion=CRITERIA[key])
    return Judged(
        key=key, criterion=CRITERIA[key], result=mark.result, source=mark.source, on=mark.on,
        by=mark.person.name, at=mark.at,
    )  # fmt: skip


def _size(application: Application, criterion: Criterion) -> Judged:
    contract = application.intent.contract
    share = (
        contract.suppliers.filter(supplier=application.intent.supplier_id).first()
        if contract
        else None
    )
    result = by_size(share.size) if share else None
    if contract is None or result is None:
        return Judged(key="size", criterion=criterion)
    return Judged(
        key="size", criterion=criterion, result=result, source=criterion.source,
        on=contract.signed_on,
    )  # fmt: skip
