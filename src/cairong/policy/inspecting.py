"""For how long an inspection may read, and what a bundle of a case is."""

from datetime import date, timedelta

from cairong.kernel.errors import Finding
from cairong.policy.rule import Answer, rule

CLAUSE = "三(一)-2"
LONGEST = 366  # days
FORMAT = "cairong-bundle/1"
MOST_MB = 100


@rule("三(一)-2")
def in_days(*, since: date, until: date, today: date) -> Answer:
    """Bar an inspection whose days are turned round, over already, or longer than a year."""
    if until < since or until < today or until - since > timedelta(days=LONGEST):
        return Finding.of(
            "inspecting.days", CLAUSE, since=since.isoformat(), until=until.isoformat(),
            longest=LONGEST,
        )  # fmt: skip
    return None


@rule("三(一)-2")
def bundle_fits(*, size: int) -> Answer:
    """Bar a bundle that is larger than can be handed out."""
    if size <= MOST_MB * 1024 * 1024:
        return None
    return Finding.of("inspecting.bundle_size", CLAUSE, most=MOST_MB)
