"""The library of policy documents (三(一)-1): when one is in force."""

from collections.abc import Iterable
from datetime import date

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

CLAUSE = "三(一)-1"


@rule(CLAUSE)
def days_of_document(*, issued_on: date, effective_on: date, until_on: date | None) -> Answer:
    """Bar a document that takes effect before it is issued, or ends before it takes effect."""
    if effective_on < issued_on:
        return Finding.of(
            "library.effective", CLAUSE, field="effective_on", issued=issued_on,
            effective=effective_on,
        )  # fmt: skip
    if until_on is not None and until_on < effective_on:
        return Finding.of(
            "library.until", CLAUSE, field="until_on", effective=effective_on, until=until_on
        )
    return None


@rule(CLAUSE)
def supersedes_older(*, no: str, effective_on: date, old_no: str, old_on: date) -> Answer:
    """Bar a document from taking the place of one that takes effect later."""
    if old_on <= effective_on:
        return None
    return Finding.of(
        "library.older", CLAUSE, field="supersedes", no=no, old=old_no, on=old_on,
        effective=effective_on,
    )  # fmt: skip


def standing(
    *, effective_on: date, until_on: date | None, superseded: Iterable[date], on: date
) -> str:
    """Say how a document stands on a day, given the first days of what takes its place.

    One of `coming`, `in_force`, `superseded`, `over`.
    """
    if on < effective_on:
        return "coming"
    if any(each <= on for each in superseded):
        return "superseded"
    return "over" if until_on is not None and on > until_on else "in_force"


STANDING = {
    "in_force": "有效",
    "coming": "还没有施行",
    "superseded": "已被代替",
    "over": "已到期失效",
}
