"""How the gateway is: when it was last heard of, and what keeps it from going on."""

import re
from typing import ClassVar

from django.db import models

BETWEEN = "\n"  # several troubles are said one below the other
NAMED = re.compile(r"[!-~、]+|等")  # numbers, codes and names of files, and how they are listed


def cause_of(why: str) -> str:
    """Say what a trouble is, whichever and however many things it names at the moment."""
    return NAMED.sub("", why).replace(" ", "")


class GatewayWatch(models.Model):
    """A city's gateway as it says itself: `trouble` stands since `since`. The gateway's own.

    `unsure` says why it does not know what left; empty where folder and rows agree.
    """

    APP_INSERTS: ClassVar[bool] = False
    APP_UPDATES: ClassVar[tuple[str, ...]] = ()
    GATEWAY: ClassVar[tuple[str, ...]] = (
        "SELECT", "INSERT", "UPDATE (heard_at)", "UPDATE (trouble)", "UPDATE (since)",
        "UPDATE (unsure)",
    )  # fmt: skip

    city = models.OneToOneField(
        "parties.City", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    heard_at = models.DateTimeField()
    trouble = models.CharField(max_length=500, blank=True)
    unsure = models.CharField(max_length=500, blank=True, db_default="")
    since = models.DateTimeField(null=True)
