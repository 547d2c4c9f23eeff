"""Let the gateway be heard of: that it goes its rounds, and what keeps it from going on."""

from datetime import datetime, timedelta

from cairong.orders.models import GatewayWatch
from cairong.orders.watching import BETWEEN, cause_of

KEPT_EVERY = timedelta(minutes=1)
LONGEST = 500  # characters of a trouble


def keep_heard(*, city: str, now: datetime, trouble: str, unsure: str = "") -> None:
    """Keep once a minute, and at once where it changed, how the gateway is.

    A trouble stands since then as long as one of its causes stays. No act: it is
    the machine's, as its clock is. Writes: orders.GatewayWatch.
    """
    trouble, unsure = trouble[:LONGEST], unsure[:LONGEST]
    before = GatewayWatch.objects.filter(pk=city).first()
    same = before is not None and (before.trouble, before.unsure) == (trouble, unsure)
    if before is not None and same and timedelta(0) <= now - before.heard_at < KEPT_EVERY:
        return
    goes_on = before is not None and bool(_causes(before.trouble) & _causes(trouble))
    since = (before.since if before is not None and goes_on else now) if trouble else None
    GatewayWatch.objects.update_or_create(
        city_id=city,
        defaults={"heard_at": now, "trouble": trouble, "since": since, "unsure": unsure},
    )


def _causes(trouble: str) -> set[str]:
    return {cause_of(each) for each in trouble.split(BETWEEN) if each}
