"""How the gateway is: when it was last heard of, and what keeps it from going on."""

from typing import ClassVar

from django.db import models


class GatewayWatch(models.Model):
    """A city's gateway as it says itself: `trouble` stands since `since`. The gateway's own."""

    APP_INSERTS: ClassVar[bool] = False
    APP_UPDATES: ClassVar[tuple[str, ...]] = ()
    GATEWAY: ClassVar[tuple[str, ...]] = (
        "SELECT", "INSERT", "UPDATE (heard_at)", "UPDATE (trouble)", "UPDATE (since)",
    )  # fmt: skip

    city = models.OneToOneField(
        "parties.City", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    heard_at = models.DateTimeField()
    trouble = models.CharField(max_length=500, blank=True)
    since = models.DateTimeField(null=True)
